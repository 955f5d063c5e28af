package shared

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"peremption/store"
	"peremption/store/bolt"
	"peremption/store/storetest"
)

// orphan joins an owner, who ends.
func orphan(t *testing.T, path string, now func() time.Time) *client {
	t.Helper()
	first := openOwner(t, path, now)
	s, err := Open(t.Context(), path, options(now))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := s.(*client)
	if !ok {
		t.Fatalf("opened %T, want a client", s)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

// put creates an account that must go in.
func put(t *testing.T, s store.Store, number string) {
	t.Helper()
	a := account(number)
	if _, err := s.Commit(t.Context(), store.Change{Account: &a}); err != nil {
		t.Errorf("create %s: %v", number, err)
	}
}

func TestHeirConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("the owner passes the same suite")
	}
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return orphan(t, filepath.Join(t.TempDir(), "s.db"), now)
	})
}

func TestBackupOfAnHeir(t *testing.T) {
	storetest.RunBackup(t, func(t *testing.T, now func() time.Time) store.Store {
		return orphan(t, filepath.Join(t.TempDir(), "s.db"), now)
	}, func(t *testing.T, file string) store.Store { return openOwner(t, file, nil) })
}

// The weakness: with the window that was opened first, every other one died.
// Three use a store, the first ends while the others work, then the next.
func TestThoseWhoJoinedGoOnWithoutTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	patient := Options{Bolt: bolt.Options{Timeout: time.Minute}} // a busy machine is no failure
	a := openOwner(t, path, nil)
	var joined []store.Store
	for range 2 {
		s, err := Open(t.Context(), path, patient)
		if err != nil {
			t.Fatal(err)
		}
		joined = append(joined, s)
	}
	put(t, joined[0], "before")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path + ".sock"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("socket left: %v", err)
	}
	const each = 8
	var wg sync.WaitGroup
	for i, s := range joined {
		for j := range each {
			wg.Go(func() { put(t, s, strconv.Itoa(i)+"-"+strconv.Itoa(j)) })
		}
	}
	wg.Wait()
	heirs := slices.DeleteFunc(slices.Clone(joined), func(s store.Store) bool { return s.(*client).inherited() == nil })
	if len(heirs) != 1 {
		t.Fatalf("%d own the store", len(heirs))
	}
	for _, s := range joined {
		if r, err := s.Check(t.Context()); err != nil || r.Accounts != 1+2*each {
			t.Errorf("%+v, %v", r, err)
		}
	}
	if err := heirs[0].Close(); err != nil {
		t.Fatal(err)
	}
	for _, s := range joined {
		if s != heirs[0] {
			put(t, s, "after")
			storetest.Watch(t, s)
		}
	}
	storetest.Watch(t, openJoined(t, path)) // the last one serves as well
}

// An owner who was killed leaves the socket behind, and nobody listens there.
func TestHeirOfAKilledOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	socket, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	srv := serve(db, socket)
	s := storetest.Watch(t, openJoined(t, path))
	put(t, s, "1")
	left := path + ".left"
	if err := os.Link(path+".sock", left); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(srv.close(), db.Close(), os.Rename(left, path+".sock")); err != nil {
		t.Fatal(err)
	}
	put(t, s, "2")
	storetest.Watch(t, openJoined(t, path))
}

// A call that was never sent is known not to have been done, and the reason is
// said; once that is out of the way the same client goes on.
func TestHeirWhoCannotOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	c := orphan(t, path, nil)
	storetest.Watch(t, c)
	a := account("1")
	refused := func(what string, want error) {
		t.Helper()
		_, err := c.Commit(t.Context(), store.Change{Account: &a})
		if !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, want) || errors.Is(err, store.ErrUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}

	db, err := bolt.Open(path, bolt.Options{}) // by somebody who does not serve
	if err != nil {
		t.Fatal(err)
	}
	refused("held by another", store.ErrLocked)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	away := path + ".away"
	if err := os.Rename(path, away); err != nil {
		t.Fatal(err)
	}
	refused("gone", fs.ErrNotExist)
	if err := os.Rename(away, path); err != nil { // nothing was made in its place
		t.Fatal(err)
	}

	if runtime.GOOS != "windows" {
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		refused("open to others", store.ErrExposed)
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(t, c, "1")
}

// The next owner may as well be somebody new.
func TestNewOwnerServesTheOrphan(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	c := orphan(t, path, nil)
	storetest.Watch(t, openOwner(t, path, nil))
	storetest.Watch(t, c)
	put(t, c, "1")
	if c.inherited() != nil {
		t.Error("two own the store")
	}
}

func TestClosedOrphanOpensNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	c := orphan(t, path, nil)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ByNumber(t.Context(), "1"); !errors.Is(err, store.ErrClosed) {
		t.Errorf("read: %v", err)
	}
	storetest.Watch(t, openOwner(t, path, nil))
}

// A commit whose answer is lost may have been done: it is not made again.
func TestCommitWithoutAnswerIsUnknown(t *testing.T) {
	srv, c, entered := stuckServer(t)
	go func() {
		<-entered
		srv.mu.Lock()
		defer srv.mu.Unlock()
		for conn := range srv.conns { // as if killed
			_ = conn.Close()
		}
	}()
	_, err := c.Commit(t.Context(), store.Change{})
	if !errors.Is(err, store.ErrUnknown) || c.inherited() != nil {
		t.Errorf("commit: %v", err)
	}
	if err := errors.Join(c.Close(), srv.close()); err != nil {
		t.Error(err)
	}
}

// The weakness: where the kernel does not say who is on the other end, whatever
// lay at the socket's path was talked to.
func TestDoubtfulSocketIsNotDialled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("sockets have no such permissions there")
	}
	path := filepath.Join(t.TempDir(), "s.db")
	storetest.Watch(t, openOwner(t, path, nil))
	socket := path + ".sock"
	doubtful := func(what, path string, made bool) {
		t.Helper()
		if conn, err := dial(t.Context(), path, made); err == nil || nobody(err) {
			t.Errorf("%s: %v, %v", what, conn, err)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(socket, link); err != nil {
		t.Fatal(err)
	}
	doubtful("a link", link, true)
	if err := os.Chmod(filepath.Dir(path), 0o755); err != nil { // whatever the umask is
		t.Fatal(err)
	}
	doubtful("in a folder that others can enter", socket, false)
	if err := os.Chmod(socket, 0o666); err != nil {
		t.Fatal(err)
	}
	doubtful("open to others", socket, true)
	doubtful("a file", path, true)
	if os.Geteuid() == 0 {
		if err := errors.Join(os.Chmod(socket, 0o600), os.Chown(socket, 12345, -1)); err != nil {
			t.Fatal(err)
		}
		doubtful("another's", socket, true)
	}
}
