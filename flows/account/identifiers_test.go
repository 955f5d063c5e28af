package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"peremption/policy"
	"peremption/store"
)

const newEmail = "lila@nouveau.fr"

func password(p string) IdentifiersInput {
	return IdentifiersInput{ChangePassword: true, Password: secret(p), Confirm: secret(p)}
}

func email(e string) IdentifiersInput {
	return IdentifiersInput{ChangeEmail: true, Email: e, EmailConfirm: e}
}

func both(e, p string) IdentifiersInput {
	input := password(p)
	input.ChangeEmail, input.Email, input.EmailConfirm = true, e, e
	return input
}

func (b *bench) prepared(in *SignedIn, input IdentifiersInput) *Prepared {
	b.t.Helper()
	p, err := b.PrepareIdentifiers(b.ctx, in, input)
	if err != nil {
		b.t.Fatalf("prepare: %v", err)
	}
	return p
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in, elsewhere := b.signIn(lilaEmail, lilaOld), b.signIn(lilaEmail, lilaOld)
	p := b.prepared(in, password(fresh))
	if p.Question() != "Nom de votre premier animal ?" {
		t.Errorf("question %q", p.Question())
	}
	result, err := b.CommitIdentifiers(b.ctx, p, secret("  CARAMEL "))
	b.must(err)
	want := policy.Date{Year: 2027, Month: 7, Day: 6}
	if result != (IdentifiersResult{PasswordChanged: true, LastDay: want}) {
		t.Errorf("result %+v", result)
	}
	if mails := b.mails(); !slices.Equal(mails, []string{"renewed " + lilaEmail}) {
		t.Errorf("mails %q", mails)
	}
	// every session of the account is over, this one too.
	for _, session := range []*SignedIn{in, elsewhere} {
		_, err = b.Person(b.ctx, session)
		b.is(err, ErrEnded)
		b.is(b.ConfirmEmail(b.ctx, session, secret("00000000")), ErrEnded)
	}
	_, err = b.CommitIdentifiers(b.ctx, p, secret(lilaAnswer))
	b.is(err, ErrStep)
	b.signIn(lilaEmail, fresh)
}

func TestPrepareFaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	for _, row := range []struct {
		name  string
		input IdentifiersInput
		want  string
	}{
		{"nothing ticked", IdentifiersInput{Email: "x@y.fr"}, ":nothing"},
		{"all empty", IdentifiersInput{ChangeEmail: true, ChangePassword: true}, "email:missing email_confirm:missing password:missing"},
		{
			"all wrong", IdentifiersInput{ChangeEmail: true, Email: "abc", EmailConfirm: "abd", ChangePassword: true, Password: secret("court"), Confirm: secret("long")},
			"email:invalid password:too-short password:mismatch",
		},
		{"mismatch", IdentifiersInput{ChangeEmail: true, Email: "a@b.fr", EmailConfirm: "a@c.fr"}, "email_confirm:mismatch"},
		{"same address", email("ODILE.Fabre@example.fr"), "email:same"},
		{"taken", email(lilaEmail), "email:taken"},
		{"same password", password(odileOld), "password:same-as-current"},
		{"both at once", both(lilaEmail, odileOld), "email:taken password:same-as-current"},
	} {
		_, err := b.PrepareIdentifiers(b.ctx, in, row.input)
		if got := b.faults(err); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	_, err := b.PrepareIdentifiers(b.ctx, nil, password(fresh))
	b.is(err, ErrEnded)
	_, err = b.PrepareIdentifiers(b.ctx, &SignedIn{number: odileNumber}, password(fresh))
	b.is(err, ErrEnded)
	_, err = b.CommitIdentifiers(b.ctx, nil, policy.Secret{})
	b.is(err, ErrStep)
	_, err = b.CommitIdentifiers(b.ctx, &Prepared{in: in, hash: "x"}, policy.Secret{})
	b.is(err, ErrStep)
}

// "equal to the present one" answers a guess, so it is counted as one.
func TestPrepareIsNoOracle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	for i := range 5 {
		guess := fmt.Sprintf("Guepe_sillon_horizon_662%d_zinc", i)
		b.prepared(in, password(guess))
	}
	_, err := b.PrepareIdentifiers(b.ctx, in, password(odileOld))
	b.isThrottled(err)
	_, err = b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.isThrottled(err)
}

