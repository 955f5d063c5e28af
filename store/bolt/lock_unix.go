//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package bolt

import (
	"errors"
	"os"
	"syscall"
	"time"

	"peremption/store"
)

// lockRetry is the pause between two attempts at the lock, bbolt's own.
const lockRetry = 50 * time.Millisecond

// lock takes the lock that bbolt will ask for again on the same open file (it
// is granted at once), so that the file can be read in peace before.
func lock(file *os.File, timeout time.Duration) error {
	deadline := time.Now().Add(timeout) // the real clock: this is about another process
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if time.Now().Add(lockRetry).After(deadline) {
			return store.ErrLocked
		}
		time.Sleep(lockRetry)
	}
}

func unlock(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }
