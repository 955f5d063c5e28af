package session

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"peremption/policy"
	"peremption/store"
)

// memory is as much of a store as the screens need, without a disk: a walk of a
// million steps would wear one out. The conformance suite's engines have their
// own tests.
type memory struct {
	store.Store // nil: what is not here is not asked for
	now         func() time.Time

	mu       sync.Mutex
	accounts map[string]store.Account
	mails    []store.Mail
	counters map[string]*counter
	written  []write
}

// write is a commit that gave an account another password or address.
type write struct {
	before, after store.Account
	action        string
}

type counter struct {
	hits  int
	last  time.Time
	until time.Time
}

func newMemory(now func() time.Time, accounts map[string]store.Account) *memory {
	return &memory{now: now, accounts: maps.Clone(accounts), counters: map[string]*counter{}}
}

func (m *memory) ByNumber(_ context.Context, number string) (store.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a, ok := m.accounts[number]; ok {
		return a, nil
	}
	return store.Account{}, store.ErrNotFound
}

func (m *memory) ByEmail(_ context.Context, email string) (store.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byEmail(email)
}

func (m *memory) byEmail(email string) (store.Account, error) {
	for _, a := range m.accounts {
		if store.EmailKey(a.Email) == store.EmailKey(email) {
			return a, nil
		}
	}
	return store.Account{}, store.ErrNotFound
}

func (m *memory) Accounts(context.Context, string, int) ([]store.Account, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.accounts)), "", nil
}

func (m *memory) Commit(ctx context.Context, c store.Change) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var version uint64
	if a := c.Account; a != nil {
		before, known := m.accounts[a.Number]
		if other, err := m.byEmail(a.Email); err == nil && other.Number != a.Number || known && a.Version == 0 {
			return 0, store.ErrExists
		}
		if a.Version != before.Version {
			return 0, store.ErrConflict
		}
		after := *a
		after.Version++
		version = after.Version
		m.accounts[a.Number] = after
		if known && (before.Hash != after.Hash || before.Email != after.Email || before.Answer != after.Answer) {
			m.written = append(m.written, write{before, after, c.Events[0].Action})
		}
	}
	m.mails = append(m.mails, c.Mails...)
	for _, key := range c.Clear {
		delete(m.counters, key)
	}
	for _, key := range c.Refund {
		if n := m.counters[key]; n != nil && n.hits > 0 {
			n.hits--
		}
	}
	return version, nil
}

func (m *memory) Hit(_ context.Context, key string, s policy.Schedule) (store.Tally, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now, n := m.now(), m.counters[key]
	if n == nil || now.Sub(n.last) >= s.Forget {
		n = &counter{}
		m.counters[key] = n
	}
	if now.Before(n.until) {
		return store.Tally{Count: n.hits, Until: n.until}, nil
	}
	n.hits++
	n.last, n.until = now, time.Time{}
	if wait := s.Wait(n.hits); wait > 0 {
		n.until = now.Add(wait)
	}
	return store.Tally{Admitted: true, Count: n.hits, Until: n.until}, nil
}

// take returns what was written since it was last asked.
func (m *memory) take() []write {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.written
	m.written = nil
	return w
}

// forgive opens every throttle.
func (m *memory) forgive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.counters)
}

// letter returns the last letter of a kind.
func (m *memory) letter(kind string) (store.Mail, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, mail := range slices.Backward(m.mails) {
		if mail.Kind == kind {
			return mail, true
		}
	}
	return store.Mail{}, false
}
