package account

import (
	"context"
	"fmt"
	"sync"
)

// locks is one lock for each name that somebody holds or waits for. With it the
// attempts at one account queue: each of many valid sign-ins clears the counter
// before the next is counted, and none is refused for the others' sake.
type locks struct {
	mu    sync.Mutex
	named map[string]*named
}

type named struct {
	turn  chan struct{} // holds one token while free
	users int           // holders and waiters; at none the name is forgotten
}

func newLocks() *locks { return &locks{named: map[string]*named{}} }

// lock waits for the name, or for the end of ctx. The function it returns gives
// the name back.
func (l *locks) lock(ctx context.Context, name string) (unlock func(), err error) {
	l.mu.Lock()
	n := l.named[name]
	if n == nil {
		n = &named{turn: make(chan struct{}, 1)}
		n.turn <- struct{}{}
		l.named[name] = n
	}
	n.users++
	l.mu.Unlock()

	select {
	case <-n.turn:
		return func() {
			n.turn <- struct{}{}
			l.leave(name, n)
		}, nil
	case <-ctx.Done():
		l.leave(name, n)
		return nil, fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
}

func (l *locks) leave(name string, n *named) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n.users--; n.users == 0 {
		delete(l.named, name)
	}
}
