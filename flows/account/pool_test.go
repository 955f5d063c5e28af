package account

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"peremption/policy"
)

// slow is a hasher whose work takes a second and is watched.
type slow struct {
	mu            sync.Mutex
	running, most int
	saw           string
}

func (h *slow) Hash(p policy.Secret) (string, error) {
	h.mu.Lock()
	h.running++
	h.most = max(h.most, h.running)
	h.mu.Unlock()
	time.Sleep(time.Second) // fake time
	h.mu.Lock()
	defer h.mu.Unlock()
	h.running--
	h.saw = p.Reveal()
	return "hash", nil
}

func (h *slow) Verify(string, policy.Secret) (bool, bool, error) { return false, false, nil }

// never more at once than there are workers, and all get their turn.
func TestPoolIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &slow{}
		p := newPool(h, 3)
		start := time.Now()
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := p.hash(t.Context(), secret("x")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); h.most != 3 || took != 4*time.Second {
			t.Errorf("%d at once for %v, want 3 for 4s", h.most, took)
		}
	})
}

// who gives up leaves the queue; who gives up while at work is answered at
// once, keeps the slot until bcrypt is done, and may wipe the secret meanwhile.
func TestPoolCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &slow{}
		p := newPool(h, 1)
		typed := secret("typed")
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		for range 2 { // one at work, one in the queue
			wg.Go(func() {
				if _, err := p.hash(ctx, typed); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took != 100*time.Millisecond {
			t.Errorf("answered after %v", took)
		}
		typed.Wipe()
		if _, err := p.hash(t.Context(), secret("next")); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 2*time.Second || h.most != 1 {
			t.Errorf("next took until %v with %d at once, want 2s with 1", took, h.most)
		}
	})
}

func TestLocks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLocks()
		unlock, err := l.lock(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		other, err := l.lock(t.Context(), "b")
		if err != nil {
			t.Fatal(err)
		}
		other()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := l.lock(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v for a name that is held", err)
		}
		waited := make(chan func())
		go func() {
			next, err := l.lock(t.Context(), "a")
			if err != nil {
				t.Error(err)
			}
			waited <- next
		}()
		synctest.Wait()
		unlock()
		(<-waited)()
		if len(l.named) != 0 {
			t.Errorf("%d names are still kept", len(l.named))
		}
	})
}
