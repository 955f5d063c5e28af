package account

import (
	"context"
	"fmt"

	"golang.org/x/sync/semaphore"

	"peremption/policy"
)

// hasher is policy.Hasher, or one that counts in a test.
type hasher interface {
	Hash(policy.Secret) (string, error)
	Verify(stored string, password policy.Secret) (ok, stale bool, err error)
}

// pool bounds how many bcrypt run at once. Its queue is first come, first
// served, so one source cannot starve another; who gives up leaves it.
type pool struct {
	hasher hasher
	slots  *semaphore.Weighted
}

func newPool(h hasher, workers int) *pool {
	return &pool{hasher: h, slots: semaphore.NewWeighted(int64(workers))}
}

// hash is policy.Hasher.Hash in the pool. It returns at once when ctx ends.
func (p *pool) hash(ctx context.Context, password policy.Secret) (string, error) {
	return inPool(ctx, p, password, p.hasher.Hash)
}

// verified is what Verify says.
type verified struct{ ok, stale bool }

// verify is policy.Hasher.Verify in the pool. It returns at once when ctx ends.
func (p *pool) verify(ctx context.Context, stored string, password policy.Secret) (verified, error) {
	return inPool(ctx, p, password, func(own policy.Secret) (verified, error) {
		ok, stale, err := p.hasher.Verify(stored, own)
		return verified{ok, stale}, err
	})
}

// inPool runs work on a copy of the secret: bcrypt cannot be interrupted, so it
// may outlive its caller, who is free to wipe the original meanwhile. A slot is
// given back when the work is over, not when its caller has left.
func inPool[T any](ctx context.Context, p *pool, secret policy.Secret, work func(policy.Secret) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return none, fmt.Errorf("wait for a turn to hash: %w", err)
	}
	own := policy.NewSecret(secret.Reveal())
	done := make(chan result, 1)
	go func() {
		defer p.slots.Release(1)
		defer own.Wipe()
		value, err := work(own)
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, fmt.Errorf("hash: %w", ctx.Err())
	}
}
