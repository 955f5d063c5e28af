// Package bolt keeps the records in one file, through go.etcd.io/bbolt. It is
// the embedded engine behind store.Store: no server, one process at a time.
//
// The rules of this package:
//   - One goroutine writes. It commits at once when it is idle and takes with
//     it whatever queued during the last fsync, so a lone writer waits for
//     nothing and many share one fsync (committer.go).
//   - bbolt has no savepoints, so each change is checked first and written
//     last: a refused one leaves nothing behind in the shared transaction.
//   - A file that is not a whole store is never written to (open.go).
//   - bbolt panics on damaged pages, and a cut file faults in the memory map.
//     Both become store.ErrDamaged (guard.go).
//   - Nothing is acknowledged before its fsync.
package bolt
