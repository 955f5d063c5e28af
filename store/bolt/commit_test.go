package bolt

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"peremption/policy"
	"peremption/store"
	"peremption/store/storetest"
)

// hold keeps the committer busy until release is called.
func hold(t *testing.T, db *DB) (release func()) {
	t.Helper()
	entered, leave := make(chan struct{}), make(chan struct{})
	var once sync.Once
	done := make(chan error, 1)
	go func() {
		done <- db.write(context.Background(), "hold", func(*txn) error {
			once.Do(func() { close(entered) })
			<-leave
			return nil
		})
	}()
	<-entered
	return sync.OnceFunc(func() {
		close(leave)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestContextEndsWhileQueued(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), nil)
	release := hold(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	a := sample(1)
	errs := make(chan error, 1)
	go func() { _, err := db.Commit(ctx, store.Change{Account: &a}); errs <- err }()
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("queued: %v", err)
	}
	release()
	if _, err := db.ByNumber(t.Context(), a.Number); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("written all the same: %v", err)
	}
}

func TestContextEndsWhileCommitting(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), nil)
	ctx, cancel := context.WithCancel(t.Context())
	leave := make(chan struct{})
	errs := make(chan error, 1)
	go func() {
		errs <- db.write(ctx, "commit", func(*txn) error { cancel(); <-leave; return nil })
	}()
	if err := <-errs; !errors.Is(err, store.ErrUnknown) || !errors.Is(err, context.Canceled) {
		t.Errorf("taken: %v", err)
	}
	close(leave)
}

// Changes that share a transaction see each other: the second of two renewals
// is told, and a neighbour's refusal costs nobody anything. R-42
func TestBatchIsOneAfterTheOther(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), nil)
	a := sample(1)
	if _, err := db.Commit(t.Context(), store.Change{Account: &a}); err != nil {
		t.Fatal(err)
	}
	a.Version = 1
	var batch []*job
	for i := range 4 {
		c, err := prepare(renewal(a, i))
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, &job{apply: c.apply, done: make(chan error, 1)})
	}
	spoils := &job{done: make(chan error, 1), apply: func(t *txn) error {
		return fault{errors.Join(t.accounts.Put([]byte("half"), []byte("written")), store.ErrUnavailable)}
	}}
	panics := &job{done: make(chan error, 1), apply: func(*txn) error { panic("a damaged page") }}
	stale := &job{done: make(chan error, 1), apply: func(t *txn) error {
		return t.tx.DeleteBucket([]byte("none")) // an error that wrote nothing
	}}
	// The committer is idle: nobody else writes.
	db.commit([]*job{batch[0], spoils, batch[1], panics, stale, batch[2], batch[3]})
	for i, j := range batch {
		err := <-j.done
		if i == 0 && err != nil || i > 0 && !errors.Is(err, store.ErrConflict) {
			t.Errorf("renewal %d: %v", i, err)
		}
	}
	if err := <-spoils.done; !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("spoiler: %v", err)
	}
	if err := <-panics.done; !errors.Is(err, store.ErrDamaged) {
		t.Errorf("panic: %v", err)
	}
	if err := <-stale.done; err == nil {
		t.Error("refusal: no error")
	}
	r, err := db.Check(t.Context())
	if err != nil || r != (store.Report{Accounts: 1, Events: 1, Mails: 1}) {
		t.Errorf("%+v, %v", r, err)
	}
}

// a full disk refuses the change, tells everyone, and harms nothing.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db := openTest(t, path, nil)
	a := sample(0)
	if _, err := db.Commit(t.Context(), store.Change{Account: &a}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	db.bolt.MaxSize = int(info.Size())
	kept := 1
	for err = nil; err == nil; kept++ {
		c := store.Change{Mails: []store.Mail{{ID: strconv.Itoa(kept), Message: []byte(strings.Repeat("x", 30<<10))}}}
		b := sample(kept)
		c.Account = &b
		_, err = db.Commit(t.Context(), c)
	}
	kept-- // the last one failed
	if !errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("full: %v", err)
	}
	if r, err := db.Check(t.Context()); err != nil || r.Accounts != kept || r.Mails != kept-1 {
		t.Errorf("after it: %+v, %v; want %d accounts", r, err, kept)
	}
	db.bolt.MaxSize = 0
	b := sample(kept)
	if _, err := db.Commit(t.Context(), store.Change{Account: &b}); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// A lone refusal is answered from what can be read, without a write.
