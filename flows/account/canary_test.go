package account

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"peremption/flows/mail"
	"peremption/policy"
)

// no secret reaches an error, the log, the audit, a letter, the store's
// file or anything printed, whatever is done with it and whatever goes wrong.
func TestCanaries(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	canaries := map[string]string{
		"old password": basileOld, "new password": fresh, "newer password": fresher, "wrong password": wrong,
		"signed-in password": lilaOld, "answer": "Oiseau-canari-jaune", "wrong answer": "Serin-de-cage",
		"password in the address field": "Ortolan.des-neiges@4471.example",
	}
	var told bytes.Buffer // every error and every value handed out
	tell := func(values ...any) {
		for _, v := range values {
			fmt.Fprintf(&told, "%v %+v %#v\n", v, v, v)
			if err, ok := v.(error); ok {
				fmt.Fprintln(&told, errors.Unwrap(err))
			}
		}
	}
	old, next, newer, bad := secret(basileOld), secret(fresh), secret(fresher), secret(wrong)

	in, err := b.SignIn(b.ctx, person, canaries["password in the address field"], bad)
	tell(in, err)
	_, err = b.SignIn(b.ctx, person, basileEmail, old)
	tell(err)
	r := b.identified(basileEmail)
	for _, try := range [][2]policy.Secret{{bad, next}, {old, secret(basileOld)}, {old, secret("court")}, {old, next}} {
		receipt, err := b.Renew(b.ctx, r, try[0], try[1], try[1])
		tell(receipt, err, r)
	}
	in = b.signIn(lilaEmail, lilaOld)
	tell(in)
	tell(b.ChangeQuestion(b.ctx, in, "?", secret(canaries["answer"]), bad))
	tell(b.ChangeQuestion(b.ctx, in, "?", secret(canaries["answer"]), secret(lilaOld)))
	p := b.prepared(in, both(newEmail, fresher))
	tell(p)
	result, err := b.CommitIdentifiers(b.ctx, p, secret(canaries["wrong answer"]))
	tell(result, err)
	result, err = b.CommitIdentifiers(b.ctx, p, secret(canaries["answer"]))
	tell(result, err)
	code := b.code()
	tell(b.ConfirmEmail(b.ctx, in, secret(other(code))), b.ConfirmEmail(b.ctx, in, secret(code)))
	input := newPerson()
	input.Password, input.Confirm, input.Answer = newer, newer, secret(canaries["answer"])
	number, err := b.Create(b.ctx, person, input)
	tell(number, err, input)

	var audit, letters bytes.Buffer
	for e, err := range b.Audit(b.ctx, owner, "") {
		b.must(err)
		fmt.Fprintf(&audit, "%+v\n", e)
	}
	for _, m := range b.outbox() {
		if m.Kind == string(mail.EmailCode) {
			continue
		}
		fmt.Fprintln(&letters, m.Subject, string(m.Message), b.read(m))
	}
	file, err := os.ReadFile(b.path)
	b.must(err)
	canaries["code"] = code
	for place, held := range map[string]string{
		"an error or a value": told.String(), "the log": b.log.String(), "the audit": audit.String(),
		"a letter": letters.String(), "the file": string(file),
	} {
		if held == "" && place != "the log" {
			t.Errorf("%s: nothing to look at", place)
		}
		for name, canary := range canaries {
			if name == "code" && place == "the file" {
				continue // its letter is in the outbox
			}
			if strings.Contains(held, canary) || strings.Contains(held, fmt.Sprintf("%x", canary)) {
				t.Errorf("%s is in %s", name, place)
			}
		}
	}
	for _, address := range []string{lilaEmail, basileEmail, newEmail} {
		if strings.Contains(audit.String()+b.log.String(), address) {
			t.Errorf("%s is in the audit or the log", address)
		}
	}
}

// each way to a new password is told by mail, to the account's address.
func TestEveryPathIsTold(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		walk func(*bench)
		want string
	}{
		"expired": {func(b *bench) {
			_, err := b.Renew(b.ctx, b.identified(basileEmail), secret(basileOld), secret(fresh), secret(fresh))
			b.must(err)
		}, "renewed " + basileEmail},
		"identifiers": {func(b *bench) {
			_, err := b.CommitIdentifiers(b.ctx, b.prepared(b.signIn(odileEmail, odileOld), password(fresh)), policy.Secret{})
			b.must(err)
		}, "renewed " + odileEmail},
		"identifiers with a question": {func(b *bench) {
			_, err := b.CommitIdentifiers(b.ctx, b.prepared(b.signIn(lilaEmail, lilaOld), password(fresh)), secret(lilaAnswer))
			b.must(err)
		}, "renewed " + lilaEmail},
		"identifiers with an address": {func(b *bench) { b.asked(both(newEmail, fresh)) }, "renewed " + lilaEmail},
		"forced by an operator": {func(b *bench) {
			b.must(b.Expire(b.ctx, owner, odileNumber, "test"))
			_, err := b.Renew(b.ctx, b.identified(odileEmail), secret(odileOld), secret(fresh), secret(fresh))
			b.must(err)
		}, "renewed " + odileEmail},
	} {
		b := newBench(t)
		row.walk(b)
		found := false
		for _, m := range b.mails() {
			found = found || m == row.want
		}
		if !found {
			t.Errorf("%s: mails %q lack %q", name, b.mails(), row.want)
		}
	}
}
