package storetest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/policy"
	"peremption/store"
)

// model is the store as simply as it can be written.
type model struct {
	accounts map[string]store.Account
	events   []string
	mails    []string
	counters map[string]modelCounter
}

type modelCounter struct {
	count       int
	last, until time.Time // last is when the last one leaked, where they do
}

// testModel does the same random things to the store and to the model and
// compares after each.
func testModel(b *bench) {
	steps := 400
	if testing.Short() {
		steps = 100
	}
	seed := rand.Uint64()
	b.Logf("seed %d", seed) // put it here to see the same again
	rng := rand.New(rand.NewPCG(seed, 1))
	m := &model{accounts: map[string]store.Account{}, counters: map[string]modelCounter{}}
	for i := range steps {
		switch rng.IntN(10) {
		case 0:
			b.clock.Advance(time.Duration(rng.IntN(3600)) * time.Second)
		case 1, 2:
			m.hit(b, rng)
		case 3:
			m.load(b, rng)
		default:
			m.commit(b, rng, i)
		}
		m.compare(b)
		if b.Failed() {
			b.Fatalf("after step %d", i)
		}
	}
}

// person makes one of a few accounts, with one of a few addresses and days.
func person(rng *rand.Rand) store.Account {
	a := account(rng.IntN(8))
	a.Email = fmt.Sprintf("zoe.%d@exemple.fr", rng.IntN(8))
	a.LastDay = policy.Date{}
	if d := rng.IntN(5); d > 0 {
		a.LastDay = day(d)
	}
	a.Hash = fmt.Sprint(rng.Uint32())
	return a
}

// schedule is a key's; half of the counters leak.
func schedule(key string) policy.Schedule {
	s := policy.Schedule{Free: 3, Waits: []time.Duration{5 * time.Minute, 20 * time.Minute}, Forget: time.Hour}
	if key < "k2" {
		s.Leak = 15 * time.Minute
	}
	return s
}

func key(rng *rand.Rand) string { return "k" + fmt.Sprint(rng.IntN(4)) }

func (m *model) commit(b *bench, rng *rand.Rand, step int) {
	a := person(rng)
	if old, ok := m.accounts[a.Number]; ok && rng.IntN(4) > 0 {
		a.Version = old.Version
	} else {
		a.Version = uint64(rng.IntN(3))
	}
	id := fmt.Sprint(step)
	c := store.Change{Account: &a, Events: []store.Event{event(id, a.Number)}}
	if rng.IntN(2) == 0 {
		c.Mails = []store.Mail{mail(id, a.Number)}
	}
	if rng.IntN(3) == 0 {
		c.Clear = []string{key(rng)}
	}
	if rng.IntN(3) == 0 {
		c.Refund = []string{key(rng)}
	}
	want := m.verdict(a)
	version, err := b.s.Commit(b.ctx, c)
	if want != nil || err != nil {
		if want == nil || !errors.Is(err, want) {
			b.Errorf("commit %+v: %v, want %v", a, err, want)
		}
		return
	}
	if version <= a.Version {
		b.Errorf("version %d after %d", version, a.Version)
	}
	a.Version = version
	m.accounts[a.Number] = a
	m.events = append(m.events, id)
	for range c.Mails {
		m.mails = append(m.mails, id)
	}
	for _, key := range c.Clear {
		delete(m.counters, key)
	}
	for _, key := range c.Refund {
		if k := m.counters[key]; k.count > 1 {
			m.counters[key] = modelCounter{count: k.count - 1, last: k.last}
		} else {
			delete(m.counters, key)
		}
	}
}

// verdict is what the contract says to writing an account.
func (m *model) verdict(a store.Account) error {
	old, exists := m.accounts[a.Number]
	switch {
	case a.Version == 0 && exists:
		return store.ErrExists
	case a.Version != 0 && !exists:
		return store.ErrNotFound
	case a.Version != old.Version:
		return store.ErrConflict
	}
	for _, other := range m.accounts {
		if other.Number != a.Number && store.EmailKey(other.Email) == store.EmailKey(a.Email) {
			return store.ErrExists
		}
	}
	return nil
}

func (m *model) load(b *bench, rng *rand.Rand) {
	in := []store.Account{person(rng), person(rng)}
	var out, want []string
	n, err := b.s.Import(b.ctx, slices.Values(in), func(a store.Account, _ error) { out = append(out, a.Number) })
	if err != nil {
		b.Errorf("import: %v", err)
	}
	for _, a := range in {
		if m.verdict(a) != nil {
			want = append(want, a.Number)
			continue
		}
		got, err := b.s.ByNumber(b.ctx, a.Number)
		if err != nil {
			b.Errorf("imported %s: %v", a.Number, err)
		}
		a.Version = got.Version
		m.accounts[a.Number] = a
	}
	if !slices.Equal(out, want) || n != len(in)-len(want) {
		b.Errorf("imported %d without %v, want without %v", n, out, want)
	}
}

func (m *model) hit(b *bench, rng *rand.Rand) {
	k, now := key(rng), b.clock.Now()
	s := schedule(k)
	got := b.hit(k, s)
	c := m.counters[k]
	if now.Before(c.until) {
		if want := (store.Tally{Count: c.count, Until: c.until}); got != want {
			b.Errorf("hit %s: %+v, want %+v", k, got, want)
		}
		return
	}
	if now.Sub(c.last) > s.Forget {
		c.count = 0
	}
	last := now
	if s.Leak > 0 && c.count > 0 {
		for last = c.last; c.count > 0 && !last.Add(s.Leak).After(now); c.count-- {
			last = last.Add(s.Leak)
		}
		if c.count == 0 {
			last = now
		}
	}
	c = modelCounter{count: c.count + 1, last: last}
	if wait := s.Wait(c.count); wait > 0 {
		c.until = now.Add(wait)
	}
	m.counters[k] = c
	if want := (store.Tally{Admitted: true, Count: c.count, Until: c.until}); got != want {
		b.Errorf("hit %s: %+v, want %+v", k, got, want)
	}
}

func (m *model) compare(b *bench) {
	b.Helper()
	byNumber := slices.SortedFunc(maps.Values(m.accounts), func(x, y store.Account) int {
		return strings.Compare(x.Number, y.Number)
	})
	if got := b.accounts(3); len(got)+len(byNumber) > 0 && !reflect.DeepEqual(got, byNumber) {
		b.Errorf("accounts %+v\nwant %+v", got, byNumber)
	}
	slices.SortStableFunc(byNumber, func(x, y store.Account) int { return x.LastDay.Compare(y.LastDay) })
	expiring := make([]string, 0, len(byNumber))
	for _, a := range byNumber {
		expiring = append(expiring, a.Number)
		if got, err := b.s.ByEmail(b.ctx, upper(a.Email)); err != nil || got.Number != a.Number {
			b.Errorf("by address %s: %+v, %v", a.Email, got, err)
		}
	}
	if got := b.expiring(policy.Date{}, policy.Date{}, 3); !slices.Equal(got, expiring) {
		b.Errorf("expiring %v, want %v", got, expiring)
	}
	r := b.report()
	if r.Accounts != len(m.accounts) || r.Events != len(m.events) || r.Mails != len(m.mails) {
		b.Errorf("%+v, want %d accounts, %d events, %d mails", r, len(m.accounts), len(m.events), len(m.mails))
	}
}
