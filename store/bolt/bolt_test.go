package bolt

import (
	"path/filepath"
	"testing"
	"time"

	"peremption/store"
	"peremption/store/storetest"
)

// openTest opens the store at path and has it checked and closed at the end,
// records and pages.
func openTest(t *testing.T, path string, now func() time.Time) *DB {
	t.Helper()
	t.Cleanup(func() { checkPages(t, path) }) // last of all
	db, err := Open(path, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Watch(t, db)
	return db
}

func opener(t *testing.T, now func() time.Time) store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	t.Cleanup(func() { checkPages(t, path) }) // after the suite has closed it
	db, err := Open(path, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestConformance(t *testing.T) { storetest.Run(t, opener) }

func TestBackupWhileWriting(t *testing.T) {
	storetest.RunBackup(t, opener, func(t *testing.T, file string) store.Store {
		db, err := Open(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}
