package account

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"peremption/policy"
	"peremption/store"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn("  LILA.Rosemonde@Orange.FR ", lilaOld)
	p := in.Person()
	if p.Number != lilaNumber || p.Expiry.State != policy.Soon || p.Expiry.DaysLeft != 15 {
		t.Errorf("person %+v, want Lila with 15 days left", p)
	}
	if again := b.signIn(lilaEmail, lilaOld); len(in.ID()) != 32 || again.ID() == in.ID() {
		t.Errorf("session IDs %q and %q, want two of 128 bits", in.ID(), again.ID())
	}
	b.SignOut(b.ctx, in)
	b.SignOut(b.ctx, in)
	_, err := b.Person(b.ctx, in)
	b.is(err, ErrEnded)
	if last := b.lastEvent(lilaNumber); last != "session.sign-out ok" {
		t.Errorf("last event %q", last)
	}
}

// the same answer after the same work, whatever is wrong. That one
// compare costs the same for each hash is policy's test.
func TestSignInRefusesAllAlike(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sum, err := bcrypt.GenerateFromPassword([]byte(fresh), bcrypt.MinCost)
	b.must(err)
	_, err = b.Add(b.ctx, owner, "test", NewAccount{
		Title: "M.", FirstName: "Jean", LastName: "Import", Email: "jean@example.fr", Hash: string(sum),
	})
	b.must(err)
	hashes := b.tally()
	var first string
	for _, row := range []struct{ name, email, password, event string }{
		{"wrong password", odileEmail, wrong, "session.sign-in refused wrong secret"},
		{"unknown address", nobody, wrong, "session.sign-in refused unknown address"},
		{"disabled account", goneEmail, goneOld, "session.sign-in refused account is disabled"},
		{"expired, wrong password", basileEmail, wrong, "session.sign-in refused wrong secret"},
		{"imported, wrong password", "jean@example.fr", wrong, "session.sign-in refused wrong secret"},
		{"imported, decomposed", "jean@example.fr", "e\u0301", "session.sign-in refused wrong secret"},
		{"no address at all", "abc", wrong, "session.sign-in refused unknown address"},
		{"a megabyte of address", strings.Repeat("a", 1<<20), wrong, "session.sign-in refused unknown address"},
		{"a megabyte of password", lilaEmail, strings.Repeat("a", 1<<20), "session.sign-in refused wrong secret"},
		{"bytes", "\xff\x00@\x1b", "\xff\x00", "session.sign-in refused unknown address"},
	} {
		b.spy.reset()
		hashes.hashes, hashes.compares = 0, 0
		_, err := b.SignIn(b.ctx, person, row.email, secret(row.password))
		b.is(err, ErrCredentials)
		work := fmt.Sprint(err, b.spy, hashes)
		if first == "" {
			first = work
		}
		if work != first {
			t.Errorf("%s:\n got %s\nwant %s", row.name, work, first)
		}
		if last := b.lastEvent(""); last != row.event {
			t.Errorf("%s: last event %q, want %q", row.name, last, row.event)
		}
	}
	if !strings.Contains(first, "hashes=0 compares=1") {
		t.Errorf("a refusal costs %s, want one compare", first)
	}
	_, err = b.SignIn(b.ctx, person, " ", policy.Secret{})
	if got := b.faults(err); got != "email:missing password:missing" {
		t.Errorf("empty form: %s", got)
	}
}

