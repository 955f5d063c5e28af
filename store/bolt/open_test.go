package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"peremption/store"
	"peremption/store/storetest"
)

// filled makes a closed store of a few pages and returns its path.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		a := sample(i)
		c := renewal(a, 1)
		c.Account = &a
		if _, err := db.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// inUse reads the pages of a closed store, without what it grew ahead.
func inUse(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	meta, ok := newestMeta(bytes.NewReader(data))
	if !ok {
		t.Fatal("no meta page")
	}
	return data[:int64(meta.pages)*meta.pageSize]
}

// write makes a file of its own of these bytes.
func write(t *testing.T, data []byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// editRaw changes a closed store behind our back.
func editRaw(t *testing.T, path string, edit func(*bbolt.Tx) error) {
	t.Helper()
	raw, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(raw.Update(edit), raw.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestNewStoreIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "er", "store.db")
	openTest(t, path, nil)
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left beside the store: %v, %v", entries, err)
	}
}

func TestSecondOpeningIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	openTest(t, path, nil)
	_, err := Open(path, Options{Timeout: time.Millisecond})
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Fatal(err)
	}
}

// The weakness: a store that a backup tool or a careless umask left open
// to others was used all the same. It is refused, and its mode is left to show.
func TestExposedFileIsRefusedAndLeft(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such permissions there")
	}
	path := filled(t)
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o602, 0o666} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{})
		if !errors.Is(err, store.ErrExposed) || !strings.Contains(err.Error(), path) ||
			!strings.Contains(err.Error(), fmt.Sprintf("%04o", mode)) || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%v: %v", mode, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%v became %v, %v", mode, info.Mode(), err)
		}
	}
	for _, mode := range []fs.FileMode{0o700, 0o600} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		db, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("%v: %v", mode, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestMissingFileIsNotCreatedWhereItMustExist(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	if _, err := Open(path, Options{Existing: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) > 0 {
		t.Errorf("something was made: %v, %v", entries, err)
	}
}

func TestFolderOutOfReach(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(file, "store.db"), Options{}); err == nil || errors.Is(err, store.ErrDamaged) {
		t.Errorf("below a file: %v", err)
	}
	if os.Geteuid() == 0 {
		return // nothing is out of root's reach
	}
	dir := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(dir, "store.db"), Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("in a folder that cannot be written: %v", err)
	}
}

// A file that is no store, or was one, is refused and not touched.
func TestDamagedFileIsRefusedAndLeft(t *testing.T) {
	whole := inUse(t, filled(t))
	page := os.Getpagesize()
	flip := func(at ...int) []byte {
		data := bytes.Clone(whole)
		for _, i := range at {
			data[i] ^= 0xff
		}
		return data
	}
	noRoot := bytes.Clone(whole)
	for p := 2; p < len(noRoot)/page; p++ { // every page but the two that lead to them
		for i := range page {
			noRoot[p*page+i] = byte(p * i)
		}
	}
	for name, data := range map[string][]byte{
		"empty":            {},
		"text":             []byte("numero;nom;prenom\n"),
		"zeros":            make([]byte, 64<<10),
		"cut to a half":    whole[:len(whole)/2],
		"cut by a page":    whole[:3*page],
		"cut in the head":  whole[:100],
		"both magics":      flip(16, page+16),
		"both checksums":   flip(16+56, page+16+56),
		"pages of noise":   noRoot,
		"database of SQL":  append([]byte("SQLite format 3\x00"), make([]byte, 8192)...),
		"head of one page": append(bytes.Clone(whole[:page]), make([]byte, 10)...),
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, data)
			for range 2 { // the lock must not stay behind either
				_, err := Open(path, Options{Timeout: time.Millisecond})
				if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), path) {
					t.Fatalf("open: %v", err)
				}
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, data) {
				t.Fatal("the file was changed")
			}
		})
	}
}

// Whatever pages a disk mixes up, calls return errors: none crashes, hangs, or
// writes to a file that was refused.
func TestFlippedPagesNeverPanic(t *testing.T) {
	whole := inUse(t, filled(t))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 2))
	const rounds = 30
	page, found := os.Getpagesize(), 0
	if len(whole)/page >= 128 {
		t.Fatalf("%d pages are too many for what follows", len(whole)/page)
	}
	for range rounds {
		data := bytes.Clone(whole)
		at := 2*page + rng.IntN(len(data)/page-2)*page
		for range 1 + rng.IntN(40) {
			// Heads and offsets. Whole bytes are turned over, so that no page
			// number becomes another one in use: a ring of pages would keep
			// bbolt busy for ever.
			data[at+rng.IntN(64)] ^= 0xff
		}
		path := write(t, data)
		db, err := Open(path, Options{})
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNewer) {
				t.Errorf("open: %v", err)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, data) {
				t.Error("a refused file was changed")
			}
			found++
			continue
		}
		if _, err := db.Check(t.Context()); err != nil {
			found++
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNewer) {
				t.Errorf("check: %v", err)
			}
		}
		for i := 0; i < 60; i += 6 {
			_, _ = db.ByEmail(t.Context(), sample(i).Email)
			c := renewal(sample(i), 2)
			c.Account.Version = 1
			_, _ = db.Commit(t.Context(), c)
		}
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if found < rounds/4 {
		t.Errorf("damage was found %d times in %d", found, rounds)
	}
}

func TestFileCutWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mapped file cannot be cut there")
	}
	path := filled(t)
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(4*os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Check(t.Context()); !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Errorf("check: %v", err)
	}
	c := renewal(sample(1), 3)
	c.Account.Version = 1
	if _, err := db.Commit(t.Context(), c); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("commit: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func TestMissingBucketIsDamage(t *testing.T) {
	whole := inUse(t, filled(t))
	for _, name := range allBuckets() {
		path := write(t, whole)
		editRaw(t, path, func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(name)) })
		if _, err := Open(path, Options{}); !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestForeignBoltFileIsLeft(t *testing.T) {
	for name, options := range map[string]*bbolt.Options{"plain": nil, "without freelist": {NoFreelistSync: true}} {
		path := filepath.Join(t.TempDir(), "foreign.db")
		raw, err := bbolt.Open(path, 0o600, options)
		if err != nil {
			t.Fatal(err)
		}
		err = raw.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err })
		if err := errors.Join(err, raw.Close()); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, Options{}); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filled(t)
	editRaw(t, path, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(bucketMeta)).Put([]byte(metaSchema), []byte("2"))
	})
	if _, err := Open(path, Options{}); !errors.Is(err, store.ErrNewer) {
		t.Fatal(err)
	}
}

func TestStoreSurvivesReopening(t *testing.T) {
	path := filled(t)
	db := openTest(t, path, storetest.NewClock().Now)
	if r, err := db.Check(t.Context()); err != nil || r.Accounts != 60 || r.Events != 60 || r.Mails != 60 {
		t.Fatal(r, err)
	}
}
