package account

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
	"peremption/ui/text"
)

func TestValidEmail(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63)
	for typed, want := range map[string]string{
		"a@b.fr":                                  "a@b.fr",
		"  Lila.Rosemonde@Orange.FR\t":            "Lila.Rosemonde@Orange.FR",
		"o'brien+tax@sub.example.co.uk":           "o'brien+tax@sub.example.co.uk",
		"re\u0301@exemple.fr":                     "ré@exemple.fr",
		"用户@例子.广告":                                "用户@例子.广告",
		long + "a@b.fr":                           long + "a@b.fr",
		long + "aa@b.fr":                          "", // local part of 65 bytes
		"a@" + long + ".fr":                       "a@" + long + ".fr",
		"a@" + long + "a.fr":                      "",
		"a@" + strings.Repeat(long+".", 3) + long: "", // over 254 bytes
		"":                 "",
		"a":                "",
		"@b.fr":            "",
		"a@":               "",
		"a@b":              "",
		"a@b.":             "",
		"a@.fr":            "",
		"a@b..fr":          "",
		"a@-b.fr":          "",
		"a@b-.fr":          "",
		".a@b.fr":          "",
		"a.@b.fr":          "",
		"a..b@c.fr":        "",
		"a@b@c.fr":         "",
		"a b@c.fr":         "",
		"a\u00a0b@c.fr":    "",
		"a@b .fr":          "",
		"a\n@b.fr":         "",
		"a\x00@b.fr":       "",
		"a\u200b@b.fr":     "", // zero width
		"a\u3164@b.fr":     "", // what follows are letters and marks that do not show
		"a\u115f@b.fr":     "",
		"a\uffa0@b.fr":     "",
		"a\u034f@b.fr":     "",
		"a\ufe0f@b.fr":     "",
		"a\u180b@b.fr":     "",
		"a\u17b4@b.fr":     "",
		"a@b\u3164.fr":     "",
		"a@b.fr\ufe0f":     "",
		"a\U000e0100@b.fr": "",
		"a\u202e@b.fr":     "", // bidi
		"a\xff@b.fr":       "",
		"<a@b.fr>":         "",
		`"a b"@c.fr`:       "",
		"a@[192.0.2.1]":    "",
		"a@b.fr,c@d.fr":    "",
		"a(remark)@b.fr":   "",
	} {
		email, ok := ValidEmail(typed)
		if email != want && ok || ok != (want != "") {
			t.Errorf("%q: got %q, %t; want %q", typed, email, ok, want)
		}
	}
}

func FuzzValidEmail(f *testing.F) {
	for _, seed := range []string{"a@b.fr", " É@é.fr ", "a@b@c", "用户@例子.广告", "a\r\nBcc: x@y.fr", "ﬁ@x.fr", "İ@x.fr", "lila\u3164@example.fr", "lila\U000e0100@x\u034f.fr"} {
		f.Add(seed)
	}
	composer := mail.Composer{Text: text.French().Mail}
	f.Fuzz(func(t *testing.T, typed string) {
		email, ok := ValidEmail(typed)
		if !ok {
			return
		}
		if again, ok := ValidEmail(email); !ok || again != email {
			t.Errorf("%q is valid, its own form %q is not: %q", typed, email, again)
		}
		if len(email) > maxEmail || strings.Count(email, "@") != 1 || !utf8.ValidString(email) ||
			policy.HasControl(email) || policy.HasInvisible(email) || strings.ContainsAny(email, " <>,;:\"()[]\\") {
			t.Errorf("%q passed as %q", typed, email)
		}
		if store.EmailKey(email) != store.EmailKey(typed) {
			t.Errorf("%q and %q have two keys", typed, email)
		}
		// Whatever is accepted can be written to.
		_, err := composer.Compose(mail.EmailReached, email, mail.Data{ID: "1", At: time.Unix(1, 0)})
		if err != nil {
			t.Errorf("%q: %v", email, err)
		}
	})
}

// a name or a question shows all that it is; an answer, as a password, is
// shown to nobody and may hold what does not show.
func TestLinesShow(t *testing.T) {
	t.Parallel()
	for _, sign := range []string{"\u202e", "\u200b", "\u200d", "\u3164", "\u034f", "\ufe0f", "\U000e0100"} {
		var f form
		f.line(FieldLastName, "Rose"+sign+"monde")
		f.answer(policy.NewSecret("cara" + sign + "mel"))
		if len(f.refusal.Fields) != 1 || f.refusal.Fields[0] != (FieldFault{FieldLastName, FaultInvalid}) {
			t.Errorf("%+q: faults %v, want the name's", sign, f.refusal.Fields)
		}
		if v := policy.Check(policy.NewPassword{Password: secret(fresh + sign), Confirmation: secret(fresh + sign)}); !v.OK() {
			t.Errorf("%+q: a password with it is refused: %v", sign, v.Findings)
		}
	}
}

func TestMaskEmail(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{"lila@orange.fr": "l…@orange.fr", "é@x.fr": "é…@x.fr", "odd": "…"} {
		if got := maskEmail(email); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}