// Three wrong answers close the session, parallel ones included.
func TestWrongAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(lilaEmail, lilaOld)
	p := b.prepared(in, password(fresh))
	_, err := b.CommitIdentifiers(b.ctx, p, policy.Secret{})
	if got := b.faults(err); got != "answer:missing" {
		t.Errorf("empty answer: %s", got)
	}
	hashes := b.tally()
	var refused, ended int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			// Each needs a Prepared of its own: one is good for one commit at a time.
			_, err := b.CommitIdentifiers(b.ctx, &Prepared{service: b.Service, in: in, question: p.question, hash: p.hash}, secret("Médor"))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, ErrAnswer):
				refused++
			case errors.Is(err, ErrEnded):
				ended++
			default:
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
	if refused != 2 || ended != 10 || hashes.compares != 3 {
		t.Errorf("%d refused, %d ended, %s; want 2, 10 and 3 compares", refused, ended, hashes)
	}
	if last := b.lastEvent(lilaNumber); last != "answer.check refused wrong secret; session closed" {
		t.Errorf("last event %q", last)
	}
	// a new session does not bring a new budget.
	in = b.signIn(lilaEmail, lilaOld)
	p = b.prepared(in, password(fresh))
	for range 2 {
		_, err = b.CommitIdentifiers(b.ctx, p, secret("Médor"))
		b.is(err, ErrAnswer)
	}
	_, err = b.CommitIdentifiers(b.ctx, p, secret(lilaAnswer))
	b.isThrottled(err)
	if b.opens(lilaEmail, fresh) {
		t.Error("password changed without the answer")
	}
	// a right answer clears the answer's counter, a sign-in does not.
	b.clock.turn(policy.SecretSchedule().Waits[0])
	_, err = b.CommitIdentifiers(b.ctx, p, secret(lilaAnswer))
	b.must(err)
}

// the commit meets a failing store, and an account that moved.
func TestCommitIdentifiersTrouble(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	p := b.prepared(in, password(fresh))
	b.spy.onCommit(func(context.Context, store.Change) (uint64, error) { return 0, store.ErrUnavailable })
	_, err := b.CommitIdentifiers(b.ctx, p, policy.Secret{})
	b.is(err, store.ErrUnavailable)
	b.spy.onCommit(nil)
	if !b.opens(odileEmail, odileOld) || len(b.mails()) != 0 {
		t.Error("a failed change changed something")
	}
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	_, err = b.CommitIdentifiers(ctx, p, policy.Secret{})
	b.is(err, context.Canceled)

	// Another session sets a question: the prepared change did not ask it.
	other := b.signIn(odileEmail, odileOld)
	b.must(b.ChangeQuestion(b.ctx, other, "Ville ?", secret("Le Mans"), secret(odileOld)))
	_, err = b.CommitIdentifiers(b.ctx, p, policy.Secret{})
	b.is(err, ErrConflict)

	// Two sessions change the password: the second finds its session over.
	first, second := b.prepared(other, password(fresh)), b.prepared(in, password(fresher))
	_, err = b.CommitIdentifiers(b.ctx, first, secret("le  mans"))
	b.must(err)
	_, err = b.CommitIdentifiers(b.ctx, second, secret("le mans"))
	b.is(err, ErrEnded)
	if !b.opens(odileEmail, fresh) {
		t.Error("the second change was written over the first")
	}
}

// The rules of history: neither the present nor the two before, then free again.
func TestHistory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sequence := []string{odileOld, fresh, fresher, wrong}
	for i := 1; i < len(sequence); i++ {
		in := b.signIn(odileEmail, sequence[i-1])
		for _, earlier := range sequence[max(0, i-1-policy.HistoryDepth) : i-1] {
			_, err := b.PrepareIdentifiers(b.ctx, in, password(earlier))
			if got := b.faults(err); got != "password:used-before" {
				t.Errorf("%d: %s", i, got)
			}
		}
		_, err := b.CommitIdentifiers(b.ctx, b.prepared(in, password(sequence[i])), policy.Secret{})
		b.must(err)
	}
	in := b.signIn(odileEmail, wrong)
	b.prepared(in, password(odileOld))
}

// A disabled or removed account ends its sessions.
func TestDisabledEndsSessions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	b.must(b.Disable(b.ctx, owner, odileNumber, "test"))
	_, err := b.Person(b.ctx, in)
	b.is(err, ErrEnded)
	b.must(b.Enable(b.ctx, owner, odileNumber, "test"))
	_, err = b.Person(b.ctx, in)
	b.is(err, ErrEnded) // what is over stays over
	other := b.service(policy.MinCost)
	_, err = other.Person(b.ctx, b.signIn(odileEmail, odileOld))
	b.is(err, ErrEnded)
}
