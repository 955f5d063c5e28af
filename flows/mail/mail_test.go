package mail

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"peremption/policy"
	"peremption/ui/text"
)

func composer() Composer {
	return Composer{From: "Espace pro <ne-pas-repondre@example.fr>", Text: text.French().Mail}
}

func full() Data {
	return Data{
		ID: "0123456789abcdef0123456789abcdef", At: time.Date(2023, 8, 8, 10, 10, 0, 0, time.UTC),
		Number: "20101670101919", LastDay: policy.Date{Year: 2026, Month: time.August, Day: 7},
		Email: "lila@nouveau.fr", Code: policy.NewSecret("04812377"),
	}
}

// body reads a message as a mail program does.
func body(t *testing.T, message []byte) (netmail.Header, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(string(message)))
	if err != nil {
		t.Fatalf("read message: %v", err)
	}
	said, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatalf("read body: %v", err)
	}
	return m.Header, string(said)
}

// The leaflet's letter, to the letter.
func TestRenewed(t *testing.T) {
	m, err := composer().Compose(Renewed, "lila.rosemonde@orange.fr", full())
	if err != nil {
		t.Fatal(err)
	}
	header, said := body(t, m.Message)
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || subject != "Espace professionnel - Modification du mot de passe" || m.Subject != subject {
		t.Errorf("subject %q (%v), and %q in the outbox", subject, err, m.Subject)
	}
	want := strings.Join([]string{
		"Bonjour,",
		"Vous avez modifié votre mot de passe ; cette demande a bien été prise en compte.",
		"Celui-ci est valable jusqu'au 07 août 2026.",
		`En cas d'oubli de votre mot de passe, vous devrez saisir votre réponse à la question de confiance présente dans vos informations personnelles ("Gérer vos coordonnées").`,
		"L'Administration fiscale vous remercie de l'intérêt que vous portez à ses services.",
		"Si vous avez une question particulière, nous vous invitons à ne pas répondre à l'adresse électronique de ce message mais à vous connecter sur notre site impots.gouv.fr où vous trouverez les réponses aux questions les plus fréquentes.",
		"L'Administration fiscale ne vous sollicite jamais (que ce soit par mail, par SMS ou par téléphone) pour vous demander de communiquer de quelque manière que ce soit vos identifiants ou vos coordonnées bancaires. Si vous recevez un tel message, ne cliquez sur aucun lien, n'appellez pas le numéro indiqué et ne tenez pas compte des informations qu'il contient car il s'agit sans doute d'un message de phishing.",
	}, "\r\n\r\n") + "\r\n"
	if said != want {
		t.Errorf("body\n%q\nwant\n%q", said, want)
	}
	for name, value := range map[string]string{
		"From":           `"Espace pro" <ne-pas-repondre@example.fr>`,
		"To":             "<lila.rosemonde@orange.fr>",
		"Date":           "Tue, 08 Aug 2023 12:10:00 +0200", // Paris
		"Message-ID":     "<0123456789abcdef0123456789abcdef@example.fr>",
		"MIME-Version":   "1.0",
		"Content-Type":   "text/plain; charset=utf-8",
		"Auto-Submitted": "auto-generated",
	} {
		if got := header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
}

// Every letter is well formed: CRLF, ASCII, short lines, its own data only.
func TestEveryLetter(t *testing.T) {
	says := map[Kind]string{
		Renewed: "07 août 2026", EmailCode: "04812377", EmailRequested: "lila@nouveau.fr",
		EmailLeft: "lila@nouveau.fr", EmailReached: "Cette adresse", QuestionChanged: "question de confiance",
		RenewalForced: "expiré", Created: "20101670101919",
	}
	for kind, want := range says {
		m, err := composer().Compose(kind, "lila@example.fr", full())
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if m.Kind != string(kind) || m.To != "lila@example.fr" || m.ID == "" || m.Number == "" || m.Created.IsZero() {
			t.Errorf("%s: outbox record %+v", kind, m)
		}
		_, said := body(t, m.Message)
		if !strings.Contains(said, want) {
			t.Errorf("%s does not say %q:\n%s", kind, want, said)
		}
		if !strings.HasSuffix(strings.TrimSpace(said), "message de phishing.") {
			t.Errorf("%s does not end with the warning", kind)
		}
		if kind != EmailCode && strings.Contains(said+m.Subject, "04812377") {
			t.Errorf("%s shows the code", kind)
		}
		for line := range strings.SplitSeq(string(m.Message), "\n") {
			if line != "" && !strings.HasSuffix(line, "\r") {
				t.Errorf("%s: line without CR: %q", kind, line)
			}
			if len(line) > 100 || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
				t.Errorf("%s: line is long or not ASCII: %q", kind, line)
			}
		}
	}
}