// right and over is told apart, and a missing date is over and audited.
func TestSignInExpired(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.SignIn(b.ctx, person, basileEmail, secret(basileOld))
	b.is(err, ErrExpired)
	if last := b.lastEvent(basileNumber); last != "session.sign-in refused password is expired" {
		t.Errorf("last event %q", last)
	}
	for name, spoil := range map[string]func(*store.Account){
		"no date":    func(a *store.Account) { a.ChangedAt = time.Time{} },
		"no day":     func(a *store.Account) { a.LastDay = policy.Date{} },
		"the future": func(a *store.Account) { a.ChangedAt = b.clock.Now().AddDate(1, 0, 0) },
	} {
		a, err := b.store.ByEmail(b.ctx, odileEmail)
		b.must(err)
		good := a
		spoil(&a)
		_, err = b.store.Commit(b.ctx, store.Change{Account: &a})
		b.must(err)
		_, err = b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
		b.is(err, ErrExpired)
		if last := b.lastEvent(odileNumber); !strings.HasSuffix(last, whyNoDate) {
			t.Errorf("%s: last event %q", name, last)
		}
		good.Version = a.Version + 1
		_, err = b.store.Commit(b.ctx, store.Change{Account: &good})
		b.must(err)
	}
	// the last second of the last day, and the next.
	b.clock.now = time.Date(2024, time.July, 22, 23, 59, 59, 0, policy.Paris)
	in := b.signIn(lilaEmail, lilaOld)
	b.clock.turn(time.Second)
	_, err = b.Person(b.ctx, in)
	b.is(err, ErrEnded)
	_, err = b.SignIn(b.ctx, person, lilaEmail, secret(lilaOld))
	b.is(err, ErrExpired)
}

// of 200 parallel wrong guesses at an account exactly the budget is looked at.
func TestParallelGuesses(t *testing.T) {
	t.Parallel()
	for _, email := range []string{odileEmail, nobody} {
		b := newBench(t)
		hashes := b.tally()
		var looked, throttled int
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				from := Caller{Source: fmt.Sprintf("198.51.100.%d", i)}
				_, err := b.SignIn(b.ctx, from, email, secret(wrong))
				var closed *ThrottledError
				mu.Lock()
				defer mu.Unlock()
				switch {
				case errors.Is(err, ErrCredentials):
					looked++
				case errors.As(err, &closed):
					throttled++
				default:
					t.Errorf("%s: %v", email, err)
				}
			})
		}
		wg.Wait()
		if looked != 5 || throttled != 195 || hashes.compares != 5 {
			t.Errorf("%s: %d looked at, %d throttled, %s; want 5, 195 and 5 compares", email, looked, throttled, hashes)
		}
	}
}

// Keycloak's fix for R-31 refused parallel valid sign-ins; here they queue.
func TestParallelValidSignIns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := b.SignIn(b.ctx, person, odileEmail, secret(odileOld)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// one budget however the address is typed; R-35: a closed counter refuses
// the right password without looking at it, and opens again by itself.
func TestThrottle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, typed := range []string{
		odileEmail, strings.ToUpper(odileEmail), " " + odileEmail, "Odile.Fabre@Example.fr", odileEmail + "\t",
	} {
		_, err := b.SignIn(b.ctx, person, typed, secret(wrong))
		b.is(err, ErrCredentials)
	}
	if last := b.lastEvent(odileNumber); !strings.HasSuffix(last, "throttled from now on") {
		t.Errorf("last event %q, want the closing one", last)
	}
	hashes := b.tally()
	_, err := b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	if wait := b.isThrottled(err).Wait; wait != 2*time.Minute {
		t.Errorf("wait of %v, want 2 minutes", wait)
	}
	if hashes.compares != 0 {
		t.Errorf("throttled, and yet %s", hashes)
	}
	events := len(b.events(""))
	_, _ = b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	if len(b.events("")) != events {
		t.Error("a throttled attempt was written to the audit")
	}
	b.signIn(lilaEmail, lilaOld) // another account is not concerned
	b.clock.turn(2 * time.Minute)
	b.signIn(odileEmail, odileOld)
	// the success cleared the counter, so that five more are free.
	for range 4 {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.is(err, ErrCredentials)
	}
	b.signIn(odileEmail, odileOld)
}

// composed and decomposed are one address.
func TestThrottleComposes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if b.passwordKey("ré@example.fr") != b.passwordKey("re\u0301@EXAMPLE.fr") {
		t.Error("composed and decomposed have two budgets")
	}
	if strings.Contains(b.passwordKey(odileEmail), "odile") {
		t.Error("the counter's name shows the address")
	}
}

