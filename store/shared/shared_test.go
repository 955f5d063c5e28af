package shared

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/store"
	"peremption/store/bolt"
	"peremption/store/storetest"
)

// options never wait for a lock longer than a test should.
func options(now func() time.Time) Options {
	return Options{Bolt: bolt.Options{Now: now, Timeout: firstTry}}
}

// openOwner opens a store that shares itself, or fails the test.
func openOwner(t *testing.T, path string, now func() time.Time) store.Store {
	t.Helper()
	opts := options(now)
	opts.Unshared = func(err error) { t.Errorf("not shared: %v", err) }
	s, err := Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.(*owner); !ok {
		t.Fatalf("opened %T, want the owner", s)
	}
	return s
}

// openJoined joins an owner.
func openJoined(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := Open(t.Context(), path, options(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.(*client); !ok {
		t.Fatalf("opened %T, want a client", s)
	}
	return s
}

// joined opens an owner that lives as long as the test, and joins it.
func joined(t *testing.T, now func() time.Time) store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s.db")
	storetest.Watch(t, openOwner(t, path, now))
	return openJoined(t, path)
}

func TestJoinedStoreConforms(t *testing.T) { storetest.Run(t, joined) }

func TestOwnerConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("bolt passes the same suite")
	}
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return openOwner(t, filepath.Join(t.TempDir(), "s.db"), now)
	})
}

func TestBackupOfAJoinedStore(t *testing.T) {
	storetest.RunBackup(t, joined, func(t *testing.T, file string) store.Store { return openOwner(t, file, nil) })
}

func account(n string) store.Account {
	return store.Account{Number: n, Email: n + "@exemple.fr", Hash: "h"}
}

func TestTwoSeeEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	one := storetest.Watch(t, openOwner(t, path, nil))
	two := storetest.Watch(t, openJoined(t, path))
	a := account("1")
	if _, err := two.Commit(t.Context(), store.Change{Account: &a}); err != nil {
		t.Fatal(err)
	}
	got, err := one.ByNumber(t.Context(), "1")
	if err != nil || got.Hash != "h" {
		t.Fatal(got, err)
	}
	got.Hash = "new"
	if _, err := one.Commit(t.Context(), store.Change{Account: &got}); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Commit(t.Context(), store.Change{Account: &got}); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("stale version over the wire: %v", err)
	}
}

// A page is as long as was asked for, though one answer is not.
func TestLongPage(t *testing.T) {
	s := storetest.Watch(t, joined(t, nil))
	var in []store.Account
	for i := range 3 * maxPage {
		in = append(in, account(string(rune('a'+i/676))+string(rune('a'+i/26%26))+string(rune('a'+i%26))))
	}
	if n, err := s.Import(t.Context(), slices.Values(in), func(a store.Account, err error) { t.Error(a, err) }); err != nil || n != len(in) {
		t.Fatal(n, err)
	}
	page, next, err := s.Accounts(t.Context(), "", len(in)-1)
	if err != nil || len(page) != len(in)-1 || next == "" {
		t.Fatal(len(page), next, err)
	}
}

// stuck is a store whose Commit and Check wait until their context ends.
type stuck struct {
	store.Store
	entered chan struct{}
}

func (s stuck) Commit(ctx context.Context, _ store.Change) (uint64, error) {
	s.entered <- struct{}{}
	<-ctx.Done()
	return 0, ctx.Err()
}

func (s stuck) Check(ctx context.Context) (store.Report, error) {
	s.entered <- struct{}{}
	<-ctx.Done()
	return store.Report{}, ctx.Err()
}

// stuckServer serves a stuck store at a path that exists.
func stuckServer(t *testing.T) (*server, *client, chan struct{}) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	entered := make(chan struct{})
	srv := serve(stuck{entered: entered}, socket)
	c, err := join(t.Context(), path, options(nil))
	if err != nil {
		t.Fatal(err)
	}
	return srv, c, entered
}

// Hanging up is how a caller cancels; whether the commit went through is then
// anybody's guess, and is said to be.
func TestCancelledCommitIsUnknown(t *testing.T) {
	srv, c, entered := stuckServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	_, err := c.Commit(ctx, store.Change{})
	if !errors.Is(err, store.ErrUnknown) || !errors.Is(err, context.Canceled) {
		t.Errorf("commit: %v", err)
	}
	if err := errors.Join(c.Close(), srv.close()); err != nil {
		t.Error(err)
	}
}

func TestClosingOwnerBreaksOffLongCalls(t *testing.T) {
	srv, c, entered := stuckServer(t)
	closed := make(chan error, 1)
	go func() { <-entered; closed <- srv.close() }()
	_, err := c.Check(t.Context())
	if !errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrClosed) {
		t.Errorf("check: %v", err)
	}
	if err := errors.Join(<-closed, c.Close()); err != nil {
		t.Error(err)
	}
}

func TestErrorsKeepTheirIdentity(t *testing.T) {
	for _, want := range known() {
		got := toFailure(errors.Join(errors.New("doing"), want)).err()
		for _, other := range known() {
			if errors.Is(got, other) != (other == want) {
				t.Errorf("%v arrives as %v", want, got)
			}
		}
	}
	if toFailure(nil).err() != nil {
		t.Error("no error arrives as one")
	}
	if (&failure{Text: "x", Is: []int{-1, 99}}).Unwrap() != nil {
		t.Error("unknown places are taken for errors")
	}
}

func TestSocketIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	storetest.Watch(t, openOwner(t, path, nil))
	info, err := os.Lstat(path + ".sock")
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Fatalf("beside the store: %v, %v", entries, err)
	}
}

// The weakness: a folder that another person can make first.
func TestOpenFolderIsNotPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders have no such permissions there")
	}
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := privateDir(dir); err == nil {
		t.Error("a folder open to others passes for private")
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if err := privateDir(link); err == nil {
		t.Error("a link passes for a private folder")
	}
}

func TestStaleSocketIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dead, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.UnixListener.Close(); err != nil { // as if killed: the file stays
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	storetest.Watch(t, openOwner(t, path, nil))
	storetest.Watch(t, openJoined(t, path))
}

// Where the owner of the lock does not serve, there is nobody to join.
func TestNobodyAnswers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Watch(t, db)
	if _, err := Open(t.Context(), path, options(nil)); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("open: %v", err)
	}
}

func TestOccupiedSocketPathMeansUnshared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	if err := os.WriteFile(path+".sock", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var told error
	opts := options(nil)
	opts.Unshared = func(err error) { told = err }
	s, err := Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Watch(t, s)
	if told == nil {
		t.Error("nobody was told")
	}
	if data, err := os.ReadFile(path + ".sock"); err != nil || string(data) != "mine" {
		t.Errorf("the file became %q, %v", data, err)
	}
}

func TestLongPathIsSharedElsewhere(t *testing.T) {
	t.Setenv("TMPDIR", shortDir(t))
	path := filepath.Join(t.TempDir(), strings.Repeat("long", 40), "s.db")
	storetest.Watch(t, openOwner(t, path, nil))
	s := storetest.Watch(t, openJoined(t, path))
	if _, err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", "/tmp/"+strings.Repeat("x", 100))
	if _, _, err := socketPath(path); err == nil {
		t.Error("a path that is too long everywhere is accepted")
	}
}

// shortDir is a temporary folder with a name short enough for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestLinkLeadsToTheSameSocket(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.db")
	storetest.Watch(t, openOwner(t, path, nil))
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	storetest.Watch(t, openJoined(t, link))
}
