package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// schemaVersion is the version of the layout below.
const schemaVersion = 1

// The buckets of a store. Every sequence and every time inside a key is eight
// bytes, big end first, so that keys sort as what they stand for.
const (
	bucketMeta      = "meta"           // schema, chain
	bucketAccounts  = "accounts"       // number → account record
	bucketEmails    = "emails"         // EmailKey → number
	bucketExpiry    = "expiry"         // last valid day, number → nothing
	bucketEvents    = "events"         // sequence → event record
	bucketByAccount = "account_events" // number, NUL, sequence → nothing
	bucketMails     = "mails"          // sequence → mail record
	bucketMailIDs   = "mail_ids"       // mail ID → sequence
	bucketDue       = "due"            // when due, sequence → nothing; neither sent nor failed
	bucketCounters  = "counters"       // key → counter
	bucketStale     = "stale"          // when forgotten, key → nothing
	bucketStaging   = "staging"        // an import under way; absent otherwise
)

// allBuckets are those that every store has from its first moment.
func allBuckets() []string {
	return []string{
		bucketMeta, bucketAccounts, bucketEmails, bucketExpiry, bucketEvents, bucketByAccount,
		bucketMails, bucketMailIDs, bucketDue, bucketCounters, bucketStale,
	}
}

// The keys of bucketMeta.
const (
	metaSchema = "schema" // schemaVersion in decimal
	metaChain  = "chain"  // Chain of the last event
)

// maxKey is the size in bytes that a number, an address, a mail's ID or a
// counter's key may have. bbolt itself would allow 32 KiB.
const maxKey = 1 << 10

// appendFill is the share of a page that is filled before it is split, where
// keys only ever come at the end.
const appendFill = 0.9

// buckets are the buckets of one transaction.
type buckets struct {
	meta, accounts, emails, expiry *bbolt.Bucket
	events, byAccount              *bbolt.Bucket
	mails, mailIDs, due            *bbolt.Bucket
	counters, stale                *bbolt.Bucket
}

// openBuckets finds them all, or reports ErrDamaged.
func openBuckets(tx *bbolt.Tx) (buckets, error) {
	var b buckets
	for i, into := range []**bbolt.Bucket{
		&b.meta, &b.accounts, &b.emails, &b.expiry, &b.events, &b.byAccount,
		&b.mails, &b.mailIDs, &b.due, &b.counters, &b.stale,
	} {
		name := allBuckets()[i]
		if *into = tx.Bucket([]byte(name)); *into == nil {
			return b, fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, name)
		}
	}
	return b, nil
}

// createBuckets lays out an empty store.
func createBuckets(tx *bbolt.Tx) error {
	for _, name := range allBuckets() {
		if _, err := tx.CreateBucket([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	meta := tx.Bucket([]byte(bucketMeta))
	return meta.Put([]byte(metaSchema), strconv.AppendInt(nil, schemaVersion, 10))
}

// checkSchema reports ErrNewer, or ErrDamaged where this is no store at all.
func checkSchema(tx *bbolt.Tx) error {
	meta := tx.Bucket([]byte(bucketMeta))
	if meta == nil {
		return fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, bucketMeta)
	}
	version, err := strconv.Atoi(string(meta.Get([]byte(metaSchema))))
	switch {
	case err != nil || version < 1:
		return fmt.Errorf("%w: no schema version", store.ErrDamaged)
	case version > schemaVersion:
		return fmt.Errorf("schema %d, this program knows %d: %w", version, schemaVersion, store.ErrNewer)
	}
	_, err = openBuckets(tx)
	return err
}

// dayWidth is the length of a day inside a key.
const dayWidth = len(time.DateOnly)

// dayKey writes a day for a key. No day at all is "0000-00-00" and so comes
// first: an account without a known day is the most urgent to renew.
func dayKey(d policy.Date) string {
	if d.IsZero() {
		return "0000-00-00"
	}
	return d.String()
}

// expiryKey is an account's entry in bucketExpiry.
func expiryKey(d policy.Date, number string) []byte { return []byte(dayKey(d) + number) }

// seqKey writes a sequence for a key.
func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// byAccountKey is an event's entry in bucketByAccount.
func byAccountKey(number string, seq []byte) []byte {
	return append(append([]byte(number), 0), seq...)
}

// timeKey writes an instant, followed by what belongs to it.
func timeKey(t int64, rest []byte) []byte {
	// The sign bit is flipped, so that instants before 1970 sort first.
	key := binary.BigEndian.AppendUint64(nil, uint64(t)^(1<<63))
	return append(key, rest...)
}

// splitTimeKey is the reverse of timeKey.
func splitTimeKey(key []byte) (t int64, rest []byte, err error) {
	if len(key) <= 8 {
		return 0, nil, fmt.Errorf("%w: index entry of %d bytes", store.ErrDamaged, len(key))
	}
	return int64(binary.BigEndian.Uint64(key) ^ (1 << 63)), key[8:], nil
}

// checkKey refuses what cannot be a key; what names the thing in the error.
func checkKey(what, key string) error {
	switch {
	case key == "":
		return fmt.Errorf("%s: %w", what, errEmptyKey)
	case len(key) > maxKey:
		return fmt.Errorf("%s of %d bytes: %w", what, len(key), store.ErrTooLarge)
	}
	return nil
}

// checkText is checkKey for a key that is also inside its record, which holds
// text, and that ends at a NUL in an index.
func checkText(what, key string) error {
	if !utf8.ValidString(key) || strings.ContainsRune(key, 0) {
		return fmt.Errorf("%s: %w", what, errNotText)
	}
	return checkKey(what, key)
}

// Errors of a caller's mistake; nothing was changed.
var (
	errEmptyKey = errors.New("empty")
	errNotText  = errors.New("not a text")
)
