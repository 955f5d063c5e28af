package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"peremption/store"
	"peremption/store/internal/durable"
)

// defaultTimeout is how long Open waits for another process to let go.
const defaultTimeout = time.Second

// mapAhead is how many bytes of addresses are reserved for the memory map, so
// that the file grows without waiting for its readers (a backup, say). It
// costs no memory.
const mapAhead = 8 << 30

// growBy is how many bytes the file grows by at once, at least.
const growBy = 1 << 20

// Options are what may be chosen when a store is opened.
type Options struct {
	// Timeout is how long to wait for another process to let go of the file;
	// a second where it is zero. Less than 50 ms is one attempt.
	Timeout time.Duration
	// Now is the clock; time.Now where it is nil.
	Now func() time.Time
	// Existing refuses to create a store: a missing one is fs.ErrNotExist.
	Existing bool
}

// Open opens the store in the file at path and creates it, and its folder,
// where they are missing: the file for its owner alone (0600), the folder too
// (0700). A new store comes into being whole: it is made under another name
// and then linked, so a crash leaves no half of one.
//
// ErrLocked: another process has it. ErrNewer: a later version wrote it.
// ErrDamaged: the file is not a store, or not a whole one; it is left as it
// is, byte for byte. That includes an empty file: this program never leaves
// one, so something cut it, and a fresh store would hide the loss. ErrExposed:
// others have permissions on the file. They are not taken away in silence: who
// had them may have read every account, or written to them. Everything else
// (no permission, no space) is the system's error.
func Open(path string, opts Options) (*DB, error) {
	if opts.Timeout <= 0 {
		opts.Timeout = defaultTimeout
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if !opts.Existing {
		if err := createIfMissing(path); err != nil {
			return nil, fmt.Errorf("create store %s: %w", path, err)
		}
	}
	raw, file, err := openFile(path, opts.Timeout)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return start(raw, file, path, opts.Now), nil
}

// createIfMissing makes an empty store at path unless there is something.
func createIfMissing(path string) error {
	_, err := os.Stat(path)
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(dir, filepath.Base(path)+".new-*") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // the link keeps the file
	if err := temp.Close(); err != nil {
		return err
	}
	raw, err := bbolt.Open(temp.Name(), 0o600, &bbolt.Options{Timeout: defaultTimeout})
	if err != nil {
		return err
	}
	err = raw.Update(createBuckets)
	if err := errors.Join(err, raw.Close()); err != nil {
		return err
	}
	// Link and not Rename: it never replaces what somebody made meanwhile.
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return durable.SyncDir(dir)
}

// openFile opens an existing file, and changes nothing unless it is a store
// from one end to the other.
func openFile(path string, timeout time.Duration) (raw *bbolt.DB, file *os.File, err error) {
	options := &bbolt.Options{
		Timeout:      timeout,
		FreelistType: bbolt.FreelistMapType,
		// bbolt asks for the file here. It is locked and looked at before
		// bbolt maps it, for bbolt trusts what it finds.
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			file, err = openLocked(name, flag&^os.O_CREATE, mode, timeout)
			return file, err
		},
	}
	if strconv.IntSize == 64 && runtime.GOOS != "windows" { // Windows would grow the file itself
		options.InitialMmapSize = mapAhead
	}
	err = guarded(func() error {
		if raw, err = bbolt.Open(path, 0o600, options); err != nil {
			return err
		}
		return raw.View(checkSchema)
	})
	if err == nil {
		err = dropStaging(raw)
	}
	switch {
	case err == nil:
		raw.AllocSize = growBy
		return raw, file, nil
	case raw != nil:
		_ = raw.Close() // the first error says more
	case file != nil:
		// bbolt panicked half way: it still maps the file, so closing alone
		// would not let go of the lock.
		_ = unlock(file)
		_ = file.Close()
	}
	return nil, nil, openError(err)
}

// private refuses a file that others than its owner have permissions on. What
// was opened is asked, whatever its name leads to by now.
func private(file *os.File) error {
	if runtime.GOOS == "windows" { // which has no such bits
		return nil
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); info.Mode().IsRegular() && mode&0o077 != 0 {
		return fmt.Errorf("%w: its mode is %04o; run chmod 600 on it, and check it if anybody may have changed it",
			store.ErrExposed, mode)
	}
	return nil
}

// openLocked opens, locks and inspects the file.
func openLocked(name string, flag int, mode os.FileMode, timeout time.Duration) (*os.File, error) {
	file, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	if err = private(file); err == nil {
		err = lock(file, timeout)
	}
	if err == nil {
		err = probe(file)
	}
	if err != nil {
		_ = file.Close() // only looked at
		return nil, err
	}
	return file, nil
}

// openError gives bbolt's errors the store's names.
func openError(err error) error {
	for _, damage := range []error{
		bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum, bolterrors.ErrInvalidMapping,
	} {
		if errors.Is(err, damage) {
			return fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return store.ErrLocked
	}
	return err
}
