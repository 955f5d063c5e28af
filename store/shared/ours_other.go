//go:build !unix

package shared

import (
	"errors"
	"io/fs"
	"net"
)

// ours trusts the folder's permissions where files have no numbered owner.
func ours(fs.FileInfo) bool { return true }

// refused takes every dial that failed for one that nobody answered: the names
// of the errors differ, and whether somebody owns the store is the lock's to say.
func refused(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}
