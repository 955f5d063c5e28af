package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"peremption/store"
)

var _ store.Store = (*DB)(nil)

// DB is an open store. It is safe for concurrent use.
type DB struct {
	bolt *bbolt.DB
	path string
	now  func() time.Time

	jobs      chan *job     // to the committer; unbuffered, so a taken job is being written
	quit      chan struct{} // closed by Close
	stopped   chan struct{} // closed by the committer as it ends
	importing chan struct{} // holds one value while a large import is under way

	close    func() error // once
	unusable error        // the committer's: why nothing may be written any more
	wedged   atomic.Bool  // bbolt died on a damaged page while it held a lock
}

// start begins to serve a store; file is the one that bbolt works on.
func start(raw *bbolt.DB, file *os.File, path string, now func() time.Time) *DB {
	db := &DB{
		bolt:      raw,
		path:      path,
		now:       now,
		jobs:      make(chan *job),
		quit:      make(chan struct{}),
		stopped:   make(chan struct{}),
		importing: make(chan struct{}, 1),
	}
	db.close = sync.OnceValue(func() error {
		close(db.quit)
		<-db.stopped
		closeFile := raw.Close
		if db.wedged.Load() { // it would never return; the map stays until the process ends
			closeFile = func() error { return errors.Join(unlock(file), file.Close()) }
		}
		if err := closeFile(); err != nil {
			return fmt.Errorf("close store %s: %w", path, err)
		}
		return nil
	})
	go db.commitLoop()
	return db
}

// Close implements store.Store. It waits for the write in progress and for the
// readers; a backup under way is broken off.
func (db *DB) Close() error { return db.close() }

// Backup implements store.Store. The copy is a store of its own: open it to
// restore. Writers go on meanwhile, and the pages they let go are kept until
// the copy is done, so a slow w makes the file grow.
func (db *DB) Backup(ctx context.Context, w io.Writer) error {
	if err := db.ready(ctx); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	tx, err := db.bolt.Begin(false)
	if err != nil {
		return fmt.Errorf("back up: %w", db.explain(err))
	}
	defer func() { _ = tx.Rollback() }() // only read
	out := &liveWriter{ctx: ctx, db: db, w: w}
	if _, err := tx.WriteTo(out); err != nil {
		return fmt.Errorf("back up: %w", cmp.Or(out.err, err))
	}
	return nil
}

// liveWriter stops a copy when its context ends or the store is closed, and
// keeps the error, which bbolt passes on as text.
type liveWriter struct {
	ctx context.Context
	db  *DB
	w   io.Writer
	err error
}

func (l *liveWriter) Write(p []byte) (n int, err error) {
	if l.err = l.db.ready(l.ctx); l.err != nil {
		return 0, l.err
	}
	n, l.err = l.w.Write(p)
	return n, l.err
}
