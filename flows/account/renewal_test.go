package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peremption/flows/captcha"
	"peremption/policy"
	"peremption/store"
)

func TestRenew(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	other := b.identified("Basile.TURENNE@example.fr") // begun before, by somebody else
	r := b.identified(basileEmail)
	receipt, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
	b.must(err)
	want := policy.Date{Year: 2027, Month: time.July, Day: 6}
	if receipt.LastDay != want {
		t.Errorf("valid through %s, want %s", receipt.LastDay, want)
	}
	if mails := b.mails(); !slices.Equal(mails, []string{"renewed " + basileEmail}) {
		t.Errorf("mails %q", mails)
	}
	if last := b.lastEvent(basileNumber); last != "password.renew ok" {
		t.Errorf("last event %q", last)
	}
	a, err := b.store.ByNumber(b.ctx, basileNumber)
	b.must(err)
	if len(a.History) != 1 || a.LastDay != want || !a.ChangedAt.Equal(b.clock.Now()) {
		t.Errorf("account %+v", a)
	}
	// The proofs served once, and nothing of the flow signs in.
	_, err = b.Renew(b.ctx, r, secret(fresh), secret(fresher), secret(fresher))
	b.is(err, ErrStep)
	_, err = b.Challenge(b.ctx, r)
	b.is(err, ErrStep)
	_, err = b.Renew(b.ctx, other, secret(basileOld), secret(fresher), secret(fresher))
	b.is(err, ErrCredentials)
	_, err = b.Renew(b.ctx, other, secret(fresh), secret(fresher), secret(fresher))
	b.is(err, ErrNotExpired)
	b.signIn(basileEmail, fresh)
}

// the day that the receipt names.
func TestReceiptDay(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2023-08-08": "2026-08-07", "2024-02-29": "2027-02-28", "2024-03-01": "2027-02-28"} {
		b := newBench(t)
		d, err := policy.ParseDate(day)
		b.must(err)
		b.clock.now = d.Start().Add(23 * time.Hour)
		a, err := b.store.ByNumber(b.ctx, basileNumber)
		b.must(err)
		a.LastDay = d.AddDays(-1)
		_, err = b.store.Commit(b.ctx, store.Change{Account: &a})
		b.must(err)
		receipt, err := b.Renew(b.ctx, b.identified(basileEmail), secret(basileOld), secret(fresh), secret(fresh))
		b.must(err)
		if got := receipt.LastDay.String(); got != want {
			t.Errorf("changed %s: valid through %s, want %s", day, got, want)
		}
	}
}

func TestRenewRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.identified(basileEmail)
	for _, row := range []struct{ name, old, fresh, confirm, want string }{
		{"nothing", "", "", "", "old_password:missing password:missing"},
		{"short", basileOld, "court", "court", "password:too-short"},
		{"mismatch", basileOld, fresh, fresher, "password:mismatch"},
		{"same", basileOld, basileOld, basileOld, "password:same-as-current"},
		{"control", basileOld, fresh + "\n", fresh + "\n", "password:control-character"},
		{"long", basileOld, strings.Repeat("aZ3$", 300), "", "password:too-long"},
		{"long old", strings.Repeat("aZ3$", 300), fresh, fresh, "old_password:too long"},
	} {
		b.spy.reset()
		_, err := b.Renew(b.ctx, r, secret(row.old), secret(row.fresh), secret(row.confirm))
		if got := b.faults(err); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
		if b.spy.String() != "" {
			t.Errorf("%s: asked the store: %s", row.name, b.spy)
		}
	}
	// A password of before is told only to who knows the present one.
	_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
	b.must(err)
	b.must(b.Expire(b.ctx, owner, basileNumber, "test"))
	r = b.identified(basileEmail)
	_, err = b.Renew(b.ctx, r, secret(wrong), secret(basileOld), secret(basileOld))
	b.is(err, ErrCredentials)
	_, err = b.Renew(b.ctx, r, secret(fresh), secret(basileOld), secret(basileOld))
	if got := b.faults(err); got != "password:used-before" {
		t.Errorf("earlier password: %s", got)
	}
	_, err = b.Renew(b.ctx, r, secret(fresh), secret(fresher), secret(fresher))
	b.must(err)
}

