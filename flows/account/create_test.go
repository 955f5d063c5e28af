package account

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"peremption/policy"
)

func newPerson() CreateInput {
	return CreateInput{
		Title: "Mme", FirstName: "Anaïs", LastName: "O'Brien-Le Gall", Email: "anais@example.fr", EmailConfirm: "anais@example.fr",
		Password: secret(fresh), Confirm: secret(fresh), Question: "Couleur ?", Answer: secret("Bleu"),
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	input := newPerson()
	input.EmailConfirm = " anais@example.fr"
	number, err := b.Create(b.ctx, person, input)
	b.must(err)
	if !regexp.MustCompile(`^20\d{12}$`).MatchString(number) {
		t.Errorf("number %q", number)
	}
	in := b.signIn("anais@example.fr", fresh)
	if p := in.Person(); p.Number != number || p.Expiry.State != policy.Fresh || p.Question != "Couleur ?" {
		t.Errorf("person %+v", p)
	}
	if events := b.events(number); !slices.Equal(events, []string{"account.create ok", "session.sign-in ok"}) {
		t.Errorf("events %q", events)
	}
	input.Email, input.EmailConfirm = "ANAIS@example.fr", "ANAIS@example.fr"
	_, err = b.Create(b.ctx, person, input)
	if got := b.faults(err); got != "email:taken" {
		t.Errorf("again: %s", got)
	}
}

func TestCreateFaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Create(b.ctx, person, CreateInput{})
	want := "title:missing last_name:missing first_name:missing email:missing email_confirm:missing question:missing answer:missing password:missing"
	if got := b.faults(err); got != want {
		t.Errorf("empty: %s\nwant %s", got, want)
	}
	for name, row := range map[string]struct {
		edit func(*CreateInput)
		want string
	}{
		"title":    {func(n *CreateInput) { n.Title = "Dr" }, "title:invalid"},
		"name":     {func(n *CreateInput) { n.LastName = "a\x1b[31mb" }, "last_name:invalid"},
		"c1":       {func(n *CreateInput) { n.FirstName = "a\u009bb" }, "first_name:invalid"},
		"bytes":    {func(n *CreateInput) { n.FirstName = "a\xffb" }, "first_name:invalid"},
		"long":     {func(n *CreateInput) { n.LastName = strings.Repeat("é", MaxField+1) }, "last_name:too long"},
		"huge":     {func(n *CreateInput) { n.Question = strings.Repeat("é", 1<<20) }, "question:too long"},
		"blank":    {func(n *CreateInput) { n.Answer = secret("   ") }, "answer:missing"},
		"mismatch": {func(n *CreateInput) { n.EmailConfirm = "b@example.fr" }, "email_confirm:mismatch"},
		"confirm":  {func(n *CreateInput) { n.Confirm = secret(fresher) }, "password:mismatch"},
	} {
		input := newPerson()
		row.edit(&input)
		_, err := b.Create(b.ctx, person, input)
		if got := b.faults(err); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
	b.Service.create = false
	_, err = b.Create(b.ctx, person, newPerson())
	b.is(err, ErrCreateOff)
}

// who asks for many addresses from one place is throttled.
func TestCreateIsNoDirectory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	input := newPerson()
	input.Email, input.EmailConfirm = odileEmail, odileEmail
	for range 30 {
		_, err := b.Create(b.ctx, person, input)
		if got := b.faults(err); got != "email:taken" {
			t.Fatalf("got %s", got)
		}
	}
	_, err := b.Create(b.ctx, person, input)
	b.isThrottled(err)
}

// A number that is drawn and taken is drawn again.
func TestNumberTaken(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	numbers, ids := 0, 0
	b.Service.rand = drawer(func(p []byte) {
		clear(p)
		if len(p) == 8 { // a number: each is drawn twice
			p[7] = byte(numbers / 2)
			numbers++
			return
		}
		ids++
		p[0] = byte(ids)
	})
	seen := map[string]bool{}
	for _, address := range []string{"a@example.fr", "b@example.fr", "c@example.fr"} {
		input := newPerson()
		input.Email, input.EmailConfirm = address, address
		number, err := b.Create(b.ctx, person, input)
		b.must(err)
		if seen[number] {
			t.Errorf("number %s was given twice", number)
		}
		seen[number] = true
	}
}

type drawer func([]byte)

func (d drawer) Read(p []byte) (int, error) { d(p); return len(p), nil }

func TestChangeQuestion(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	got := b.faults(b.ChangeQuestion(b.ctx, in, " ", policy.Secret{}, policy.Secret{}))
	if got != "question:missing answer:missing old_password:missing" {
		t.Errorf("empty: %s", got)
	}
	b.is(b.ChangeQuestion(b.ctx, in, "Ville ?", secret("Le Mans"), secret(wrong)), ErrCredentials)
	b.must(b.ChangeQuestion(b.ctx, in, "Ville ?", secret("Le Mans"), secret(odileOld)))
	if p, err := b.Person(b.ctx, in); err != nil || p.Question != "Ville ?" {
		t.Errorf("person %+v, %v", p, err)
	}
	if mails := b.mails(); !slices.Equal(mails, []string{"question-changed " + odileEmail}) {
		t.Errorf("mails %q", mails)
	}
	// wrong passwords are counted here as well.
	for range 5 {
		b.is(b.ChangeQuestion(b.ctx, in, "?", secret("x"), secret(wrong)), ErrCredentials)
	}
	b.isThrottled(b.ChangeQuestion(b.ctx, in, "?", secret("x"), secret(odileOld)))
	_, err := b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.isThrottled(err)
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if empty, err := b.Empty(b.ctx); err != nil || empty {
		t.Errorf("with people: empty %t, %v", empty, err)
	}
	b = openBench(t, filepath.Join(t.TempDir(), "new.db"))
	defer b.spy.Close()
	if empty, err := b.Empty(b.ctx); err != nil || !empty {
		t.Errorf("without: empty %t, %v", empty, err)
	}
}
