// Package storetest is the suite that every engine of store.Store passes.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"peremption/policy"
	"peremption/store"
)

// Opener opens an empty store for one test, with that clock.
type Opener func(t *testing.T, now func() time.Time) store.Store

// Run puts an engine through the whole suite.
func Run(t *testing.T, open func(t *testing.T, now func() time.Time) store.Store) {
	groups := []struct {
		name  string
		tests []test
	}{
		{"Accounts", accountTests()},
		{"Listings", listingTests()},
		{"Counters", counterTests()},
		{"Outbox", outboxTests()},
		{"Audit", auditTests()},
		{"Import", importTests()},
		{"Contract", contractTests()},
		{"Concurrency", concurrencyTests()},
		{"Model", []test{{"RandomOperationsMatchAMap", testModel}}},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, test := range g.tests {
				t.Run(test.name, func(t *testing.T) { test.run(newBench(t, open)) })
			}
		})
	}
}

type test struct {
	name string
	run  func(*bench)
}

// Watch has a store checked and closed when the test ends, and returns it.
func Watch(t *testing.T, s store.Store) store.Store {
	t.Helper()
	t.Cleanup(func() {
		// A fresh context: the test's own has ended by now.
		if _, err := s.Check(context.Background()); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Errorf("check at the end: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows a working morning of 2026.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)}
}

// Now returns the time shown.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is what one test works with.
type bench struct {
	*testing.T
	ctx   context.Context
	s     store.Store
	clock *Clock
	open  Opener
}

func newBench(t *testing.T, open Opener) *bench {
	clock := NewClock()
	return &bench{t, t.Context(), Watch(t, open(t, clock.Now)), clock, open}
}

// number writes the i-th subscriber number.
func number(i int) string { return fmt.Sprintf("%014d", i) }

// account makes the i-th account.
func account(i int) store.Account {
	return store.Account{
		Number:    number(i),
		Title:     "Mme",
		FirstName: "Zoé",
		LastName:  "Lefèvre",
		Email:     fmt.Sprintf("zoe.%d@exemple.fr", i),
		Hash:      "p1$k$hash",
		ChangedAt: time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC),
		LastDay:   policy.Date{Year: 2027, Month: 1, Day: 1 + i%28},
		Created:   time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// event makes an event about an account.
func event(id, number string) store.Event {
	return store.Event{
		ID: id, At: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), Number: number,
		Actor: number + "/self", Action: "password.renew", Outcome: "ok", Source: "local",
	}
}

// mail makes a mail to an account.
func mail(id, number string) store.Mail {
	return store.Mail{
		ID: id, Number: number, Kind: "renewed", To: "zoe@exemple.fr", Subject: "Votre mot de passe",
		Message: []byte("Subject: x\r\n\r\nBonjour\r\n"), Created: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC),
	}
}

// create stores an account and returns it with its version.
func (b *bench) create(a store.Account) store.Account {
	b.Helper()
	version, err := b.s.Commit(b.ctx, store.Change{Account: &a})
	if err != nil {
		b.Fatalf("create %s: %v", a.Number, err)
	}
	a.Version = version
	return a
}

// commit applies a change that must go through.
func (b *bench) commit(c store.Change) uint64 {
	b.Helper()
	version, err := b.s.Commit(b.ctx, c)
	if err != nil {
		b.Fatalf("commit: %v", err)
	}
	return version
}

// refuse applies a change that must fail with want.
func (b *bench) refuse(c store.Change, want error) {
	b.Helper()
	if _, err := b.s.Commit(b.ctx, c); !errors.Is(err, want) {
		b.Fatalf("commit: %v, want %v", err, want)
	}
}

// hit counts once.
func (b *bench) hit(key string, s policy.Schedule) store.Tally {
	b.Helper()
	tally, err := b.s.Hit(b.ctx, key, s)
	if err != nil {
		b.Fatalf("hit %s: %v", key, err)
	}
	return tally
}

// report counts everything and checks it.
func (b *bench) report() store.Report {
	b.Helper()
	r, err := b.s.Check(b.ctx)
	if err != nil {
		b.Fatalf("check: %v", err)
	}
	return r
}

// all follows a listing to its end in pages of the given size.
func all[T any](b *bench, size int, page func(cursor string, limit int) ([]T, string, error)) []T {
	b.Helper()
	var items []T
	for cursor := ""; ; {
		got, next, err := page(cursor, size)
		if err != nil {
			b.Fatalf("page after %q: %v", cursor, err)
		}
		if len(got) > size || len(got) == 0 && next != "" {
			b.Fatalf("page of %d items for a limit of %d, next %q", len(got), size, next)
		}
		items = append(items, got...)
		if next == "" {
			return items
		}
		if next == cursor {
			b.Fatalf("cursor %q does not move", cursor)
		}
		cursor = next
	}
}

// accounts, events and mails list the whole store.
func (b *bench) accounts(size int) []store.Account {
	b.Helper()
	return all(b, size, func(c string, n int) ([]store.Account, string, error) { return b.s.Accounts(b.ctx, c, n) })
}

func (b *bench) events(number string, size int) []store.Event {
	b.Helper()
	return all(b, size, func(c string, n int) ([]store.Event, string, error) { return b.s.Events(b.ctx, number, c, n) })
}

func (b *bench) mails(size int) []store.Mail {
	b.Helper()
	return all(b, size, func(c string, n int) ([]store.Mail, string, error) { return b.s.Mails(b.ctx, c, n) })
}

func (b *bench) expiring(from, to policy.Date, size int) []string {
	b.Helper()
	accounts := all(b, size, func(c string, n int) ([]store.Account, string, error) {
		return b.s.Expiring(b.ctx, from, to, c, n)
	})
	numbers := make([]string, 0, len(accounts))
	for _, a := range accounts {
		numbers = append(numbers, a.Number)
	}
	return numbers
}

// upper is an address in capitals, which is the same address.
func upper(email string) string { return strings.ToUpper(email) }
