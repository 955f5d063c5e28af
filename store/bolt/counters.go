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
	last  int64 // the last counted hit
	until int64 // closed until then; noTime while it is open
	stale int64 // nothing of it matters after this instant
}

const (
	counterSize = 4 * 8
	noTime      = math.MinInt64
)

// Hit implements store.Store. A refusal only reads: a counter that is closed
// on the disk is closed, whatever is being written meanwhile.
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
		tally, closed = c.refusal(db.now())
		return nil
	})
	if err != nil || closed {
		return tally, err
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

// refusal returns the answer of a counter that is closed at now.
func (c counter) refusal(now time.Time) (store.Tally, bool) {
	if c.until == noTime || now.UnixNano() >= c.until {
		return store.Tally{}, false
	}
	return store.Tally{Count: int(c.count), Until: time.Unix(0, c.until).UTC()}, true
}

// hit counts, or refuses and writes nothing.
func (t *txn) hit(key string, s policy.Schedule) (store.Tally, error) {
	old, err := getCounter(t.counters, key)
	if err != nil {
		return store.Tally{}, err
	}
	if tally, closed := old.refusal(t.now); closed {
		return tally, nil
	}
	now := t.now.UnixNano()
	c := counter{count: old.count + 1, last: now, until: noTime, stale: after(now, s.Forget)}
	if t.now.Sub(time.Unix(0, old.last)) > s.Forget {
		c.count = 1
	}
	tally := store.Tally{Admitted: true, Count: int(c.count)}
	if wait := s.Wait(tally.Count); wait > 0 {
		c.until = after(now, wait)
		c.stale = max(c.stale, c.until)
		tally.Until = time.Unix(0, c.until).UTC()
	}
	if err := t.putCounter(key, old, c); err != nil {
		return store.Tally{}, fault{err}
	}
	if err := t.sweep(); err != nil {
		return store.Tally{}, fault{err}
	}
	return tally, nil
}

// after adds a span to an instant, and stays at the end of time.
func after(t int64, d time.Duration) int64 {
	if sum := t + int64(d); sum >= t {
		return sum
	}
	return math.MaxInt64
}

// refund takes one hit back and opens the counter.
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
