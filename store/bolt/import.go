package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// importBatch is how many accounts one transaction of an import carries: large
// enough that its fsync does not count, small enough that a renewal beside it
// waits less than a second.
const importBatch = 20_000

// importChunk is how many accounts are taken from the caller at once.
const importChunk = 1000

// Import implements store.Store, in one of three ways.
//
// Up to importBatch accounts go in by one transaction. More of them into a
// store that is empty, or nearly, are built beside the live accounts in sorted
// passes and then take their place in one transaction (staging.go): all or
// nothing, four times as fast and half as large as inserting them one by one.
// More of them into a store that is full already go in batch by batch, each
// all or nothing; imported then counts the batches that did.
//
// The versions that accounts come with are not looked at: each becomes new.
func (db *DB) Import(ctx context.Context, accounts iter.Seq[store.Account], refused func(store.Account, error)) (int, error) {
	if err := db.ready(ctx); err != nil {
		return 0, fmt.Errorf("import: %w", err)
	}
	next, stop := iter.Pull(accounts)
	defer stop()
	imp := importer{db: db, ctx: ctx, next: next, refused: refused}
	err := imp.run()
	return imp.imported, err
}

// importer is one import under way.
type importer struct {
	db       *DB
	ctx      context.Context
	next     func() (store.Account, bool)
	refused  func(store.Account, error)
	imported int
}

func (imp *importer) run() error {
	first, more, err := imp.batch()
	if err != nil {
		return err
	}
	if !more {
		return imp.insert(first)
	}
	few, err := imp.db.fewAccounts(imp.ctx)
	if err != nil {
		return err
	}
	if few {
		return imp.stage(first)
	}
	for batch := first; ; {
		if err := imp.insert(batch); err != nil || !more {
			return err
		}
		if batch, more, err = imp.batch(); err != nil {
			return err
		}
	}
}

// batch takes up to importBatch accounts from the caller. more is false at the
// end of them.
func (imp *importer) batch() (batch []accountEntry, more bool, err error) {
	for len(batch)+importChunk <= importBatch {
		chunk, more, err := imp.chunk()
		batch = append(batch, chunk...)
		if err != nil || !more {
			return batch, false, err
		}
	}
	return batch, true, nil
}

// chunk takes up to importChunk accounts from the caller and encodes them on
// all cores; those that cannot be stored at all are refused here.
func (imp *importer) chunk() (chunk []accountEntry, more bool, err error) {
	if err := imp.db.ready(imp.ctx); err != nil {
		return nil, false, fmt.Errorf("import: %w", err)
	}
	taken := make([]store.Account, 0, importChunk)
	for more = true; more && len(taken) < importChunk; {
		var a store.Account
		if a, more = imp.next(); more {
			a.Version = 0
			taken = append(taken, a)
		}
	}
	// Whoever feeds an import ends its context to break it off.
	if err := imp.ctx.Err(); err != nil {
		return nil, false, fmt.Errorf("import: %w", err)
	}
	chunk, errs := encodeAll(taken)
	kept := chunk[:0]
	for i, err := range errs {
		if err != nil {
			imp.refused(taken[i], err)
			continue
		}
		kept = append(kept, chunk[i])
	}
	return kept, more, nil
}

// encodeAll encodes accounts, each core its share.
func encodeAll(accounts []store.Account) ([]accountEntry, []error) {
	entries, errs := make([]accountEntry, len(accounts)), make([]error, len(accounts))
	share := max(1, (len(accounts)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for from := 0; from < len(accounts); from += share {
		wg.Go(func() {
			for i := from; i < min(from+share, len(accounts)); i++ {
				entries[i], errs[i] = newAccountEntry(accounts[i])
			}
		})
	}
	wg.Wait()
	return entries, errs
}

// insert writes one batch among the live accounts.
func (imp *importer) insert(batch []accountEntry) error {
	if len(batch) == 0 {
		return nil
	}
	var refusals []error
	err := imp.db.write(imp.ctx, "import", func(t *txn) (err error) {
		refusals, err = t.insert(batch)
		return err
	})
	if err != nil {
		return err
	}
	for i, refusal := range refusals {
		if refusal == nil {
			imp.imported++
		} else if err := imp.refuse(batch[i].record, refusal); err != nil {
			return err
		}
	}
	return nil
}

// refuse tells the caller about an account that was encoded already.
func (imp *importer) refuse(record []byte, reason error) error {
	a, err := store.DecodeAccount(record)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	a.Version = 0
	imp.refused(a, reason)
	return nil
}

// insert creates accounts; refusals has an error for each that is left out.
func (t *txn) insert(batch []accountEntry) (refusals []error, err error) {
	refusals = make([]error, len(batch))
	fresh := make([]*accountEntry, 0, len(batch))
	numbers, emails := map[string]bool{}, map[string]bool{}
	for i := range batch {
		a := &batch[i]
		_, err := t.checkAccount(a)
		if err == nil && (numbers[a.number] || a.emailKey != "" && emails[a.emailKey]) {
			err = fmt.Errorf("number %s, or its address, twice: %w", a.number, store.ErrExists)
		}
		if errors.Is(err, store.ErrExists) {
			refusals[i] = err
			continue
		}
		if err != nil {
			return nil, err
		}
		numbers[a.number], emails[a.emailKey] = true, true
		fresh = append(fresh, a)
	}
	if err := t.putSorted(fresh); err != nil {
		return nil, fault{err}
	}
	return refusals, nil
}

// putSorted writes accounts and index entries, each in the order of its keys,
// in which neighbours share their pages.
func (t *txn) putSorted(fresh []*accountEntry) error {
	slices.SortFunc(fresh, func(a, b *accountEntry) int { return cmpString(a.number, b.number) })
	for _, a := range fresh {
		if err := t.accounts.Put([]byte(a.number), a.record); err != nil {
			return err
		}
	}
	slices.SortFunc(fresh, func(a, b *accountEntry) int { return bytes.Compare(a.expiry, b.expiry) })
	for _, a := range fresh {
		if err := t.expiry.Put(a.expiry, nil); err != nil {
			return err
		}
	}
	slices.SortFunc(fresh, func(a, b *accountEntry) int { return cmpString(a.emailKey, b.emailKey) })
	for _, a := range fresh {
		if a.emailKey == "" {
			continue
		}
		if err := t.emails.Put([]byte(a.emailKey), []byte(a.number)); err != nil {
			return err
		}
	}
	return nil
}

// fewAccounts tells whether the live accounts are few enough to be moved over
// when a large import takes their place.
func (db *DB) fewAccounts(ctx context.Context) (few bool, err error) {
	err = db.view(ctx, "import", func(tx *bbolt.Tx) error {
		accounts, err := bucket(tx, bucketAccounts)
		if err != nil {
			return err
		}
		few = !moreThan(accounts, importBatch)
		return nil
	})
	return few, err
}

// moreThan tells whether a bucket has more than n keys.
func moreThan(b *bbolt.Bucket, n int) bool {
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if n--; n < 0 {
			return true
		}
	}
	return false
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
