// Package durable makes new names on the disk survive a power cut.
package durable

import (
	"errors"
	"os"
	"runtime"
)

// SyncDir makes what was created, linked or renamed in a folder durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil // folders cannot be synced there
	}
	return errors.Join(err, d.Close())
}
