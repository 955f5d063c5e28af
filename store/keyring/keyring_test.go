package keyring

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"peremption/policy"
)

// secret makes a key's base64 text from one byte.
func secret(b byte, n int) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, n))
}

func write(t *testing.T, text string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // whatever the umask is
		t.Fatal(err)
	}
	return path
}

func TestNewFileHasOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "keys")
	ring, err := Open(path, true)
	if err != nil || len(ring.Keys()) != 1 || len(ring.Keys()[0].Bytes) < MinKey {
		t.Fatal(ring, err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	again, err := Open(path, true)
	if err != nil || !bytes.Equal(again.Keys()[0].Bytes, ring.Keys()[0].Bytes) {
		t.Fatal("a second opening changed the key", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Fatal("left beside the file:", entries, err)
	}
	other, err := Open(filepath.Join(t.TempDir(), "keys"), true)
	if err != nil || bytes.Equal(other.Keys()[0].Bytes, ring.Keys()[0].Bytes) || other.Keys()[0].ID == ring.Keys()[0].ID {
		t.Fatal("two files share a key", err)
	}
}

// A new key beside an old store would lock everybody out in silence.
func TestMissingFileIsNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	_, err := Open(path, false)
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "backup") {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal("something was made:", err)
	}
}

func TestNewestIsFirst(t *testing.T) {
	ring, err := Open(write(t, "# remark\n\n b "+secret(2, 32)+" # the new one\r\na\t"+secret(1, 40), 0o600), false)
	if err != nil {
		t.Fatal(err)
	}
	keys := ring.Keys()
	if len(keys) != 2 || keys[0].ID != "b" || keys[1].ID != "a" || len(keys[1].Bytes) != 40 {
		t.Fatal(ring)
	}
	clear(keys[0].Bytes) // the caller's copy
	if ring.Keys()[0].Bytes[0] != 2 {
		t.Fatal("a caller changed the ring")
	}
}

// an error names the file and the line, never what is written there.
func TestBadFileIsRefusedAndLeft(t *testing.T) {
	leak := secret(7, 33)
	for name, c := range map[string]struct {
		text string
		mode fs.FileMode
		want error
		says string
	}{
		"empty":         {"", 0o600, ErrMalformed, "no key"},
		"remarks alone": {"# a " + leak, 0o600, ErrMalformed, "no key"},
		"one word":      {"a " + leak + "\n" + leak, 0o600, ErrMalformed, "line 2"},
		"three words":   {"a b " + leak, 0o600, ErrMalformed, "line 1"},
		"not base64":    {"a !" + leak, 0o600, ErrMalformed, "base64"},
		"too short":     {"a " + secret(7, 31), 0o600, ErrMalformed, "31 bytes"},
		"same name":     {"a " + leak + "\na " + secret(8, 32), 0o600, ErrMalformed, "line 2"},
		"same key":      {"a " + leak + "\nb " + leak, 0o600, ErrMalformed, "line 2"},
		"dollar name":   {"a$b " + leak, 0o600, ErrMalformed, "name"},
		"swapped":       {leak + " a", 0o600, ErrMalformed, "line 1"},
		"huge":          {strings.Repeat("# remark\n", 10_000) + "a " + leak, 0o600, ErrMalformed, "over"},
		"group reads":   {"a " + leak, 0o640, ErrExposed, "0640"},
		"all read":      {"a " + leak, 0o604, ErrExposed, "0604"},
	} {
		if runtime.GOOS == "windows" && errors.Is(c.want, ErrExposed) {
			continue // no such permissions there
		}
		path := write(t, c.text, c.mode)
		ring, err := Open(path, true)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v", name, ring, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, path) || !strings.Contains(text, c.says) || strings.Contains(text, leak[:8]) {
			t.Errorf("%s: %v", name, err)
		}
		if errors.Is(err, ErrExposed) && !strings.Contains(err.Error(), "peremption store rotate-pepper") {
			t.Errorf("%s: %v: does not say how to rotate", name, err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != c.text {
			t.Errorf("%s: the file was changed", name)
		}
	}
	if _, err := Open(t.TempDir(), true); err == nil {
		t.Error("a folder passes for a key file")
	}
}

func TestRotateKeepsOldKeys(t *testing.T) {
	path := write(t, "a "+secret(1, 32)+"\n", 0o600)
	ring, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	added := "z " + secret(9, 32) + "\na " + secret(1, 32) + "\n"
	if err := os.WriteFile(path, []byte(added), 0o600); err != nil { // by somebody else
		t.Fatal(err)
	}
	if err := ring.Rotate(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Ring{ring, again} {
		keys := r.Keys()
		if len(keys) != 3 || keys[1].ID != "z" || keys[2].ID != "a" {
			t.Error(r)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Error("left beside the file:", entries, err)
	}
}

func TestRotateOfALostFileFails(t *testing.T) {
	path := write(t, "a "+secret(1, 32), 0o600)
	ring, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := ring.Rotate(); !errors.Is(err, ErrMissing) {
		t.Fatal(err)
	}
	if keys := ring.Keys(); len(keys) != 1 {
		t.Fatal("the ring changed")
	}
}

// Hashes made before a rotation still verify, and are told to be stale.
func TestRotationAndPasswords(t *testing.T) {
	ring, err := Open(filepath.Join(t.TempDir(), "keys"), true)
	if err != nil {
		t.Fatal(err)
	}
	password := policy.NewSecret("Corbeau-Tilleul-42-Passerelle")
	old, err := policy.Hasher{Cost: policy.MinCost, Keys: ring.Keys()}.Hash(password)
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Rotate(); err != nil {
		t.Fatal(err)
	}
	ok, stale, err := policy.Hasher{Cost: policy.MinCost, Keys: ring.Keys()}.Verify(old, password)
	if !ok || !stale || err != nil {
		t.Fatal(ok, stale, err)
	}
}

//
func TestRingPrintsNoKey(t *testing.T) {
	ring, err := Open(write(t, "name "+secret('S', 32), 0o600), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q"} {
		for _, r := range []any{ring, *ring} {
			if got := fmt.Sprintf(verb, r); got != "keyring name" {
				t.Errorf("%s prints %q", verb, got)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a " + secret(1, 32) + "\nb " + secret(2, 33)))
	f.Add([]byte("# remark\r\n\r\na\t" + secret(1, 32) + "# remark"))
	f.Add([]byte("a " + secret(1, 31)))
	f.Add([]byte("a$ " + secret(1, 32)))
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := parse(data)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Fatalf("error without a name: %v", err)
			}
			return
		}
		again, err := parse(format(keys))
		if err != nil || len(again) != len(keys) {
			t.Fatalf("written and read again: %d keys, %v; had %d", len(again), err, len(keys))
		}
		for i, k := range keys {
			if again[i].ID != k.ID || !bytes.Equal(again[i].Bytes, k.Bytes) || len(k.Bytes) < MinKey {
				t.Fatalf("key %d changed", i)
			}
		}
	})
}
