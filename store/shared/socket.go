package shared

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// maxSocketPath is the longest path a socket can have everywhere: systems
// allow 104 to 108 bytes.
const maxSocketPath = 100

// nursery is the pattern of the folder that a socket is made in, and nestling
// what it is called there.
const (
	nursery  = ".sock-*"
	nestling = "s"
)

// socket is where the owner of a store listens.
type socket struct {
	*net.UnixListener
	path string
}

// socketPath returns the place of the socket of the store at path: beside it,
// or in a folder of our own under the system's temporary one where the path
// would be too long for a socket. The second place must be made first.
func socketPath(store string) (path string, made bool, err error) {
	// Whichever way somebody came to the file, the socket is beside the file.
	real, err := realPath(store)
	if err != nil {
		return "", false, err
	}
	if path = real + ".sock"; fits(path) {
		return path, true, nil
	}
	sum := sha256.Sum256([]byte(real))
	dir := filepath.Join(os.TempDir(), "peremption-"+strconv.Itoa(os.Geteuid()))
	if path = filepath.Join(dir, hex.EncodeToString(sum[:8])); fits(path) {
		return path, false, nil
	}
	return "", false, fmt.Errorf("path of the socket is over %d bytes", maxSocketPath)
}

// realPath is the path of a store's file without links, from the root.
func realPath(store string) (string, error) {
	real, err := filepath.EvalSymlinks(store)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	return real, err
}

// fits tells whether a socket can have that path, and be made beside it.
func fits(path string) bool {
	newborn := filepath.Join(filepath.Dir(path), nursery+"0123456789", nestling)
	return len(path) <= maxSocketPath && len(newborn) <= maxSocketPath
}

// listen makes the socket of a store whose file we hold.
func listen(store string) (*socket, error) {
	path, made, err := socketPath(store)
	if err != nil {
		return nil, err
	}
	if !made {
		if err := privateDir(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("%s is in the way", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), nursery) // 0700
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the socket has left it by then
	born := filepath.Join(dir, nestling)
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: born, Net: "unix"})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false) // it knows the socket by its first name
	if err = os.Chmod(born, 0o600); err == nil {
		err = os.Rename(born, path)
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return &socket{listener, path}, nil
}

// close stops listening and removes the socket.
func (s *socket) close() error {
	err := s.Close()
	if removed := os.Remove(s.path); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

// privateDir makes a folder that only we can enter, or makes sure that it is
// one: anybody could have made it before us.
func privateDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return ourDir(dir)
}

// ourDir refuses a folder that others can enter.
func ourDir(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ours(info) {
		return fmt.Errorf("%s is not a folder of ours alone", dir)
	}
	return nil
}

// ourSocket refuses what others made, or could talk through. Not every system
// can say who is on the other end, so the place itself must be beyond doubt.
func ourSocket(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // which has neither the type nor the bits
		return nil
	}
	if info.Mode().Type() != fs.ModeSocket || info.Mode().Perm()&0o077 != 0 || !ours(info) {
		return fmt.Errorf("%s is not a socket of ours alone", path)
	}
	return nil
}

// nobody tells whether a dial failed because nobody listens: there is no
// socket, or one that a dead owner left.
func nobody(err error) bool { return errors.Is(err, fs.ErrNotExist) || refused(err) }

// dial connects to the owner of a store, where socketPath says, after making
// sure that the place is ours, and then who is there.
func dial(ctx context.Context, path string, made bool) (*net.UnixConn, error) {
	if !made {
		if err := ourDir(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	if err := ourSocket(path); err != nil {
		return nil, err
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	unix, ok := conn.(*net.UnixConn)
	if !ok {
		return nil, errors.Join(errors.New("not a Unix socket"), conn.Close())
	}
	if err := checkPeer(unix); err != nil {
		return nil, errors.Join(err, unix.Close())
	}
	return unix, nil
}