// a list of addresses cannot be walked from one place, and a noisy place
// does not use up anybody's budget.
func TestThrottleBySource(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for i := range 30 {
		_, err := b.SignIn(b.ctx, person, fmt.Sprintf("p%d@example.fr", i), secret(wrong))
		b.is(err, ErrCredentials)
	}
	for range 10 {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.isThrottled(err)
	}
	elsewhere := Caller{Source: "203.0.113.9"}
	if _, err := b.SignIn(b.ctx, elsewhere, odileEmail, secret(odileOld)); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

// a stale hash is renewed by success, and costs nobody a sign-in.
func TestRehash(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	before, err := b.store.ByEmail(b.ctx, odileEmail)
	b.must(err)
	in := b.signIn(odileEmail, odileOld)
	dearer := b.service(policy.MinCost + 1)

	b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
		if c.Account != nil {
			return 0, store.ErrConflict
		}
		return b.spy.Store.Commit(ctx, c)
	})
	if _, err := dearer.SignIn(b.ctx, person, odileEmail, secret(odileOld)); err != nil {
		t.Errorf("a conflict over the hash refused the sign-in: %v", err)
	}
	b.spy.onCommit(nil)
	if _, err := dearer.SignIn(b.ctx, person, odileEmail, secret(odileOld)); err != nil {
		t.Fatal(err)
	}
	after, err := b.store.ByEmail(b.ctx, odileEmail)
	b.must(err)
	if after.Hash == before.Hash || !after.ChangedAt.Equal(before.ChangedAt) || !b.opens(odileEmail, odileOld) {
		t.Error("hash was not renewed, or the date of change was")
	}
	if _, err := b.Person(b.ctx, in); err != nil {
		t.Errorf("hashing anew ended a session: %v", err)
	}
}

func TestSignInWithImportedHash(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sum, err := bcrypt.GenerateFromPassword([]byte(fresh), bcrypt.MinCost)
	b.must(err)
	number, err := b.Add(b.ctx, owner, "import", NewAccount{
		Title: "M.", FirstName: "Jean", LastName: "Import", Email: "jean@example.fr",
		Hash: string(sum), ChangedAt: b.clock.Now().AddDate(-1, 0, 0),
	})
	b.must(err)
	b.signIn("jean@example.fr", fresh)
	a, err := b.store.ByNumber(b.ctx, number)
	b.must(err)
	if !strings.HasPrefix(a.Hash, "p1$k1$") {
		t.Errorf("hash %.8q is still foreign", a.Hash)
	}
}

// A caller that gives up is answered at once, and nothing is written.
func TestSignInCancelled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(b.ctx)
	release := make(chan struct{})
	b.hashing.hasher = blocking{b.hashing.hasher, cancel, release}
	events := len(b.events(""))
	_, err := b.SignIn(ctx, person, odileEmail, secret(odileOld))
	b.is(err, context.Canceled)
	close(release)
	if len(b.events("")) != events {
		t.Error("a cancelled sign-in was written")
	}
}

// blocking cancels its caller while it works.
type blocking struct {
	hasher
	cancel  func()
	release chan struct{}
}

func (h blocking) Verify(stored string, p policy.Secret) (bool, bool, error) {
	h.cancel()
	<-h.release
	return h.hasher.Verify(stored, p)
}

func TestConfig(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	good := Config{
		Store: b.spy, Captcha: b.captcha, Now: time.Now, Rand: bytes.NewReader(make([]byte, 64)),
		Hasher: policy.Hasher{Cost: policy.MinCost, Keys: []policy.Key{{ID: "k", Bytes: make([]byte, 32)}}},
	}
	if _, err := New(good); err != nil {
		t.Fatalf("good: %v", err)
	}
	for name, spoil := range map[string]func(*Config){
		"no store":    func(c *Config) { c.Store = nil },
		"no captcha":  func(c *Config) { c.Captcha = nil },
		"no clock":    func(c *Config) { c.Now = nil },
		"no random":   func(c *Config) { c.Rand = nil },
		"dry random":  func(c *Config) { c.Rand = strings.NewReader("") },
		"no pepper":   func(c *Config) { c.Hasher.Keys = nil },
		"short":       func(c *Config) { c.Hasher.Keys = []policy.Key{{ID: "k", Bytes: []byte("short")}} },
		"cheap":       func(c *Config) { c.Hasher.Cost = 3 },
		"workers":     func(c *Config) { c.Workers = -1 },
		"bad sender":  func(c *Config) { c.Mailer.From = "not an address" },
		"evil sender": func(c *Config) { c.Mailer.Host = "a\r\nBcc: x" },
	} {
		c := good
		spoil(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
