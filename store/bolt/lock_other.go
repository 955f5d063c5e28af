//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package bolt

import (
	"os"
	"time"
)

// lock does nothing where one open file cannot be locked twice; bbolt's own
// lock, taken right after, must do.
func lock(*os.File, time.Duration) error { return nil }

func unlock(*os.File) error { return nil }
