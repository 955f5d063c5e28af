package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// maxBatch bounds how many changes share one fsync, and so how long the last
// of them waits for the others.
const maxBatch = 512

// job is one change on its way to the disk.
type job struct {
	// apply checks first and writes last: where it returns an error it has
	// written nothing. It may run again, in another transaction, if a
	// neighbour spoils the first one.
	apply func(*txn) error
	done  chan error // one value, the outcome
}

// txn is the transaction that a batch shares; each change sees those before it.
type txn struct {
	buckets
	tx    *bbolt.Tx
	now   time.Time
	chain string // Chain of the last event
}

// fault is an error that came after the first write of a change: what the
// transaction holds is no longer all or nothing.
type fault struct{ error }

func (f fault) Unwrap() error { return f.error }

// write has the committer apply a change and waits until it is on the disk.
//
// A context that ends before the committer took the change leaves nothing
// behind and gives its own error. One that ends later gives ErrUnknown as
// well: the outcome is decided by then, but not known here.
func (db *DB) write(ctx context.Context, doing string, apply func(*txn) error) error {
	if err := db.ready(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	j := &job{apply: apply, done: make(chan error, 1)}
	select {
	case db.jobs <- j:
	case <-db.quit:
		return fmt.Errorf("%s: %w", doing, store.ErrClosed)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	select {
	case err := <-j.done:
		if err != nil {
			return fmt.Errorf("%s: %w", doing, db.explain(err))
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w: %w", doing, store.ErrUnknown, ctx.Err())
	}
}

// commitLoop is the one goroutine that writes.
func (db *DB) commitLoop() {
	defer close(db.stopped)
	for {
		select {
		case <-db.quit:
			return
		case first := <-db.jobs:
			db.commit(db.gather(first))
		}
	}
}

// gather takes what is waiting already, and waits for nobody.
func (db *DB) gather(first *job) []*job {
	// Whoever was woken by the last commit may be about to queue the next
	// change; a turn of the scheduler lets them, and costs a lone writer
	// less than a microsecond.
	runtime.Gosched()
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-db.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit writes a batch and tells everyone their outcome. A change that spoils
// the transaction is told so and the others are written without it.
func (db *DB) commit(batch []*job) {
	for len(batch) > 0 {
		refusals, spoiler, err := db.attempt(batch)
		if spoiler >= 0 {
			batch[spoiler].done <- err
			batch = append(batch[:spoiler:spoiler], batch[spoiler+1:]...)
			continue
		}
		for i, j := range batch {
			if refusals[i] != nil {
				j.done <- refusals[i]
			} else {
				j.done <- err
			}
		}
		return
	}
}

// attempt applies a batch in one transaction. refusals are the answers to
// changes that wrote nothing; err is the outcome for all the others. With a
// spoiler (an index, else -1) nothing was written and err is about it alone.
func (db *DB) attempt(batch []*job) (refusals []error, spoiler int, err error) {
	refusals = make([]error, len(batch))
	if db.unusable != nil {
		return refusals, -1, db.unusable
	}
	t, err := db.begin()
	if err != nil {
		return refusals, -1, err
	}
	before, applied := t.chain, 0
	for i, j := range batch {
		err := guarded(func() error {
			err := j.apply(t)
			if errors.Is(err, store.ErrDamaged) {
				return fault{err} // whatever it had begun
			}
			return err
		})
		var f fault
		switch {
		case err == nil:
			applied++
		case errors.As(err, &f) || errors.Is(err, store.ErrDamaged):
			return refusals, i, errors.Join(err, db.rollback(t.tx))
		default:
			refusals[i] = err
		}
	}
	if applied == 0 {
		return refusals, -1, db.rollback(t.tx)
	}
	if t.chain != before {
		if err := t.meta.Put([]byte(metaChain), []byte(t.chain)); err != nil {
			return refusals, -1, errors.Join(err, db.rollback(t.tx))
		}
	}
	return refusals, -1, db.flush(t.tx)
}

// begin opens the transaction of a batch.
func (db *DB) begin() (t *txn, err error) {
	var tx *bbolt.Tx
	err = guarded(func() (err error) {
		tx, err = db.bolt.Begin(true)
		return err
	})
	if errors.Is(err, store.ErrDamaged) {
		db.wedged.Store(true) // bbolt holds its own lock for ever
	}
	if err != nil {
		return nil, err
	}
	err = guarded(func() error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		b.events.FillPercent, b.mails.FillPercent = appendFill, appendFill
		t = &txn{buckets: b, tx: tx, now: db.now(), chain: string(b.meta.Get([]byte(metaChain)))}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, db.rollback(tx))
	}
	return t, nil
}

// rollback gives a transaction up.
func (db *DB) rollback(tx *bbolt.Tx) error {
	err := guarded(tx.Rollback)
	if errors.Is(err, store.ErrDamaged) {
		db.wedged.Store(true)
	}
	return err
}

// flush makes a transaction durable. Where that fails it finds out whether the
// transaction can be seen all the same: bbolt writes the page that decides and
// then syncs it, and if only the sync failed nobody knows what a restart finds.
func (db *DB) flush(tx *bbolt.Tx) error {
	id := tx.ID()
	err := guarded(tx.Commit)
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrDamaged) {
		// bbolt panicked half way and may hold half a plan of its pages.
		db.unusable = fmt.Errorf("%w: nothing more is written", err)
		return errors.Join(err, db.rollback(tx))
	}
	seen := 0
	if viewErr := db.bolt.View(func(tx *bbolt.Tx) error { seen = tx.ID(); return nil }); viewErr != nil || seen >= id {
		db.unusable = fmt.Errorf("%w: an earlier write may be lost (%w)", store.ErrUnavailable, err)
		return fmt.Errorf("%w: %w", store.ErrUnknown, err)
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
}
