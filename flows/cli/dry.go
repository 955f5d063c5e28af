package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"

	"peremption/store"
)

// dryStore is a store that checks what would be written and writes nothing, so
// that a dry run goes through the same service and the same rules as a real
// one. Of each account it remembers only two sums.
type dryStore struct {
	store.Store
	seen map[[sha256.Size]byte]bool // addresses and numbers that would be in by now
}

func newDryStore(s store.Store) *dryStore {
	return &dryStore{Store: s, seen: map[[sha256.Size]byte]bool{}}
}

// ByNumber implements store.Store; the account may be one that would be there.
func (d *dryStore) ByNumber(ctx context.Context, number string) (store.Account, error) {
	if d.seen[numberSum(number)] {
		return store.Account{Number: number}, nil
	}
	return d.Store.ByNumber(ctx, number)
}

// ByEmail implements store.Store; the account may be one that would be there.
func (d *dryStore) ByEmail(ctx context.Context, email string) (store.Account, error) {
	if d.seen[emailSum(email)] {
		return store.Account{Email: email}, nil
	}
	return d.Store.ByEmail(ctx, email)
}

// Commit implements store.Store and writes nothing: what comes here in a dry
// run is its line of the audit.
func (d *dryStore) Commit(context.Context, store.Change) (uint64, error) { return 0, nil }

// Import implements store.Store and writes nothing.
func (d *dryStore) Import(ctx context.Context, accounts iter.Seq[store.Account], refused func(store.Account, error)) (imported int, err error) {
	for a := range accounts {
		if err := ctx.Err(); err != nil {
			return imported, err
		}
		free, err := d.free(ctx, a)
		if err != nil {
			return imported, err
		}
		if !free {
			refused(a, store.ErrExists)
			continue
		}
		if _, err := store.EncodeAccount(a); err != nil {
			refused(a, err)
			continue
		}
		d.seen[numberSum(a.Number)], d.seen[emailSum(a.Email)] = true, true
		imported++
	}
	return imported, ctx.Err()
}

// free tells whether nobody has an account's number or address.
func (d *dryStore) free(ctx context.Context, a store.Account) (bool, error) {
	_, byNumber := d.ByNumber(ctx, a.Number)
	_, byEmail := d.ByEmail(ctx, a.Email)
	for _, err := range []error{byNumber, byEmail} {
		switch {
		case err == nil:
			return false, nil
		case !errors.Is(err, store.ErrNotFound):
			return false, fmt.Errorf("look for an account: %w", err)
		}
	}
	return true, nil
}

func numberSum(number string) [sha256.Size]byte { return sha256.Sum256([]byte("n" + number)) }

func emailSum(email string) [sha256.Size]byte {
	return sha256.Sum256([]byte("e" + store.EmailKey(email)))
}
