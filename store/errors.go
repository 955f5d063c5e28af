package store

import "errors"

// Errors of opening a store.
var (
	// ErrLocked means that another process holds the store.
	ErrLocked = errors.New("store is in use by another process")
	// ErrDamaged means that the file is not a store, or is torn; it is left as it is.
	ErrDamaged = errors.New("store is damaged")
	// ErrNewer means that a later version of the program wrote the store.
	ErrNewer = errors.New("store was written by a newer version")
	// ErrExposed means that others than its owner may read or change the file;
	// it is left as it is, for only a person can tell what they did with it.
	ErrExposed = errors.New("store is open to others")
)

// Errors of a call. Unless said otherwise nothing was changed.
var (
	// ErrNotFound means that there is no such record.
	ErrNotFound = errors.New("not found")
	// ErrExists means that the number or the address belongs to another account.
	ErrExists = errors.New("already exists")
	// ErrConflict means that the account changed since it was read.
	ErrConflict = errors.New("changed by somebody else meanwhile")
	// ErrTooLarge means that a change or a record is over its limit.
	ErrTooLarge = errors.New("too large")
	// ErrClosed means that the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrUnavailable means that the engine could not be reached or could not
	// write (a full disk, say).
	ErrUnavailable = errors.New("store is unavailable")
	// ErrUnknown means that the outcome is not known: look for the ID of your
	// own event before you try again.
	ErrUnknown = errors.New("outcome unknown")
)
