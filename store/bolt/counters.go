package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// sweepPerHit is how many forgotten counters each counted hit removes. Two for
// the one it may add: whoever makes up keys cannot make the file grow for ever.
const sweepPerHit = 2

// counter is a throttle counter as it is stored: four times eight bytes.
// Instants are nanoseconds of Unix time, so that no wait is cut short.
type counter struct {
	count uint64
	last  int64 // the last counted hit; where it leaks, what has leaked by then is off count
	until int64 // closed until then; noTime while it is open
	stale int64 // nothing of it matters after this instant
}

const (
	counterSize = 4 * 8
	noTime      = math.MinInt64
)

// Hit implements store.Store. A refusal only reads: a counter that is closed
// on the disk is closed, whatever is being written meanwhile. The one exception
// is a counter from a clock that was set back since, which is put right first.
func (db *DB) Hit(ctx context.Context, key string, s policy.Schedule) (store.Tally, error) {
	if err := checkKey("counter", key); err != nil {
		return store.Tally{}, fmt.Errorf("hit: %w", err)
	}
	var tally store.Tally
	var closed bool
	err := db.view(ctx, "hit", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		c, err := getCounter(b.counters, key)
		if err != nil {
			return err
		}
		now := db.now()
		right := c.atMost(now, s)
		tally, closed = right.refusal(now)
		closed = closed && right == c
		return nil
	})
	if err != nil {
		return store.Tally{}, err
	}
	if closed {
		return tally, nil
	}
	err = db.write(ctx, "hit", func(t *txn) (err error) {
		tally, err = t.hit(key, s)
		return err
	})
	if err != nil {
		return store.Tally{}, err
	}
	return tally, nil
}

// atMost brings a counter back to what can be true at now: no hit is later, and
// none closes for longer than its wait. Anything else was written by a clock
// that ran ahead, and would close a person's account for as many years.
func (c counter) atMost(now time.Time, s policy.Schedule) counter {
	if c.count == 0 {
		return c
	}
	t := now.UnixNano()
	c.last = min(c.last, t)
	c.until = min(c.until, after(t, s.Wait(int(c.count))))
	c.stale = min(c.stale, max(after(t, s.Forget), c.until))
	return c
}

// refusal returns the answer of a counter that is closed at now.
func (c counter) refusal(now time.Time) (store.Tally, bool) {
	if c.until == noTime || now.UnixNano() >= c.until {
		return store.Tally{}, false
	}
	return store.Tally{Count: int(c.count), Until: time.Unix(0, c.until).UTC()}, true
}

// hit counts, or refuses and writes nothing but what atMost put right.
func (t *txn) hit(key string, s policy.Schedule) (store.Tally, error) {
	old, err := getCounter(t.counters, key)
	if err != nil {
		return store.Tally{}, err
	}
	c := old.atMost(t.now, s)
	tally, closed := c.refusal(t.now)
	if !closed {
		c, tally = c.next(t.now, s)
	}
	if c == old {
		return tally, nil
	}
	if err := t.putCounter(key, old, c); err != nil {
		return store.Tally{}, fault{err}
	}
	if closed {
		return tally, nil
	}
	if err := t.sweep(); err != nil {
		return store.Tally{}, fault{err}
	}
	return tally, nil
}

// next is an open counter after one more hit.
func (c counter) next(now time.Time, s policy.Schedule) (counter, store.Tally) {
	left, from := s.Left(int(c.count), time.Unix(0, c.last), now)
	last := from.UnixNano()
	c = counter{count: uint64(left) + 1, last: last, until: noTime, stale: after(last, s.Forget)}
	tally := store.Tally{Admitted: true, Count: left + 1}
	if wait := s.Wait(tally.Count); wait > 0 {
		c.until = after(now.UnixNano(), wait)
		c.stale = max(c.stale, c.until)
		tally.Until = time.Unix(0, c.until).UTC()
	}
	return c, tally
}

// after adds a span to an instant, and stays at the end of time.
func after(t int64, d time.Duration) int64 {
	if sum := t + int64(d); sum >= t {
		return sum
	}
	return math.MaxInt64
}

// refund takes one hit back and opens the counter. What is left of it leaks and
// is forgotten from when it would have been: last stays.
func (t *txn) refund(key string) error {
	old, err := getCounter(t.counters, key)
	if err != nil || old.count == 0 {
		return err
	}
	if old.count == 1 {
		return t.dropCounter(key)
	}
	c := old
	c.count, c.until = old.count-1, noTime
	return t.putCounter(key, old, c)
}

func (t *txn) dropCounter(key string) error {
	old, err := getCounter(t.counters, key)
	if err != nil || old.count == 0 {
		return err
	}
	if err := t.stale.Delete(timeKey(old.stale, []byte(key))); err != nil {
		return err
	}
	return t.counters.Delete([]byte(key))
}

// sweep removes a few counters that nobody can tell from absent ones.
func (t *txn) sweep() error {
	for range sweepPerHit {
		first, _ := t.buckets.stale.Cursor().First()
		if first == nil {
			return nil
		}
		stale, key, err := splitTimeKey(first)
		if err != nil || stale >= t.now.UnixNano() {
			return err
		}
		if err := t.dropCounter(string(key)); err != nil {
			return err
		}
	}
	return nil
}

// getCounter returns the counter at key; one that was never hit has count 0.
func getCounter(b *bbolt.Bucket, key string) (counter, error) {
	data := b.Get([]byte(key))
	if data == nil {
		return counter{until: noTime}, nil
	}
	return decodeCounter(data)
}

func (t *txn) putCounter(key string, old, c counter) error {
	if old.count > 0 && old.stale != c.stale {
		if err := t.stale.Delete(timeKey(old.stale, []byte(key))); err != nil {
			return err
		}
	}
	if err := t.stale.Put(timeKey(c.stale, []byte(key)), nil); err != nil {
		return err
	}
	return t.counters.Put([]byte(key), c.encode())
}

func (c counter) encode() []byte {
	data := make([]byte, 0, counterSize)
	for _, v := range []uint64{c.count, uint64(c.last), uint64(c.until), uint64(c.stale)} {
		data = binary.BigEndian.AppendUint64(data, v)
	}
	return data
}

func decodeCounter(data []byte) (counter, error) {
	if len(data) != counterSize {
		return counter{}, fmt.Errorf("%w: counter of %d bytes", store.ErrDamaged, len(data))
	}
	at := func(i int) uint64 { return binary.BigEndian.Uint64(data[8*i:]) }
	c := counter{count: at(0), last: int64(at(1)), until: int64(at(2)), stale: int64(at(3))}
	if c.count == 0 || c.count > math.MaxInt32 {
		return counter{}, fmt.Errorf("%w: counter at %d", store.ErrDamaged, c.count)
	}
	return c, nil
}
