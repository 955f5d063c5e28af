package account

import (
	"io"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// code reads the newest code out of the outbox, as its recipient does.
func (b *bench) code() string {
	b.t.Helper()
	for _, m := range slices.Backward(b.outbox()) {
		if m.Kind == string(mail.EmailCode) {
			return regexp.MustCompile(`\b\d{8}\b`).FindString(b.read(m))
		}
	}
	b.t.Fatal("no code was mailed")
	return ""
}

func (b *bench) read(m store.Mail) string {
	b.t.Helper()
	message, err := netmail.ReadMessage(strings.NewReader(string(m.Message)))
	b.must(err)
	said, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	b.must(err)
	return string(said)
}

// other returns a code that is not the one mailed.
func other(code string) string {
	if code[0] == '0' {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}

// asked signs Lila in and asks for the new address.
func (b *bench) asked(input IdentifiersInput) *SignedIn {
	b.t.Helper()
	in := b.signIn(lilaEmail, lilaOld)
	_, err := b.CommitIdentifiers(b.ctx, b.prepared(in, input), secret(lilaAnswer))
	b.must(err)
	return in
}

func TestChangeEmail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(email(newEmail))
	p, err := b.Person(b.ctx, in)
	b.must(err)
	if p.Email != lilaEmail || p.PendingEmail != newEmail {
		t.Errorf("address %q, pending %q", p.Email, p.PendingEmail)
	}
	b.must(b.ConfirmEmail(b.ctx, in, secret(b.code())))
	if p, err = b.Person(b.ctx, in); err != nil || p.Email != newEmail || p.PendingEmail != "" {
		t.Errorf("person %+v, %v", p, err)
	}
	want := []string{
		"email-code " + newEmail, "email-requested " + lilaEmail,
		"email-left " + lilaEmail, "email-reached " + newEmail,
	}
	if mails := b.mails(); !slices.Equal(mails, want) {
		t.Errorf("mails %q, want %q", mails, want)
	}
	b.is(b.ConfirmEmail(b.ctx, in, secret(b.code())), ErrCode) // once
	b.signIn(newEmail, lilaOld)
	_, err = b.SignIn(b.ctx, person, lilaEmail, secret(lilaOld))
	b.is(err, ErrCredentials)
}

// With a new password too, the session is kept for the code and nothing else.
func TestChangeBoth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(both(newEmail, fresh))
	_, err := b.Person(b.ctx, in)
	b.is(err, ErrEnded)
	b.is(b.ChangeQuestion(b.ctx, in, "?", secret("x"), secret(fresh)), ErrEnded)
	_, err = b.PrepareIdentifiers(b.ctx, in, password(fresher))
	b.is(err, ErrEnded)
	code := b.code()
	b.is(b.ConfirmEmail(b.ctx, in, secret(other(code))), ErrCode)
	b.must(b.ConfirmEmail(b.ctx, in, secret(code)))
	b.is(b.ConfirmEmail(b.ctx, in, secret(code)), ErrEnded)
	b.signIn(newEmail, fresh)
}

// Without the first session, the code may be given in a later one.
func TestConfirmLater(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.SignOut(b.ctx, b.asked(both(newEmail, fresh)))
	in := b.signIn(lilaEmail, fresh)
	if in.Person().PendingEmail != newEmail {
		t.Errorf("pending %q", in.Person().PendingEmail)
	}
	b.must(b.ConfirmEmail(b.ctx, in, secret(b.code())))
}

func TestCodeLimits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(email(newEmail))
	code := b.code()
	if got := b.faults(b.ConfirmEmail(b.ctx, in, policy.Secret{})); got != "code:missing" {
		t.Errorf("empty code: %s", got)
	}
	for range codeTries {
		b.is(b.ConfirmEmail(b.ctx, in, secret(other(code))), ErrCode)
	}
	b.is(b.ConfirmEmail(b.ctx, in, secret(code)), ErrCode) // burned by the third
	if p, err := b.Person(b.ctx, in); err != nil || p.PendingEmail != "" {
		t.Errorf("pending %q, %v", p.PendingEmail, err)
	}
	// a new code does not bring a new budget.
	in = b.asked(email(newEmail))
	code = b.code()
	for range 2 {
		b.is(b.ConfirmEmail(b.ctx, in, secret(other(code))), ErrCode)
	}
	b.isThrottled(b.ConfirmEmail(b.ctx, in, secret(code)))

	// ten minutes, and not one second of the eleventh.
	b.clock.turn(time.Hour)
	in = b.asked(email(newEmail))
	b.clock.turn(codeLife)
	b.is(b.ConfirmEmail(b.ctx, in, secret(b.code())), ErrCode)
}

// older codes are void, and only so many are mailed.
func TestCodeMails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(email(newEmail))
	older := b.code()
	b.asked(email(newEmail))
	newer := b.code()
	if older != newer {
		b.is(b.ConfirmEmail(b.ctx, in, secret(older)), ErrCode)
	}
	b.asked(email(newEmail))
	in = b.signIn(lilaEmail, lilaOld)
	_, err := b.CommitIdentifiers(b.ctx, b.prepared(in, both("elsewhere@example.fr", fresh)), secret(lilaAnswer))
	b.isThrottled(err)
	if b.opens(lilaEmail, fresh) {
		t.Error("half of a refused change was written")
	}
	for elapsed := time.Duration(0); elapsed < 24*time.Hour; elapsed += 30 * time.Minute {
		b.clock.turn(30 * time.Minute)
		_, _ = b.CommitIdentifiers(b.ctx, b.prepared(in, email(newEmail)), secret(lilaAnswer))
	}
	codes := slices.DeleteFunc(b.mails(), func(m string) bool { return !strings.HasPrefix(m, "email-code") })
	if len(codes) > 10 {
		t.Errorf("%d codes in a day, want 10 at most", len(codes))
	}
}

// a code is void once the password was changed after it was asked for.
func TestCodeVoidAfterRenewal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.asked(email(newEmail))
	in := b.signIn(lilaEmail, lilaOld)
	_, err := b.CommitIdentifiers(b.ctx, b.prepared(in, password(fresh)), secret(lilaAnswer))
	b.must(err)
	in = b.signIn(lilaEmail, fresh)
	b.is(b.ConfirmEmail(b.ctx, in, secret(b.code())), ErrCode)
}

// The code of one account is nothing to another, and an address that was taken
// meanwhile is not moved to.
func TestCodeOfAnother(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(email(newEmail))
	odile := b.signIn(odileEmail, odileOld)
	b.is(b.ConfirmEmail(b.ctx, odile, secret(b.code())), ErrCode)
	_, err := b.CommitIdentifiers(b.ctx, b.prepared(odile, email(newEmail)), policy.Secret{})
	b.must(err)
	b.must(b.ConfirmEmail(b.ctx, odile, secret(b.code())))
	var lilas string
	for _, m := range b.outbox() {
		if m.Kind == string(mail.EmailCode) && m.Number == lilaNumber {
			lilas = regexp.MustCompile(`\b\d{8}\b`).FindString(b.read(m))
		}
	}
	if got := b.faults(b.ConfirmEmail(b.ctx, in, secret(lilas))); got != "email:taken" {
		t.Errorf("taken meanwhile: %s", got)
	}
	b.is(b.ConfirmEmail(b.ctx, in, secret(lilas)), ErrCode)
}
