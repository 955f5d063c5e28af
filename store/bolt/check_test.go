package bolt

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// TestCheckFinds damages one thing at a time.
func TestCheckFinds(t *testing.T) {
	path := filled(t)
	hitOnce(t, path)
	whole := inUse(t, path)
	a, b := sample(1), sample(2)
	put := func(bucket string, key, value []byte) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Put(key, value) }
	}
	drop := func(bucket string, key []byte) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Delete(key) }
	}
	rewriteEvent := func(change func(*store.Event)) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			events := tx.Bucket([]byte(bucketEvents))
			e, err := store.DecodeEvent(events.Get(seqKey(3)))
			if err != nil {
				return err
			}
			change(&e)
			data, err := store.EncodeEvent(e)
			return errors.Join(err, events.Put(seqKey(3), data))
		}
	}
	email := []byte(store.EmailKey(a.Email))
	due := timeKey(time.Time{}.Unix(), seqKey(1))
	for name, c := range map[string]struct {
		edit func(*bbolt.Tx) error
		says string
	}{
		"account that does not decode": {put(bucketAccounts, []byte(a.Number), []byte("{}")), "record"},
		"account under another number": {func(tx *bbolt.Tx) error {
			accounts := tx.Bucket([]byte(bucketAccounts))
			return accounts.Put([]byte(a.Number), bytes.Clone(accounts.Get([]byte(b.Number))))
		}, "stored as"},
		"account without its index":    {drop(bucketAccounts, []byte(a.Number)), "missing"},
		"address of another":           {put(bucketEmails, email, []byte(b.Number)), "address"},
		"address missing":              {drop(bucketEmails, email), "address"},
		"address of nobody":            {put(bucketEmails, []byte("x@exemple.fr"), []byte("404")), "missing"},
		"second address":               {put(bucketEmails, []byte("x@exemple.fr"), []byte(a.Number)), "addresses"},
		"last day missing":             {drop(bucketExpiry, expiryKey(a.LastDay, a.Number)), "last day"},
		"second last day":              {put(bucketExpiry, expiryKey(a.LastDay.AddDays(1), a.Number), nil), "last days"},
		"last day of nobody":           {put(bucketExpiry, expiryKey(a.LastDay, "404"), nil), "nobody"},
		"R-63 event that was edited":   {rewriteEvent(func(e *store.Event) { e.Outcome = "refused" }), "chain breaks at event 3"},
		"R-63 event that was relinked": {rewriteEvent(func(e *store.Event) { *e, _ = store.Event.Link(*e, "x") }), "chain breaks at event 3"},
		"R-63 event that was removed":  {drop(bucketEvents, seqKey(3)), "chain breaks at event 4"},
		"R-63 last event removed":      {drop(bucketEvents, seqKey(60)), "ends early"},
		"R-63 first event removed":     {drop(bucketEvents, seqKey(1)), "chain breaks at event 2"},
		"trail entry missing":          {drop(bucketByAccount, byAccountKey(a.Number, seqKey(2))), "trail"},
		"trail entry too many":         {put(bucketByAccount, byAccountKey(a.Number, seqKey(9)), nil), "trails"},
		"mail that does not decode":    {put(bucketMails, seqKey(1), []byte("x")), "mail"},
		"mail not found by its ID":     {drop(bucketMailIDs, []byte(sample(0).Number+"-1")), "ID"},
		"mail ID of nothing":           {put(bucketMailIDs, []byte("x"), seqKey(1)), "mail IDs"},
		"mail that is never due":       {drop(bucketDue, due), "index"},
		"due mail too many":            {put(bucketDue, timeKey(5, seqKey(1)), nil), "due"},
		"counter that is torn":         {put(bucketCounters, []byte("k"), []byte("x")), "counter"},
		"counter never swept": {func(tx *bbolt.Tx) error {
			stale := tx.Bucket([]byte(bucketStale))
			k, _ := stale.Cursor().First()
			return stale.Delete(bytes.Clone(k))
		}, "swept"},
		"sweep of nothing": {put(bucketStale, timeKey(1, []byte("z")), nil), "sweep"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, whole)
			editRaw(t, path, c.edit)
			db, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Check(t.Context())
			if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
				t.Errorf("check: %v, want it to say %q", err, c.says)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func hitOnce(t *testing.T, path string) {
	t.Helper()
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Hit(t.Context(), "k", policy.SecretSchedule())
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// An index that leads nowhere is damage to whoever follows it, not absence.
func TestDanglingIndexIsDamage(t *testing.T) {
	path := filled(t)
	a := sample(1)
	editRaw(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucketAccounts)).Delete([]byte(a.Number)) })
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ByEmail(t.Context(), a.Email); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("by address: %v", err)
	}
	if _, _, err := db.Expiring(t.Context(), policy.Date{}, policy.Date{}, "", 100); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("expiring: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
