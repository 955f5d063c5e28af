package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"peremption/policy"
	"peremption/store"
	"peremption/store/bolt"
)

// A backup that fails leaves nothing, under no name.
func TestFailedBackupLeavesNothing(t *testing.T) {
	for name, copyTo := range map[string]func(context.Context, io.Writer) error{
		"full disk": func(_ context.Context, w io.Writer) error {
			_, err := w.Write(make([]byte, 1000))
			return errors.Join(err, syscall.ENOSPC)
		},
		"interrupted": func(context.Context, io.Writer) error { return context.Canceled },
	} {
		dir := t.TempDir()
		_, err := backUp(t.Context(), filepath.Join(dir, "copy"), copyTo)
		if left, _ := os.ReadDir(dir); err == nil || len(left) > 0 {
			t.Errorf("%s: %v, left %v", name, err, left)
		}
	}
}

// What somebody else makes during a backup is not overwritten.
func TestBackupNeverReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copy")
	_, err := backUp(t.Context(), path, func(context.Context, io.Writer) error {
		return os.WriteFile(path, []byte("theirs"), 0o600)
	})
	if data, _ := os.ReadFile(path); !errors.Is(err, os.ErrExist) || string(data) != "theirs" {
		t.Errorf("%v; the file holds %q", err, data)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// A dry run accepts and refuses what the real run would, and writes nothing.
func TestDryStoreAgreesWithTheRealOne(t *testing.T) {
	open := func() store.Store {
		s, err := bolt.Open(filepath.Join(t.TempDir(), "s.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		if _, err := s.Import(t.Context(), slices.Values([]store.Account{{Number: "1", Email: "one@example.fr"}}), nil); err != nil {
			t.Fatal(err)
		}
		return s
	}
	accounts := []store.Account{
		{Number: "2", Email: "two@example.fr"},
		{Number: "3", Email: "ONE@example.fr"},
		{Number: "1", Email: "three@example.fr"},
		{Number: "4", Email: "Two@example.fr"},
		{Number: "2", Email: "five@example.fr"},
		{Number: "5", Email: "large@example.fr", LastName: strings.Repeat("x", store.MaxRecord)},
		{Number: "6", Email: "six@example.fr", LastDay: policy.Date{Year: 2024, Month: 2, Day: 30}},
		{Number: "7", Email: "seven@example.fr"},
	}
	outcome := func(s store.Store) string {
		var refused []string
		n, err := s.Import(t.Context(), slices.Values(accounts), func(a store.Account, err error) {
			refused = append(refused, fmt.Sprint(a.Number, a.Email, errors.Is(err, store.ErrExists)))
		})
		slices.Sort(refused)
		return fmt.Sprint(n, err, refused)
	}
	under := open()
	dry, real := outcome(newDryStore(under)), outcome(open())
	if dry != real {
		t.Errorf("dry  %s\nreal %s", dry, real)
	}
	report, err := under.Check(t.Context())
	if err != nil || report.Accounts != 1 {
		t.Errorf("after a dry run: %+v, %v", report, err)
	}
}

func TestKeysAreTheirs(t *testing.T) {
	a, b, foreign := store.Account{Hash: "p1$a$x"}, store.Account{Hash: "p1$b$x"}, store.Account{Hash: "$2a$04$x"}
	for _, c := range []struct {
		accounts []store.Account
		key      string
		want     bool
	}{
		{nil, "a", true},
		{[]store.Account{foreign}, "a", true},
		{[]store.Account{a}, "a", true},
		{[]store.Account{foreign, b, a}, "a", true},
		{[]store.Account{foreign, b}, "a", false},
	} {
		if got := theirs(c.accounts, []policy.Key{{ID: c.key}}); got != c.want {
			t.Errorf("theirs(%v, %s) = %v", c.accounts, c.key, got)
		}
	}
}
