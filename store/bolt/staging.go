package bolt

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// A large import is built in bucketStaging, which holds an accounts, an emails
// and an expiry bucket of its own. Nobody reads there, so a crash on the way
// leaves the live accounts as they were, and the next Open throws the staging
// away. The last transaction puts the three in the place of the live ones,
// whatever their size, and moves the few live accounts over.

// stagedBuckets are those that an import replaces.
func stagedBuckets() []string { return []string{bucketAccounts, bucketEmails, bucketExpiry} }

// stage imports the first batch and everything after it.
func (imp *importer) stage(first []accountEntry) (err error) {
	select {
	case imp.db.importing <- struct{}{}:
		defer func() { <-imp.db.importing }()
	case <-imp.ctx.Done():
		return fmt.Errorf("import: %w", imp.ctx.Err())
	}
	s := &spool{store: imp.db.path}
	defer s.close()
	defer func() {
		// After a success nothing is left to drop. Otherwise the next Open
		// would do it as well.
		err = errors.Join(err, imp.db.dropStaged(context.WithoutCancel(imp.ctx)))
	}()
	if err := imp.gather(s, first); err != nil {
		return err
	}
	taken, err := imp.db.takenKeys(imp.ctx)
	if err != nil {
		return err
	}
	byNumber, byEmail := s.orders()
	refused := s.resolve(byNumber, byEmail, taken)
	if err := imp.leaveOut(s, refused); err != nil {
		return err
	}
	byNumber, byEmail = s.accepted(byNumber), s.accepted(byEmail)
	if len(byNumber) == 0 {
		return nil
	}
	if err := imp.fill(s, byNumber, byEmail); err != nil {
		return err
	}
	var lost []store.Account
	err = imp.db.write(imp.ctx, "import", func(t *txn) (err error) {
		lost, err = t.swapStaged()
		return err
	})
	if errors.Is(err, errCrowded) {
		return imp.insertStaged(s, byNumber)
	}
	if err != nil {
		return err
	}
	imp.imported = len(byNumber) - len(lost)
	for _, a := range lost {
		a.Version = 0
		imp.refused(a, fmt.Errorf("number %s, or its address: %w", a.Number, store.ErrExists))
	}
	return nil
}

// gather takes in all accounts. Those that come in order of their number are
// staged at once; the others wait in the spool.
func (imp *importer) gather(s *spool, chunk []accountEntry) error {
	pass := newPass(imp, bucketAccounts)
	for more := true; ; {
		for _, a := range chunk {
			inOrder, err := s.add(a)
			if err == nil && inOrder {
				err = pass.put([]byte(a.number), a.record)
			}
			if err != nil {
				return errors.Join(fmt.Errorf("import: %w", err), pass.close())
			}
		}
		if !more {
			break
		}
		var err error
		if chunk, more, err = imp.chunk(); err != nil {
			return errors.Join(err, pass.close())
		}
	}
	return errors.Join(s.flush(), pass.close())
}

