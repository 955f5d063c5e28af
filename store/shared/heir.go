package shared

import (
	"context"
	"errors"
	"fmt"
	"time"

	"peremption/store"
	"peremption/store/bolt"
)

// This file is what becomes of those who joined when the owner ends. Whoever
// notices first opens the file and serves it; the lock decides between two. A
// call that never reached the owner is made again, on the way found; one whose
// answer was lost is not, for it may have been done.

// knock is the pause between two attempts to reach an owner who is just ending
// or just beginning.
const knock = 20 * time.Millisecond

// reach sends a request to the owner, or returns our own store where we are the
// owner, or have to be. An error means that nothing was done.
func (c *client) reach(ctx context.Context, req request) (*line, store.Store, error) {
	deadline := time.Now().Add(c.opts.Bolt.Timeout) // the real clock: this is about another process
	for {
		if own := c.inherited(); own != nil {
			return nil, own, nil
		}
		l, err := c.connect(ctx, req)
		if err == nil || !nobody(err) {
			return l, nil, err
		}
		own, heirErr := c.inherit(ctx)
		if heirErr == nil {
			return nil, own, nil
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		// Locked: somebody has the file and does not listen, yet or any more.
		if !errors.Is(heirErr, store.ErrLocked) || time.Now().After(deadline) {
			return nil, nil, fmt.Errorf("%w; %w", err, heirErr)
		}
		select {
		case <-time.After(knock):
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-c.quit.Done():
			return nil, nil, store.ErrClosed
		}
	}
}

// inherited returns the store that we have become the owner of, if any.
func (c *client) inherited() store.Store {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.own
}

// inherit makes one attempt to become the owner, one call at a time. It opens
// what is there and makes no new store: one that has gone with its owner is a
// loss that must show.
func (c *client) inherit(ctx context.Context) (store.Store, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if own := c.inherited(); own != nil {
		return own, nil
	}
	opts := c.opts.Bolt
	opts.Timeout, opts.Existing = firstTry, true
	db, err := bolt.Open(c.path, opts)
	if err != nil {
		return nil, err
	}
	s := own(db, c.path, c.opts)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.own = s
	return s, nil
}