// nobody's address, a disabled one and a wrong password cost and
// say the same at each step.
func TestRenewRefusesAllAlike(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hashes := b.tally()
	first := ""
	for name, email := range map[string]string{"wrong": basileEmail, "nobody": nobody, "disabled": goneEmail, "in date": odileEmail} {
		old := wrong
		if name == "disabled" {
			old = goneOld
		}
		b.spy.reset()
		hashes.compares = 0
		r := b.identified(email)
		_, err := b.Renew(b.ctx, r, secret(old), secret(fresh), secret(fresh))
		b.is(err, ErrCredentials)
		work := fmt.Sprint(err, b.spy, hashes)
		if first == "" {
			first = work
		}
		if work != first {
			t.Errorf("%s:\n got %s\nwant %s", name, work, first)
		}
	}
	// Throttled after the same count, whoever it is.
	for _, email := range []string{basileEmail, nobody, goneEmail} {
		r := b.identified(email)
		for range 4 {
			_, err := b.Renew(b.ctx, r, secret(wrong), secret(fresh), secret(fresh))
			b.is(err, ErrCredentials)
		}
		_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
		b.isThrottled(err)
	}
	// sign-in shares the budget.
	_, err := b.SignIn(b.ctx, person, basileEmail, secret(basileOld))
	b.isThrottled(err)
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.StartRenewal(person)
	b.is(b.Identify(b.ctx, r, basileEmail, image), ErrStep)
	first, err := b.Challenge(b.ctx, r)
	b.must(err)
	for typed, want := range map[string]string{
		"": "email:missing captcha:missing", "abc": "email:invalid captcha:missing", "a@b.fr": "captcha:missing",
	} {
		if got := b.faults(b.Identify(b.ctx, r, typed, " ")); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
	second, err := b.Challenge(b.ctx, r)
	b.must(err)
	if first.Answer(image, b.clock.Now()) {
		t.Error("a new image left the one before good")
	}
	b.is(b.Identify(b.ctx, r, basileEmail, "xxxxxx"), ErrCaptcha)
	if second.Answer(image, b.clock.Now()) {
		t.Error("a wrong answer left the image good")
	}
	b.is(b.Identify(b.ctx, r, basileEmail, image), ErrStep)
	_, err = b.Challenge(b.ctx, r)
	b.must(err)
	b.clock.turn(captcha.Lifetime)
	b.is(b.Identify(b.ctx, r, basileEmail, image), ErrCaptcha)

	// no image is accepted twice, not even at once.
	_, err = b.Challenge(b.ctx, r)
	b.must(err)
	var passed int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if b.Identify(b.ctx, r, nobody, image) == nil {
				mu.Lock()
				passed++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if passed != 1 {
		t.Errorf("one image passed %d times", passed)
	}
}

// The image has a counter of its own, and gives nothing back of the others.
func TestIdentifyThrottled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.StartRenewal(person)
	for range 10 {
		_, err := b.Challenge(b.ctx, r)
		b.must(err)
		b.is(b.Identify(b.ctx, r, basileEmail, "xxxxxx"), ErrCaptcha)
	}
	_, err := b.Challenge(b.ctx, r)
	b.must(err)
	b.isThrottled(b.Identify(b.ctx, r, basileEmail, image))
	b.clock.turn(time.Minute)
	b.must(b.Identify(b.ctx, r, basileEmail, image)) // the image was not spent
	b.signIn(odileEmail, odileOld)
}

// where the store fails, nothing is half done and nothing says success.
func TestRenewStoreFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	disk := errors.New("disk is full")
	r := b.identified(basileEmail)
	b.spy.onCommit(func(context.Context, store.Change) (uint64, error) { return 0, disk })
	_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
	b.is(err, disk)
	b.spy.onCommit(nil)
	if !b.opens(basileEmail, basileOld) || len(b.mails()) != 0 {
		t.Error("a failed renewal changed something")
	}
	_, err = b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
	b.must(err)
}

// of renewals at once one wins, and the others are told.
func TestRenewalsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	passwords := []string{fresh, fresher}
	errs := make([]error, len(passwords))
	renewals := []*Renewal{b.identified(basileEmail), b.identified(basileEmail)}
	// Both have read the account before either may hash.
	unlock, err := b.locks.lock(b.ctx, b.passwordKey(basileEmail))
	b.must(err)
	b.spy.read = make(chan struct{}, 2)
	var wg sync.WaitGroup
	for i, password := range passwords {
		wg.Go(func() {
			_, errs[i] = b.Renew(b.ctx, renewals[i], secret(basileOld), secret(password), secret(password))
		})
	}
	<-b.spy.read
	<-b.spy.read
	unlock()
	wg.Wait()
	b.spy.read = nil
	won := slices.Index(errs, nil)
	if won < 0 {
		t.Fatalf("nobody won: %v", errs)
	}
	b.is(errs[1-won], ErrConflict)
	if !b.opens(basileEmail, passwords[won]) {
		t.Error("the loser's password was written")
	}
	if mails := b.mails(); len(mails) != 1 {
		t.Errorf("mails %q, want the winner's", mails)
	}
}

// An account that was disabled between the steps is not renewed (Keycloak's
// CVE-2026-16103), and one that moved for another reason is.
func TestRenewAfterOthers(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		meddle func(*store.Account)
		want   error
	}{
		"disabled":         {func(a *store.Account) { a.Disabled = true }, ErrCredentials},
		"question changed": {func(a *store.Account) { a.Question = "?" }, nil},
		"password changed": {func(a *store.Account) { a.History, a.Hash = []string{a.Hash}, "other" }, ErrConflict},
	} {
		b := newBench(t)
		meddled := false
		b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
			if c.Account != nil && !meddled {
				meddled = true
				a, err := b.spy.Store.ByNumber(ctx, basileNumber)
				b.must(err)
				row.meddle(&a)
				_, err = b.spy.Store.Commit(ctx, store.Change{Account: &a})
				b.must(err)
			}
			return b.spy.Store.Commit(ctx, c)
		})
		r := b.identified(basileEmail)
		_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
		if !errors.Is(err, row.want) {
			t.Errorf("%s: got %v, want %v", name, err, row.want)
		}
		if mails := b.mails(); (len(mails) == 1) != (row.want == nil) {
			t.Errorf("%s: mails %q", name, mails)
		}
	}
}

// A caller that leaves during the commit is told what happened all the same.
func TestRenewCancelledInCommit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.identified(basileEmail)
	ctx, cancel := context.WithCancel(b.ctx)
	b.spy.onCommit(func(inner context.Context, c store.Change) (uint64, error) {
		cancel()
		return b.spy.Store.Commit(inner, c)
	})
	if _, err := b.Renew(ctx, r, secret(basileOld), secret(fresh), secret(fresh)); err != nil {
		t.Errorf("got %v for a renewal that was written", err)
	}
	if !b.opens(basileEmail, fresh) {
		t.Error("the renewal was not written")
	}
}