// leaveOut reports the refused accounts and takes back those already staged.
func (imp *importer) leaveOut(s *spool, refused []uint32) error {
	var staged [][]byte
	for _, at := range refused {
		e := &s.entries[at]
		record, err := imp.record(s, e)
		if err != nil {
			return err
		}
		if err := imp.refuse(record, fmt.Errorf("number %s, or its address: %w", e.number, store.ErrExists)); err != nil {
			return err
		}
		if e.staged() {
			staged = append(staged, []byte(e.number))
		}
	}
	for numbers := range slices.Chunk(staged, importBatch) {
		err := imp.db.write(imp.ctx, "import", func(t *txn) error {
			b, err := stagedBucket(t.tx, bucketAccounts)
			if err != nil {
				return err
			}
			for _, number := range numbers {
				if err := b.Delete(number); err != nil {
					return fault{err}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// record reads an account's record from the spool, or from where it is staged.
func (imp *importer) record(s *spool, e *spooled) ([]byte, error) {
	if !e.staged() {
		return s.record(e)
	}
	return imp.stagedRecord(e.number)
}

func (imp *importer) stagedRecord(number string) (record []byte, err error) {
	err = imp.db.view(imp.ctx, "import", func(tx *bbolt.Tx) error {
		b, err := stagedBucket(tx, bucketAccounts)
		if err == nil {
			record = slices.Clone(b.Get([]byte(number)))
		}
		return err
	})
	return record, err
}

// fill writes what is missing of the three staged buckets, each in order.
func (imp *importer) fill(s *spool, byNumber, byEmail []uint32) error {
	steps := []struct {
		bucket string
		order  []uint32
		pair   func(*spooled) (pair, error)
	}{
		{bucketAccounts, s.waiting(byNumber), func(e *spooled) (pair, error) {
			record, err := s.record(e)
			return pair{[]byte(e.number), record}, err
		}},
		{bucketEmails, byEmail, func(e *spooled) (pair, error) {
			return pair{[]byte(e.emailKey), []byte(e.number)}, nil
		}},
		{bucketExpiry, s.byExpiry(byNumber), func(e *spooled) (pair, error) {
			return pair{append(e.day[:], e.number...), nil}, nil
		}},
	}
	for _, step := range steps {
		pass := newPass(imp, step.bucket)
		for _, at := range step.order {
			p, err := step.pair(&s.entries[at])
			if err == nil {
				err = pass.put(p.key, p.value)
			}
			if err != nil {
				return errors.Join(fmt.Errorf("import: %w", err), pass.close())
			}
		}
		if err := pass.close(); err != nil {
			return err
		}
	}
	return nil
}

// stagedBucket finds a staged bucket.
func stagedBucket(tx *bbolt.Tx, name string) (*bbolt.Bucket, error) {
	staging := tx.Bucket([]byte(bucketStaging))
	if staging == nil || staging.Bucket([]byte(name)) == nil {
		return nil, fmt.Errorf("bucket %s is not staged: %w", name, store.ErrUnavailable)
	}
	return staging.Bucket([]byte(name)), nil
}

// swapStaged puts the staged buckets in the place of the live ones and moves
// the live accounts over; where one of them was created meanwhile and took a
// staged account's number or address, it keeps it, and the staged account's
// account is among lost.
func (t *txn) swapStaged() (lost []store.Account, err error) {
	if moreThan(t.accounts, importBatch) {
		return nil, errCrowded
	}
	var live []store.Account
	err = t.accounts.ForEach(func(_, v []byte) error {
		a, err := store.DecodeAccount(v)
		live = append(live, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := t.replaceBuckets(); err != nil {
		return nil, fault{err}
	}
	for _, a := range live {
		gone, err := t.moveOver(a)
		if err != nil {
			return nil, fault{err}
		}
		lost = append(lost, gone...)
	}
	return lost, nil
}

func (t *txn) replaceBuckets() error {
	staging := t.tx.Bucket([]byte(bucketStaging))
	if staging == nil {
		return errors.New("nothing is staged")
	}
	for _, name := range stagedBuckets() {
		if _, err := staging.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
		if err := t.tx.DeleteBucket([]byte(name)); err != nil {
			return err
		}
		if err := t.tx.MoveBucket([]byte(name), staging, nil); err != nil {
			return err
		}
	}
	if err := t.tx.DeleteBucket([]byte(bucketStaging)); err != nil {
		return err
	}
	b, err := openBuckets(t.tx)
	t.accounts, t.emails, t.expiry = b.accounts, b.emails, b.expiry
	return err
}

// moveOver puts a formerly live account among the imported ones, and returns
// those that had to make room.
func (t *txn) moveOver(a store.Account) (lost []store.Account, err error) {
	number := a.Number
	a.Version-- // newAccountEntry counts on
	entry, err := newAccountEntry(a)
	if err != nil {
		return nil, err
	}
	for _, rival := range []string{number, string(t.emails.Get([]byte(entry.emailKey)))} {
		stored := t.accounts.Get([]byte(rival))
		if rival == "" || stored == nil {
			continue
		}
		out, err := store.DecodeAccount(stored)
		if err != nil {
			return nil, err
		}
		if err := t.removeAccount(out); err != nil {
			return nil, err
		}
		lost = append(lost, out)
	}
	return lost, t.putAccount(&entry, nil)
}

func (t *txn) removeAccount(a store.Account) error {
	if key := store.EmailKey(a.Email); key != "" {
		if err := t.emails.Delete([]byte(key)); err != nil {
			return err
		}
	}
	if err := t.expiry.Delete(expiryKey(a.LastDay, a.Number)); err != nil {
		return err
	}
	return t.accounts.Delete([]byte(a.Number))
}

// insertStaged is the way out where too many live accounts came up meanwhile.
func (imp *importer) insertStaged(s *spool, byNumber []uint32) error {
	for places := range slices.Chunk(byNumber, importBatch) {
		batch := make([]accountEntry, 0, len(places))
		for _, at := range places {
			e := &s.entries[at]
			record, err := imp.stagedRecord(e.number)
			if err != nil {
				return err
			}
			batch = append(batch, accountEntry{
				number: e.number, emailKey: e.emailKey, expiry: append(e.day[:], e.number...), record: record,
			})
		}
		if err := imp.insert(batch); err != nil {
			return err
		}
	}
	return nil
}
