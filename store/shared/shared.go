// Package shared lets several processes of one person use one embedded store.
// Only one process can open the file; it serves the store to the others over a
// Unix socket beside the file, so that an administrative command works in a
// second terminal while the program runs in the first.
//
// Where the owner ends, the next call of somebody who joined opens the file and
// serves it from then on: whoever joined goes on for as long as it runs.
//
// Who may come in: the file's owner. The socket is 0600, is made inside a
// folder nobody else can enter and then moved to its place; whoever joins looks
// first whether it is still so, and on Linux both ends ask the kernel who the
// other one is.
package shared

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"peremption/store"
	"peremption/store/bolt"
)

const (
	// firstTry is how long the file's lock is waited for before the socket is
	// tried: where somebody owns the store, they answer at once.
	firstTry = 50 * time.Millisecond
	// defaultTimeout is bolt's own.
	defaultTimeout = time.Second
)

// Options are what may be chosen when a store is opened or joined.
type Options struct {
	// Bolt is for the one who opens the file. Bolt.Timeout is also how long to
	// wait for an owner who neither answers nor lets go. Who joined opens the
	// file with it as well, should they have to.
	Bolt bolt.Options
	// Unshared is told, where it is set, why an opened store could not be
	// offered to others. The store itself works. It may be told during any
	// call, on that call's goroutine.
	Unshared func(error)
}

// Open opens the store at path and shares it, or joins the process that did.
// The errors are those of bolt.Open; ErrLocked means that the owner of the
// file does not answer, or is not one to talk to.
func Open(ctx context.Context, path string, opts Options) (store.Store, error) {
	if opts.Bolt.Timeout <= 0 {
		opts.Bolt.Timeout = defaultTimeout
	}
	quick := opts.Bolt
	quick.Timeout = firstTry
	db, err := bolt.Open(path, quick)
	if err == nil {
		return own(db, path, opts), nil
	}
	if !errors.Is(err, store.ErrLocked) {
		return nil, err
	}
	if joined, err := join(ctx, path, opts); err == nil {
		return joined, nil
	}
	// The owner may be about to end, or about to listen.
	if db, err = bolt.Open(path, opts.Bolt); err == nil {
		return own(db, path, opts), nil
	}
	if !errors.Is(err, store.ErrLocked) {
		return nil, err
	}
	joined, joinErr := join(ctx, path, opts)
	if joinErr != nil {
		return nil, fmt.Errorf("%w; %w", err, joinErr)
	}
	return joined, nil
}

// owner is the store of the process that has the file.
type owner struct {
	*bolt.DB
	close func() error // once
}

// own begins to share an opened store. Holding the file's lock, it may replace
// the socket that a dead owner left.
func own(db *bolt.DB, path string, opts Options) store.Store {
	listener, err := listen(path)
	if err != nil {
		if opts.Unshared != nil {
			opts.Unshared(fmt.Errorf("share store %s: %w", path, err))
		}
		return db
	}
	s := serve(db, listener)
	return &owner{DB: db, close: sync.OnceValue(func() error {
		// The socket goes while the lock is still held: the next owner's
		// must not be removed.
		return errors.Join(s.close(), db.Close())
	})}
}

// Close stops sharing, waits for the calls of those who joined, and closes the
// file. With their next call one of them opens it.
func (o *owner) Close() error { return o.close() }
