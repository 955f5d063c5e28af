package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"peremption/policy"
	"peremption/store"
)

func contractTests() []test {
	return []test{
		{"EndedContextDoesNothing", testEndedContext},
		{"ClosedStoreSaysSo", testClosed},
		{"BackupReportsItsWriter", testBackupWriter},
	}
}

// wantErr compares an error by its identity; a nil want is no error.
func wantErr(b *bench, what any, err, want error) {
	b.Helper()
	if want == nil && err != nil || !errors.Is(err, want) {
		b.Errorf("%v: %v, want %v", what, err, want)
	}
}

// calls is every method, each with arguments that would succeed.
func calls(ctx context.Context, s store.Store) map[string]func() error {
	a := account(50)
	return map[string]func() error{
		"ByNumber": func() error { _, err := s.ByNumber(ctx, number(1)); return err },
		"ByEmail":  func() error { _, err := s.ByEmail(ctx, account(1).Email); return err },
		"Commit":   func() error { _, err := s.Commit(ctx, store.Change{Account: &a}); return err },
		"Expiring": func() error { _, _, err := s.Expiring(ctx, policy.Date{}, policy.Date{}, "", 5); return err },
		"Accounts": func() error { _, _, err := s.Accounts(ctx, "", 5); return err },
		"Events":   func() error { _, _, err := s.Events(ctx, "", "", 5); return err },
		"Mails":    func() error { _, _, err := s.Mails(ctx, "", 5); return err },
		"MailByID": func() error { _, err := s.MailByID(ctx, "m"); return err },
		"Claim":    func() error { _, err := s.Claim(ctx, "x", 5, lease); return err },
		"Settle":   func() error { return s.Settle(ctx, "m", "x", store.Delivery{}) },
		"Hit":      func() error { _, err := s.Hit(ctx, "k", policy.SecretSchedule()); return err },
		"Import": func() error {
			_, err := s.Import(ctx, slices.Values([]store.Account{account(60)}), func(store.Account, error) {})
			return err
		},
		"Backup": func() error { return s.Backup(ctx, io.Discard) },
		"Check":  func() error { _, err := s.Check(ctx); return err },
	}
}

func testEndedContext(b *bench) {
	b.create(account(1))
	b.send("m")
	before := b.report()
	cancelled, cancel := context.WithCancel(b.ctx)
	cancel()
	late, cancel := context.WithDeadline(b.ctx, time.Now().Add(-time.Second))
	defer cancel()
	for ctx, want := range map[context.Context]error{cancelled: context.Canceled, late: context.DeadlineExceeded} {
		for name, call := range calls(ctx, b.s) {
			if err := call(); !errors.Is(err, want) || errors.Is(err, store.ErrUnknown) {
				b.Errorf("%s: %v, want %v alone", name, err, want)
			}
		}
	}
	if got := b.report(); got != before {
		b.Errorf("left %+v, had %+v", got, before)
	}
}

func testClosed(b *bench) {
	b.create(account(1))
	if err := b.s.Close(); err != nil {
		b.Fatal(err)
	}
	for name, call := range calls(b.ctx, b.s) {
		wantErr(b, name, call(), store.ErrClosed)
	}
	if err := b.s.Close(); err != nil {
		b.Errorf("second close: %v", err)
	}
}

// full is a writer on a full disk.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func testBackupWriter(b *bench) {
	b.create(account(1))
	broken := errors.New("disk full")
	wantErr(b, "backup", b.s.Backup(b.ctx, full{broken}), broken)
	b.create(account(2))
}

// RunBackup checks, for an engine whose backup is a file that can be opened
// again, that a copy taken while others write is a whole store.
func RunBackup(t *testing.T, open Opener, reopen func(t *testing.T, file string) store.Store) {
	b := newBench(t, open)
	for i := range 200 {
		a := account(i)
		b.commit(store.Change{Account: &a, Events: []store.Event{event(a.Number, a.Number)}})
	}
	var copied bytes.Buffer
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		for i := range 200 {
			a := account(1000 + i)
			if _, err := b.s.Commit(b.ctx, store.Change{Account: &a, Events: []store.Event{event(a.Number, a.Number)}}); err != nil {
				t.Error(err)
			}
		}
	}()
	if err := b.s.Backup(b.ctx, &copied); err != nil {
		t.Fatal(err)
	}
	<-writing
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(file, copied.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	again := Watch(t, reopen(t, file))
	r, err := again.Check(t.Context())
	if err != nil || r.Accounts < 200 || r.Accounts != r.Events {
		t.Fatalf("copy: %+v, %v", r, err)
	}
}