// nothing that varies can add a header.
func TestInjection(t *testing.T) {
	for _, evil := range []string{"a@b.fr\r\nBcc: c@d.fr", "a@b.fr\n", "a\x00@b.fr", "a@b.fr\u0085", "a@b.fr\u2028x", "\xff@b.fr"} {
		for name, spoil := range map[string]func(*Composer, *string, *Data){
			"from":   func(c *Composer, _ *string, _ *Data) { c.From = evil },
			"host":   func(c *Composer, _ *string, _ *Data) { c.Host = evil },
			"to":     func(_ *Composer, to *string, _ *Data) { *to = evil },
			"id":     func(_ *Composer, _ *string, d *Data) { d.ID = evil },
			"number": func(_ *Composer, _ *string, d *Data) { d.Number = evil },
			"email":  func(_ *Composer, _ *string, d *Data) { d.Email = evil },
			"code":   func(_ *Composer, _ *string, d *Data) { d.Code = policy.NewSecret(evil) },
		} {
			c, to, d := composer(), "lila@example.fr", full()
			spoil(&c, &to, &d)
			_, err := c.Compose(EmailCode, to, d)
			if !errors.Is(err, ErrHeader) {
				t.Errorf("%s %q: got %v, want ErrHeader", name, evil, err)
			}
			if err != nil && strings.Contains(err.Error(), evil) {
				t.Errorf("%s: the error repeats the value", name)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, row := range map[string]struct {
		kind Kind
		to   string
		edit func(*Data)
		want error
	}{
		"unknown kind":     {"letter", "a@b.fr", func(*Data) {}, ErrKind},
		"no recipient":     {Renewed, "", func(*Data) {}, ErrAddress},
		"two recipients":   {Renewed, "a@b.fr, c@d.fr", func(*Data) {}, ErrAddress},
		"named recipient":  {Renewed, "A <a@b.fr>", func(*Data) {}, ErrAddress},
		"no ID":            {Renewed, "a@b.fr", func(d *Data) { d.ID = "" }, ErrData},
		"no time":          {Renewed, "a@b.fr", func(d *Data) { d.At = time.Time{} }, ErrData},
		"no day":           {Renewed, "a@b.fr", func(d *Data) { d.LastDay = policy.Date{} }, ErrData},
		"no code":          {EmailCode, "a@b.fr", func(d *Data) { d.Code = policy.Secret{} }, ErrData},
		"no other address": {EmailLeft, "a@b.fr", func(d *Data) { d.Email = "" }, ErrData},
	} {
		d := full()
		row.edit(&d)
		if _, err := composer().Compose(row.kind, row.to, d); !errors.Is(err, row.want) {
			t.Errorf("%s: got %v, want %v", name, err, row.want)
		}
	}
	if _, err := (Composer{}).Compose(Renewed, "a@b.fr", full()); !errors.Is(err, ErrData) {
		t.Errorf("no texts: got %v, want ErrData", err)
	}
}

func TestSender(t *testing.T) {
	m, err := Composer{Text: text.French().Mail}.Compose(Renewed, "a@b.fr", full())
	if err != nil {
		t.Fatal(err)
	}
	if header, _ := body(t, m.Message); header.Get("From") != "<peremption@localhost>" {
		t.Errorf("default sender %q", header.Get("From"))
	}
	if err := (Composer{From: "x@"}).Check(); !errors.Is(err, ErrAddress) {
		t.Errorf("bad sender: %v", err)
	}
}
