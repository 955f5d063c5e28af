package keyring

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"peremption/policy"
	"peremption/store/internal/durable"
)

// Open reads the key file at path. Where it is missing and mayCreate is true,
// it is made, with one new key; say so only for a store that is new as well.
// ErrMissing, ErrExposed, ErrMalformed, or the system's error; a file that is
// there is never written to.
func Open(path string, mayCreate bool) (*Ring, error) {
	keys, err := read(path)
	if errors.Is(err, ErrMissing) && mayCreate {
		if err := create(path); err != nil {
			return nil, fmt.Errorf("create key file %s: %w", path, err)
		}
		keys, err = read(path)
	}
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return &Ring{path: path, keys: keys}, nil
}

// Rotate puts a new key before the others, in the file and in the ring. The
// file is replaced as a whole, so that a crash leaves the old or the new one.
// It reads the file again first: keys that somebody added since stay.
func (r *Ring) Rotate() error {
	keys, err := read(r.path)
	if err == nil {
		var key policy.Key
		if key, err = newKey(keys); err == nil {
			keys = append([]policy.Key{key}, keys...)
			err = replace(r.path, format(keys))
		}
	}
	if err != nil {
		return fmt.Errorf("rotate key file %s: %w", r.path, err)
	}
	r.keys = keys
	return nil
}

func read(path string) ([]policy.Key, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()            // of what was opened, whatever the name leads to by now
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: not a file", ErrMalformed)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // Windows has no such bits
		return nil, fmt.Errorf("%w (they are %04o)", ErrExposed, info.Mode().Perm())
	}
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, err
	}
	return parse(data)
}

// create makes a file with one new key, whole from its first moment. It links
// and does not rename, and so never replaces what somebody made meanwhile:
// their key is then the one to use.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	key, err := newKey(nil)
	if err != nil {
		return err
	}
	temp, err := writeTemp(path, format([]policy.Key{key}))
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }() // the link keeps the file
	if err := os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return durable.SyncDir(filepath.Dir(path))
}

func replace(path string, data []byte) error {
	temp, err := writeTemp(path, data)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return durable.SyncDir(filepath.Dir(path))
}

// writeTemp writes a new file beside path, for its owner alone, to the disk.
func writeTemp(path string, data []byte) (name string, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // O_EXCL, 0600
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// newKey draws a key, under a name that none of the others has.
func newKey(others []policy.Key) (policy.Key, error) {
	drawn := make([]byte, MinKey+5)
	if _, err := rand.Read(drawn); err != nil {
		return policy.Key{}, err
	}
	name := "k" + strings.ToLower(base32.StdEncoding.EncodeToString(drawn[MinKey:]))
	for _, other := range others {
		if other.ID == name {
			return policy.Key{}, fmt.Errorf("name %q was drawn twice", name)
		}
	}
	return policy.Key{ID: name, Bytes: drawn[:MinKey:MinKey]}, nil
}
