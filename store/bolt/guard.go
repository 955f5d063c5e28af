package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"peremption/store"
)

// guarded runs fn on this goroutine and turns a panic of bbolt, and a fault in
// the memory map of a file that was cut, into ErrDamaged.
func guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return fn()
}

// view runs fn over a snapshot. doing opens the error's text.
func (db *DB) view(ctx context.Context, doing string, fn func(*bbolt.Tx) error) error {
	if err := db.ready(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	var tx *bbolt.Tx
	err := guarded(func() (err error) {
		tx, err = db.bolt.Begin(false)
		return err
	})
	if err == nil {
		defer func() { _ = tx.Rollback() }() // nothing was written, so nothing can be lost
		err = guarded(func() error { return fn(tx) })
	} else if errors.Is(err, store.ErrDamaged) {
		db.wedged.Store(true) // bbolt holds its own lock for ever
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, db.explain(err))
	}
	return nil
}

// ready reports why a call must not begin: its context has ended, the store is
// closed, or bbolt would wait for ever for a lock that it died with.
func (db *DB) ready(ctx context.Context) error {
	select {
	case <-db.quit:
		return store.ErrClosed
	default:
	}
	if db.wedged.Load() {
		return fmt.Errorf("%s: %w: found earlier", db.path, store.ErrDamaged)
	}
	return ctx.Err()
}

// explain gives bbolt's errors the store's names, and damage its file.
func (db *DB) explain(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return store.ErrClosed
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%s: %w", db.path, err)
	}
	return err
}
