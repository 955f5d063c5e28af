package bolt

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"peremption/store"
)

// spool keeps track of a large import until all of it is known: about 150 bytes
// of memory for each account, by which they are sorted. The records of those
// that come out of order wait in a file beside the store, made when the first
// one comes, that has no name any more.
type spool struct {
	store   string // path of the store
	file    *os.File
	out     *bufio.Writer
	size    int64
	entries []spooled
	last    string // the highest number so far
	ahead   []byte // what was read of the file, from aheadAt on
	aheadAt int64
}

// spooled is one account of a spool.
type spooled struct {
	number, emailKey string
	day              [dayWidth]byte
	refused          bool
	length           int32
	offset           int64 // of its record in the file, or stagedOffset
}

// stagedOffset stands where the record is in the staged accounts already.
const stagedOffset = -1

// spoolBuffer is how much is written or read at once.
const spoolBuffer = 1 << 20

// staged tells whether the account came in order and was staged at once.
func (e *spooled) staged() bool { return e.offset == stagedOffset }

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close() // it has served
		_ = os.Remove(s.file.Name())
	}
}

// add takes note of an account. inOrder means that its number is higher than
// all before it and that the caller stages the record; otherwise it is kept.
func (s *spool) add(a accountEntry) (inOrder bool, err error) {
	e := spooled{number: a.number, emailKey: a.emailKey, length: int32(len(a.record)), offset: stagedOffset}
	copy(e.day[:], a.expiry)
	if inOrder = a.number > s.last; inOrder {
		s.last = a.number
		s.entries = append(s.entries, e)
		return true, nil
	}
	if s.file == nil {
		if err := s.create(); err != nil {
			return false, err
		}
	}
	e.offset = s.size
	s.entries = append(s.entries, e)
	s.size += int64(len(a.record))
	if _, err := s.out.Write(a.record); err != nil {
		return false, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return false, nil
}

func (s *spool) create() error {
	file, err := os.CreateTemp(filepath.Dir(s.store), filepath.Base(s.store)+".import-*") // 0600
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	// Nobody else needs its name, and a crash leaves nothing of it. Where an
	// open file keeps its name, close removes it.
	_ = os.Remove(file.Name())
	s.file, s.out = file, bufio.NewWriterSize(file, spoolBuffer)
	return nil
}

func (s *spool) flush() error {
	if s.file == nil {
		return nil
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return nil
}

// record reads the record of an entry. Entries read in the order in which they
// came are read many at once.
func (s *spool) record(e *spooled) ([]byte, error) {
	end, aheadEnd := e.offset+int64(e.length), s.aheadAt+int64(len(s.ahead))
	if e.offset >= s.aheadAt && end <= aheadEnd {
		return slices.Clone(s.ahead[e.offset-s.aheadAt : end-s.aheadAt]), nil
	}
	want := int64(e.length)
	if follows := e.offset >= s.aheadAt && e.offset <= aheadEnd; follows {
		want = min(max(spoolBuffer, want), s.size-e.offset)
	}
	s.ahead, s.aheadAt = slices.Grow(s.ahead[:0], int(want))[:want], e.offset
	if _, err := s.file.ReadAt(s.ahead, e.offset); err != nil {
		s.ahead = s.ahead[:0]
		return nil, fmt.Errorf("%w: read import: %w", store.ErrUnavailable, err)
	}
	return slices.Clone(s.ahead[:e.length]), nil
}

// accepted leaves the refused ones out of an order.
func (s *spool) accepted(order []uint32) []uint32 {
	return slices.DeleteFunc(order, func(at uint32) bool { return s.entries[at].refused })
}

// waiting is the part of an order whose records are not staged yet.
func (s *spool) waiting(order []uint32) []uint32 {
	return slices.DeleteFunc(slices.Clone(order), func(at uint32) bool { return s.entries[at].staged() })
}

// orders returns the places of the entries in order of number and of address,
// those of equal keys as they came; an account without an address has no place
// in the second.
func (s *spool) orders() (byNumber, byEmail []uint32) {
	var wg sync.WaitGroup
	wg.Go(func() { byNumber = s.sorted(func(e *spooled) string { return e.number }) })
	wg.Go(func() { byEmail = s.sorted(func(e *spooled) string { return e.emailKey }) })
	wg.Wait()
	return byNumber, byEmail
}

// byExpiry is the order of (day, number), given the order by number.
func (s *spool) byExpiry(byNumber []uint32) []uint32 {
	order := slices.Clone(byNumber)
	slices.SortStableFunc(order, func(a, b uint32) int {
		return cmpString(string(s.entries[a].day[:]), string(s.entries[b].day[:]))
	})
	return order
}

// sorted orders places by a key. The first bytes of the keys, compared as one
// number, decide nearly always, without a look at the strings.
func (s *spool) sorted(key func(*spooled) string) []uint32 {
	type ranked struct {
		head uint64
		at   uint32
	}
	ranks := make([]ranked, 0, len(s.entries))
	for i := range s.entries {
		k := key(&s.entries[i])
		if k == "" {
			continue
		}
		var head [8]byte
		copy(head[:], k)
		ranks = append(ranks, ranked{binary.BigEndian.Uint64(head[:]), uint32(i)})
	}
	slices.SortFunc(ranks, func(a, b ranked) int {
		if c := cmp.Compare(a.head, b.head); c != 0 {
			return c
		}
		if c := cmpString(key(&s.entries[a.at]), key(&s.entries[b.at])); c != 0 {
			return c
		}
		return cmp.Compare(a.at, b.at)
	})
	order := make([]uint32, len(ranks))
	for i, r := range ranks {
		order[i] = r.at
	}
	return order
}

// resolve marks what must be left out, as if the accounts were created one
// after the other: those whose number or address is in taken, and those that
// share one with an earlier account that goes in. It returns their places.
func (s *spool) resolve(byNumber, byEmail []uint32, taken *takenKeys) (refused []uint32) {
	suspects := map[uint32]bool{}
	mark := func(order []uint32, key func(*spooled) string, taken map[string]bool) {
		for i, at := range order {
			k := key(&s.entries[at])
			if taken[k] {
				suspects[at] = true
			}
			if i > 0 && key(&s.entries[order[i-1]]) == k {
				suspects[order[i-1]], suspects[at] = true, true
			}
		}
	}
	mark(byNumber, func(e *spooled) string { return e.number }, taken.numbers)
	mark(byEmail, func(e *spooled) string { return e.emailKey }, taken.emails)
	places := make([]uint32, 0, len(suspects))
	for at := range suspects {
		places = append(places, at)
	}
	slices.Sort(places)
	for _, at := range places {
		e := &s.entries[at]
		if taken.numbers[e.number] || e.emailKey != "" && taken.emails[e.emailKey] {
			e.refused = true
			refused = append(refused, at)
			continue
		}
		taken.numbers[e.number] = true
		if e.emailKey != "" {
			taken.emails[e.emailKey] = true
		}
	}
	return refused
}

// takenKeys are numbers and addresses that belong to somebody.
type takenKeys struct{ numbers, emails map[string]bool }

// errCrowded means that too many live accounts came up beside an import.
var errCrowded = errors.New("too many accounts to move")
