package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"peremption/policy"
	"peremption/store"
)

// spy is a store that counts what it is asked, and fails where it is told to.
type spy struct {
	store.Store

	mu     sync.Mutex
	calls  map[string]int
	commit func(context.Context, store.Change) (uint64, error) // instead of the store's
	unread error                                               // of every look into the audit
	read   chan struct{}                                       // told of each account read by address
}

func (s *spy) count(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls == nil {
		s.calls = map[string]int{}
	}
	s.calls[what]++
}

func (s *spy) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// onCommit puts f in the way of every commit; nil takes it away.
func (s *spy) onCommit(f func(context.Context, store.Change) (uint64, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commit = f
}

// String lists the calls in one line that can be compared.
func (s *spy) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var words []string
	for _, name := range slices.Sorted(maps.Keys(s.calls)) {
		words = append(words, fmt.Sprintf("%s×%d", name, s.calls[name]))
	}
	return strings.Join(words, " ")
}

func (s *spy) ByNumber(ctx context.Context, number string) (store.Account, error) {
	s.count("number")
	return s.Store.ByNumber(ctx, number)
}

func (s *spy) ByEmail(ctx context.Context, email string) (store.Account, error) {
	s.count("email")
	if s.read != nil {
		defer func() { s.read <- struct{}{} }()
	}
	return s.Store.ByEmail(ctx, email)
}

func (s *spy) Events(ctx context.Context, number, cursor string, limit int) ([]store.Event, string, error) {
	s.count("events")
	if s.unread != nil {
		return nil, "", s.unread
	}
	return s.Store.Events(ctx, number, cursor, limit)
}

func (s *spy) Hit(ctx context.Context, key string, schedule policy.Schedule) (store.Tally, error) {
	s.count("hit")
	return s.Store.Hit(ctx, key, schedule)
}

func (s *spy) Commit(ctx context.Context, c store.Change) (uint64, error) {
	s.count(fmt.Sprintf("commit(account=%t,events=%d,mails=%d,clear=%d,refund=%d)",
		c.Account != nil, len(c.Events), len(c.Mails), len(c.Clear), len(c.Refund)))
	s.mu.Lock()
	instead := s.commit
	s.mu.Unlock()
	if instead != nil {
		return instead(ctx, c)
	}
	return s.Store.Commit(ctx, c)
}

// tallied counts bcrypt.
type tallied struct {
	hasher
	mu               sync.Mutex
	hashes, compares int
}

func (h *tallied) Hash(p policy.Secret) (string, error) {
	h.mu.Lock()
	h.hashes++
	h.mu.Unlock()
	return h.hasher.Hash(p)
}

func (h *tallied) Verify(stored string, p policy.Secret) (bool, bool, error) {
	h.mu.Lock()
	h.compares++
	h.mu.Unlock()
	return h.hasher.Verify(stored, p)
}

// tally starts counting the bcrypt of a bench.
func (b *bench) tally() *tallied {
	h := &tallied{hasher: b.hashing.hasher}
	b.hashing.hasher = h
	return h
}

func (h *tallied) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return fmt.Sprintf("hashes=%d compares=%d", h.hashes, h.compares)
}

// total is the number of calls so far.
func (s *spy) total() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, calls := range s.calls {
		n += calls
	}
	return n
}
