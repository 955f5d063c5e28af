package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"peremption/store"
)

// What bbolt's format says of a meta page, in the machine's byte order. Behind
// the page's header of 16 bytes come magic, version, page size and flags (four
// bytes each), the root's page and sequence, the freelist's page, the number
// of pages in use, the transaction (eight each), and the FNV-1a of all that.
const (
	pageHeader  = 16
	metaSize    = 64
	metaSummed  = 56 // what the checksum covers
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	noFreelist  = ^uint64(0) // the list of free pages is not in the file
	minPageSize = 1 << 10
	maxPageSize = 1 << 24
)

// boltMeta is the part of a meta page that decides whether a file is whole.
type boltMeta struct {
	pageSize            int64
	freelist, pages, tx uint64
}

// probe looks at a file as bbolt would, without mapping it and without writing
// to it: at least one meta page is right, and the file is as long as the
// newest one says.
func probe(file *os.File) error {
	info, err := file.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: not a file", store.ErrDamaged)
	case info.Size() == 0:
		return fmt.Errorf("%w: the file is empty", store.ErrDamaged)
	}
	newest, ok := newestMeta(file)
	switch {
	case !ok:
		return fmt.Errorf("%w: not a store", store.ErrDamaged)
	case uint64(info.Size())/uint64(newest.pageSize) < newest.pages:
		return fmt.Errorf("%w: the file ends early", store.ErrDamaged)
	case newest.freelist == noFreelist:
		// bbolt would add one right away, to a file that is none of ours.
		return fmt.Errorf("%w: written by another program", store.ErrDamaged)
	}
	return nil
}

// newestMeta returns the valid meta page of the last transaction. The second
// one is one page in, whatever the size of a page is.
func newestMeta(r io.ReaderAt) (newest boltMeta, found bool) {
	at := []int64{0}
	for size := int64(minPageSize); size <= maxPageSize; size *= 2 {
		at = append(at, size)
	}
	for _, offset := range at {
		m, ok := readMeta(r, offset)
		if ok && (offset == 0 || offset == m.pageSize) && (!found || m.tx > newest.tx) {
			newest, found = m, true
		}
	}
	return newest, found
}

func readMeta(r io.ReaderAt, offset int64) (boltMeta, bool) {
	var buf [metaSize]byte
	if _, err := r.ReadAt(buf[:], offset+pageHeader); err != nil {
		return boltMeta{}, false
	}
	order := binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(buf[:metaSummed]) // never fails
	m := boltMeta{
		pageSize: int64(order.Uint32(buf[8:])),
		freelist: order.Uint64(buf[32:]),
		pages:    order.Uint64(buf[40:]),
		tx:       order.Uint64(buf[48:]),
	}
	ok := order.Uint32(buf[0:]) == boltMagic && order.Uint32(buf[4:]) == boltVersion &&
		order.Uint64(buf[metaSummed:]) == sum.Sum64() &&
		m.pageSize >= minPageSize && m.pageSize <= maxPageSize
	return m, ok
}
