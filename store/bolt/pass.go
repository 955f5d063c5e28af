package bolt

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// pair is one key with its value.
type pair struct{ key, value []byte }

// pass writes one staged bucket, importBatch keys by transaction. While one is
// written the caller gathers the next.
type pass struct {
	imp     *importer
	bucket  string
	pairs   []pair
	written chan error // the outcome of the transaction before; one value
}

func newPass(imp *importer, bucket string) *pass {
	p := &pass{imp: imp, bucket: bucket, written: make(chan error, 1)}
	p.written <- nil
	return p
}

// put adds a key; both slices are the pass's from now on.
func (p *pass) put(key, value []byte) error {
	p.pairs = append(p.pairs, pair{key, value})
	if len(p.pairs) < importBatch {
		return nil
	}
	return p.flush()
}

// flush waits for the transaction before and starts the next one.
func (p *pass) flush() error {
	if err := <-p.written; err != nil {
		p.written <- nil // told
		return err
	}
	pairs := p.pairs
	p.pairs = make([]pair, 0, importBatch)
	go func() {
		p.written <- p.imp.db.write(p.imp.ctx, "import", func(t *txn) error { return t.putStaged(p.bucket, pairs) })
	}()
	return nil
}

// close writes the rest and waits for it. After an error of put it only waits.
func (p *pass) close() error {
	if len(p.pairs) > 0 && len(p.pairs) < importBatch {
		if err := p.flush(); err != nil {
			return err
		}
	}
	return <-p.written
}

func (t *txn) putStaged(name string, pairs []pair) error {
	staging, err := t.tx.CreateBucketIfNotExists([]byte(bucketStaging))
	if err != nil {
		return fault{err}
	}
	b, err := staging.CreateBucketIfNotExists([]byte(name))
	if err != nil {
		return fault{err}
	}
	b.FillPercent = appendFill
	for _, p := range pairs {
		if err := b.Put(p.key, p.value); err != nil {
			return fault{err}
		}
	}
	return nil
}

// takenKeys reads the numbers and addresses of the live accounts, which are few.
func (db *DB) takenKeys(ctx context.Context) (*takenKeys, error) {
	taken := &takenKeys{numbers: map[string]bool{}, emails: map[string]bool{}}
	err := db.view(ctx, "import", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		err = b.accounts.ForEach(func(k, _ []byte) error { taken.numbers[string(k)] = true; return nil })
		if err != nil {
			return err
		}
		return b.emails.ForEach(func(k, _ []byte) error { taken.emails[string(k)] = true; return nil })
	})
	return taken, err
}

// dropStaged throws away what an import left behind.
func (db *DB) dropStaged(ctx context.Context) error {
	staged := false
	err := db.view(ctx, "end import", func(tx *bbolt.Tx) error {
		staged = tx.Bucket([]byte(bucketStaging)) != nil
		return nil
	})
	if err == nil && staged {
		err = db.write(ctx, "end import", func(t *txn) error {
			if err := t.tx.DeleteBucket([]byte(bucketStaging)); err != nil {
				return fault{err}
			}
			return nil
		})
	}
	if errors.Is(err, store.ErrClosed) {
		return nil // the next Open does it
	}
	return err
}

// dropStaging is dropStaged for a file that is just being opened.
func dropStaging(raw *bbolt.DB) error {
	return guarded(func() error {
		staged := false
		err := raw.View(func(tx *bbolt.Tx) error {
			staged = tx.Bucket([]byte(bucketStaging)) != nil
			return nil
		})
		if err != nil || !staged {
			return err
		}
		return raw.Update(func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(bucketStaging)) })
	})
}
