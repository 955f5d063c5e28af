package account

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"peremption/store"
)

// hangs makes every commit of an account outlast the patience for it, as a
// stuck disk does; the change arrives in the end or does not.
func (b *bench) hangs(arrives bool) {
	b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
		if c.Account == nil {
			return b.spy.Store.Commit(ctx, c)
		}
		if arrives {
			_, err := b.spy.Store.Commit(b.ctx, c)
			b.must(err)
		}
		<-ctx.Done() // fake time
		return 0, fmt.Errorf("commit: %w: %w", store.ErrUnknown, ctx.Err())
	})
}

// isUnknown wants the one error that does not read as "nothing was changed".
func (b *bench) isUnknown(err error) {
	b.t.Helper()
	b.is(err, ErrUnknown)
	b.is(err, store.ErrUnknown)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		b.t.Errorf("%v is an error of a context too", err)
	}
}

// what the store cannot say is looked for, in time of its own; found, it
// is the success, and else it is told as unknown and never as given up.
func TestOutcomeUnknown(t *testing.T) {
	for _, row := range []struct {
		name    string
		arrives bool
		leaves  bool  // the caller, meanwhile
		unread  error // of the look
	}{
		{"arrived", true, false, nil},
		{"arrived, caller gone", true, true, nil},
		{"lost", false, false, nil},
		{"lost, caller gone", false, true, nil},
		{"arrived, not to be read", true, false, store.ErrUnavailable},
		{"arrived, read too slowly", true, true, context.DeadlineExceeded},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				r := b.identified(basileEmail)
				ctx, cancel := context.WithCancel(b.ctx)
				defer cancel()
				b.hangs(row.arrives)
				hang := b.spy.commit
				b.spy.onCommit(func(inner context.Context, c store.Change) (uint64, error) {
					if row.leaves {
						cancel()
					}
					return hang(inner, c)
				})
				b.spy.unread = row.unread
				_, err := b.Renew(ctx, r, secret(basileOld), secret(fresh), secret(fresh))
				b.spy.onCommit(nil)
				b.spy.unread = nil
				if row.arrives && row.unread == nil {
					b.must(err)
				} else {
					b.isUnknown(err)
				}
				if b.opens(basileEmail, fresh) != row.arrives {
					t.Errorf("arrives %t, and the new password opens: %t", row.arrives, !row.arrives)
				}
			})
		})
	}
}

// Time that runs out before the store began is the store's fault, and no giving
// up of a caller who never did.
func TestOutOfTimeBeforeTheCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		r := b.identified(basileEmail)
		b.spy.onCommit(func(ctx context.Context, _ store.Change) (uint64, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		})
		_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
		b.spy.onCommit(nil)
		b.is(err, store.ErrUnavailable)
		if errors.Is(err, context.DeadlineExceeded) || !b.opens(basileEmail, basileOld) {
			t.Errorf("got %v", err)
		}
	})
}

// A caller whose own context has ended is told so only where nothing was handed
// to the store.
func TestCancelledBeforeTheCommit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	b.spy.reset()
	b.is(b.write(ctx, store.Change{Refund: []string{"x"}}), context.Canceled)
	if b.spy.total() != 0 {
		t.Errorf("asked the store: %s", b.spy)
	}
}

// Where no account was at stake, an unknown outcome is a store out of order: the
// person may try again.
func TestOutcomeUnknownOfAnAuditLine(t *testing.T) {
	t.Parallel()
	for _, arrives := range []bool{true, false} {
		b := newBench(t)
		b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
			if arrives {
				_, err := b.spy.Store.Commit(ctx, c)
				b.must(err)
			}
			return 0, fmt.Errorf("%w: %w", store.ErrUnknown, context.DeadlineExceeded)
		})
		for _, email := range []string{odileEmail, nobody} {
			_, err := b.SignIn(b.ctx, person, email, secret(wrong))
			want := store.ErrUnavailable
			if arrives {
				want = ErrCredentials
			}
			b.is(err, want)
			if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnknown) {
				t.Errorf("%s, arrives %t: got %v", email, arrives, err)
			}
		}
	}
}

// The look for an event of nobody's goes through years of audit once, and not
// again at each trouble.
func TestLookGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for i := range 20 {
		var events []store.Event
		for j := range 30 {
			events = append(events, store.Event{ID: fmt.Sprintf("%d-%d", i, j), Actor: "test", Action: "x", Outcome: outcomeOK})
		}
		_, err := b.spy.Store.Commit(b.ctx, store.Change{Events: events})
		b.must(err)
	}
	b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
		_, err := b.spy.Store.Commit(ctx, c)
		b.must(err)
		return 0, store.ErrUnknown
	})
	for i, want := range []int{4, 1, 1} {
		b.spy.reset()
		_, err := b.SignIn(b.ctx, person, nobody, secret(wrong))
		b.is(err, ErrCredentials)
		if got := b.spy.calls["events"]; got != want {
			t.Errorf("look %d: %d pages, want %d", i, got, want)
		}
	}
}
