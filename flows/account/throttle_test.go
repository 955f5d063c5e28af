package account

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"peremption/policy"
	"peremption/store"
)

// an attacker's failures at an account, from wherever, do not stop its
// owner for longer than the schedule's wait, nor anybody else at all; and an
// operator frees the owner at once. The owner's place is never closed by them.
func TestAttackerDoesNotStopTheOwner(t *testing.T) {
	t.Parallel()
	attacker, home := Caller{}, Caller{Source: "192.0.2.7"}
	schedule := policy.SecretSchedule()
	places := 0
	attack := func(b *bench, failures int) {
		for range failures {
			attacker.Source = fmt.Sprintf("198.51.100.%d", places) // never at a loss for one
			places++
			_, err := b.SignIn(b.ctx, attacker, odileEmail, secret(wrong))
			b.is(err, ErrCredentials)
		}
	}
	b := newBench(t)
	// Below the threshold nobody notices, and the owner's success starts it anew.
	for range 10 {
		attack(b, schedule.Free-1)
		_, err := b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
		b.must(err)
	}
	// Past it the owner waits, no longer than told, however often the attacker
	// and the owner press meanwhile.
	attack(b, schedule.Free)
	_, err := b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
	until := b.isThrottled(err).Until
	for range 3 * policy.SourceSchedule().Free {
		for _, c := range []Caller{attacker, home} {
			_, err := b.SignIn(b.ctx, c, odileEmail, secret(wrong))
			if again := b.isThrottled(err); again.Until.After(until) {
				t.Fatalf("pressing moved the wait from %v to %v", until, again.Until)
			}
		}
	}
	if wait := until.Sub(b.clock.Now()); wait > schedule.Waits[0] {
		t.Errorf("wait of %v, want %v at most", wait, schedule.Waits[0])
	}
	// Other accounts are not concerned: not from the owner's place, nor from the
	// attacker's.
	for _, c := range []Caller{attacker, home} {
		_, err = b.SignIn(b.ctx, c, lilaEmail, secret(lilaOld))
		b.must(err)
	}
	b.clock.turn(until.Sub(b.clock.Now()))
	_, err = b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
	b.must(err)

	// However long the attack goes on, the wait is one of the schedule's.
	for i := range 12 {
		n := 1
		if i == 0 {
			n = schedule.Free
		}
		attack(b, n)
		_, err := b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
		wait := b.isThrottled(err).Wait
		if longest := schedule.Waits[len(schedule.Waits)-1]; wait > longest {
			t.Fatalf("wait of %v, over %v", wait, longest)
		}
		b.clock.turn(wait)
	}
	attack(b, 1)
	_, err = b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
	b.isThrottled(err)
	b.must(b.Unlock(b.ctx, operator(Agent), odileNumber, "asked by phone"))
	_, err = b.SignIn(b.ctx, home, odileEmail, secret(odileOld))
	b.must(err)
}

// waiting out one's own counter with the key held down neither uses
// up the place's budget nor keeps the disk busy.
func TestPressingWhileThrottled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range policy.SecretSchedule().Free {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.is(err, ErrCredentials)
	}
	press := func(s *Service) {
		t.Helper()
		_, err := s.SignIn(b.ctx, person, odileEmail, secret(odileOld))
		b.isThrottled(err)
	}
	for range 2 * policy.SourceSchedule().Free {
		b.spy.reset()
		press(b.Service)
		if b.spy.String() != "hit×1" { // of a closed counter, which only reads
			t.Fatalf("pressing costs %s", b.spy)
		}
	}
	b.signIn(lilaEmail, lilaOld)

	// A program that did not see the counter close finds out once.
	other := b.service(policy.MinCost)
	b.spy.reset()
	press(other)
	if want := "commit(account=false,events=0,mails=0,clear=0,refund=1)×1 hit×2"; b.spy.String() != want {
		t.Errorf("first press costs %s, want %s", b.spy, want)
	}
	b.spy.reset()
	press(other)
	if b.spy.String() != "hit×1" {
		t.Errorf("second press costs %s", b.spy)
	}
	if n := b.counted(sourceKey(person)); n != policy.SecretSchedule().Free+1 {
		t.Errorf("the place counts %d, want the %d that were looked at, and this look", n, policy.SecretSchedule().Free)
	}

	// Freed elsewhere: what is remembered refuses nobody, and counts as ever.
	b.must(b.Unlock(b.ctx, owner, odileNumber, "test"))
	_, err := other.SignIn(b.ctx, person, odileEmail, secret(wrong))
	b.is(err, ErrCredentials)
	if n, m := b.counted(sourceKey(person)), b.counted(b.passwordKey(odileEmail)); n != 6+1+1 || m != 1+1 {
		t.Errorf("the place counts %d and the secret %d", n, m)
	}
	if _, err := other.SignIn(b.ctx, person, odileEmail, secret(odileOld)); err != nil {
		t.Errorf("freed by an operator, and yet %v", err)
	}
}

