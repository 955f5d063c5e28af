package shared

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peremption/store"
	"peremption/store/bolt"
)

// An owner that was stopped keeps the file and says nothing: who comes next is
// told so, and does not wait for ever.
func TestAnOwnerThatDoesNotAnswer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	silent, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()

	_, err = Open(t.Context(), path, Options{Bolt: bolt.Options{Timeout: 20 * time.Millisecond}})
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "its owner does not answer") {
		t.Errorf("got %v", err)
	}
}