func TestRefusedHitDoesNotWrite(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), nil)
	s := policy.SecretSchedule()
	for range s.Free {
		if _, err := db.Hit(t.Context(), "k", s); err != nil {
			t.Fatal(err)
		}
	}
	release := hold(t, db)
	defer release()
	if tally, err := db.Hit(t.Context(), "k", s); err != nil || tally.Admitted {
		t.Fatal(tally, err)
	}
	if mails, err := db.Claim(t.Context(), "x", 1, 1); err != nil || len(mails) > 0 {
		t.Fatal(mails, err)
	}
}

func TestCloseBreaksOffABackup(t *testing.T) {
	db, err := Open(filled(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	err = db.Backup(t.Context(), writerFunc(func(p []byte) (int, error) {
		go func() { closed <- db.Close() }()
		<-db.quit
		return len(p), nil
	}))
	if !errors.Is(err, store.ErrClosed) {
		t.Errorf("backup: %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(p []byte) (int, error) { return w(p) }

// Accounts that are created while a large import is built keep what they took.
func TestImportBesideLiveAccounts(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), storetest.NewClock().Now)
	const n = importBatch + 3*importChunk
	live := sample(n + 1)
	live.Email = sample(5).Email
	in := iter.Seq[store.Account](func(yield func(store.Account) bool) {
		for i := range n {
			if i == n-1 { // all others are staged, or about to be
				if _, err := db.Commit(t.Context(), store.Change{Account: &live}); err != nil {
					t.Error(err)
				}
			}
			if !yield(sample(i)) {
				return
			}
		}
	})
	var refused []string
	got, err := db.Import(t.Context(), in, func(a store.Account, _ error) { refused = append(refused, a.Number) })
	if err != nil || got != n-1 || len(refused) != 1 || refused[0] != sample(5).Number {
		t.Fatal(got, refused, err)
	}
	if a, err := db.ByEmail(t.Context(), live.Email); err != nil || a.Number != live.Number || a.Version != 1 {
		t.Fatal(a, err)
	}
	// A full store takes the next import batch by batch.
	more := func(yield func(store.Account) bool) {
		for i := n - 5; i < 2*n; i++ {
			if !yield(sample(i)) {
				return
			}
		}
	}
	refused = nil
	got, err = db.Import(t.Context(), more, func(a store.Account, _ error) { refused = append(refused, a.Number) })
	if err != nil || got != n-1 || len(refused) != 6 {
		t.Fatal(got, refused, err)
	}
	if r, err := db.Check(t.Context()); err != nil || r.Accounts != 2*n-1 {
		t.Fatal(r, err)
	}
}

// An account that comes up after the import was resolved wins as well.
func TestSwapGivesWayToTheLive(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "s.db"), nil)
	var numbers, emails, days []pair
	for i := range 3 {
		a, err := newAccountEntry(sample(i))
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, pair{[]byte(a.number), a.record})
		emails = append(emails, pair{[]byte(a.emailKey), []byte(a.number)})
		days = append(days, pair{a.expiry, nil})
	}
	live := sample(0) // the number of one, the address of another
	live.Email, live.Hash = sample(1).Email, "live"
	if _, err := db.Commit(t.Context(), store.Change{Account: &live}); err != nil {
		t.Fatal(err)
	}
	var lost []store.Account
	err := db.write(t.Context(), "import", func(t *txn) (err error) {
		for name, pairs := range map[string][]pair{bucketAccounts: numbers, bucketEmails: emails, bucketExpiry: days} {
			if err := t.putStaged(name, pairs); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = db.write(t.Context(), "import", func(t *txn) (err error) { lost, err = t.swapStaged(); return err })
	}
	if err != nil || len(lost) != 2 {
		t.Fatal(lost, err)
	}
	if a, err := db.ByEmail(t.Context(), live.Email); err != nil || a.Hash != "live" || a.Number != live.Number {
		t.Fatal(a, err)
	}
	if r, err := db.Check(t.Context()); err != nil || r.Accounts != 2 {
		t.Fatal(r, err)
	}
}