// a secret's counter that an operator opened is not used up by a place
// whose own is closed.
func TestClosedPlaceUsesUpNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range policy.SecretSchedule().Free {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.is(err, ErrCredentials)
	}
	b.must(b.Unlock(b.ctx, owner, odileNumber, "test")) // still remembered as closed
	for b.counted(sourceKey(person)) < policy.SourceSchedule().Free {
		continue // counted counts
	}
	for range 10 {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.isThrottled(err)
	}
	if n := b.counted(b.passwordKey(odileEmail)); n != 1 {
		t.Errorf("the secret counts %d, want this look alone", n)
	}
}

// counted hits a counter and returns where it stands.
func (b *bench) counted(key string) int {
	b.t.Helper()
	tally, err := b.spy.Store.Hit(b.ctx, key, policy.SourceSchedule())
	b.must(err)
	return tally.Count
}

// asking whose an address is counts against the place only where nothing
// comes of it.
func TestSuccessGivesThePlaceBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for i := range 2 * policy.SourceSchedule().Free {
		input := newPerson()
		input.Email = fmt.Sprintf("p%d@example.fr", i)
		input.EmailConfirm = input.Email
		_, err := b.Create(b.ctx, person, input)
		b.must(err)
	}
	b.asked(both(newEmail, fresh))
	if n := b.counted(sourceKey(person)); n != 1 {
		t.Errorf("the place counts %d, want this look alone", n)
	}
	in := b.signIn(odileEmail, odileOld)
	_, err := b.PrepareIdentifiers(b.ctx, in, email(lilaEmail))
	if got := b.faults(err); got != "email:taken" {
		t.Errorf("taken: %s", got)
	}
	b.prepared(in, email("free@example.fr")) // and nothing comes of it
	if n := b.counted(sourceKey(person)); n != 4 {
		t.Errorf("the place counts %d, want the 2 looks and the 2 questions", n)
	}
}

// a new pepper does not bring new budgets.
func TestRotationKeepsTheCounters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	key := func(id string) policy.Key {
		return policy.Key{ID: id, Bytes: bytes.Repeat([]byte(id[1:]), minKey)}
	}
	with := func(keys ...policy.Key) *Service {
		s, err := New(Config{
			Store: b.spy, Captcha: b.captcha, Now: b.clock.Now, Rand: b.rand, Mailer: b.mailer,
			Hasher: policy.Hasher{Cost: policy.MinCost, Keys: keys},
		})
		b.must(err)
		return s
	}
	before := with(key("k1"))
	for range policy.SecretSchedule().Free {
		_, err := before.SignIn(b.ctx, person, nobody, secret(wrong))
		b.is(err, ErrCredentials)
	}
	_, err := with(key("k3"), key("k2"), key("k1")).SignIn(b.ctx, person, nobody, secret(wrong))
	b.isThrottled(err)
	if a, b := before.mailKey(nobody), with(key("k2"), key("k1")).mailKey(nobody); a != b || strings.Contains(a, nobody) {
		t.Errorf("counters %q and %q", a, b)
	}
}

// A refusal is told even where its count cannot be given back.
func TestGiveBackFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range policy.SecretSchedule().Free {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.is(err, ErrCredentials)
	}
	other := b.service(policy.MinCost)
	b.spy.onCommit(func(context.Context, store.Change) (uint64, error) { return 0, store.ErrUnavailable })
	_, err := other.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.spy.onCommit(nil)
	if b.isThrottled(err); errors.Is(err, store.ErrUnavailable) || !strings.Contains(b.log.String(), "not given back") {
		t.Errorf("got %v, log %q", err, b.log)
	}
}
