package bolt

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// errCursor means that a cursor was not made by the method it was given to.
var errCursor = errors.New("not a cursor of this listing")

// The kinds of listings, the first letter of their cursors.
const (
	listAccounts = 'a'
	listExpiring = 'x'
	listEvents   = 'e' // everyone's
	listTrail    = 't' // one account's events
	listMails    = 'm'
)

// defaultLimit is the page of a caller who names none.
const defaultLimit = 100

// listing walks over the keys of one bucket that start with prefix and are not
// beyond last.
type listing[T any] struct {
	kind   byte
	bucket *bbolt.Bucket
	prefix []byte
	first  []byte // where the first page starts; nil for the prefix
	within func(key []byte) bool
	load   func(key, value []byte) (T, error)
}

// page returns up to limit items behind cursor, and the cursor of the last of
// them where more follow. A cursor is the key of the last item seen, so what
// is written between two pages neither repeats nor hides anything else.
func (l listing[T]) page(ctx context.Context, cursor string, limit int) ([]T, string, error) {
	if limit <= 0 {
		limit = defaultLimit
	}
	c := l.bucket.Cursor()
	start := l.prefix
	if bytes.Compare(l.first, start) > 0 {
		start = l.first
	}
	k, v := c.Seek(start)
	if cursor != "" {
		seen, err := l.parse(cursor)
		if err != nil {
			return nil, "", err
		}
		if bytes.Compare(seen, start) >= 0 {
			if k, v = c.Seek(seen); bytes.Equal(k, seen) {
				k, v = c.Next()
			}
		}
	}
	items := make([]T, 0, min(limit, defaultLimit))
	var last []byte
	for ; k != nil && bytes.HasPrefix(k, l.prefix) && (l.within == nil || l.within(k)); k, v = c.Next() {
		if len(items) == limit {
			return items, l.format(last), nil
		}
		if len(items)%64 == 0 && ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		item, err := l.load(k, v)
		if err != nil {
			return nil, "", err
		}
		items, last = append(items, item), k
	}
	return items, "", nil
}

func (l listing[T]) format(key []byte) string {
	return string(l.kind) + base64.RawURLEncoding.EncodeToString(key)
}

func (l listing[T]) parse(cursor string) ([]byte, error) {
	if cursor[0] != l.kind || len(cursor) > 4*maxKey {
		return nil, errCursor
	}
	key, err := base64.RawURLEncoding.Strict().DecodeString(cursor[1:])
	if err != nil || len(key) == 0 || !bytes.HasPrefix(key, l.prefix) {
		return nil, fmt.Errorf("%w", errCursor)
	}
	return key, nil
}
