package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// ByNumber implements store.Store.
func (db *DB) ByNumber(ctx context.Context, number string) (a store.Account, err error) {
	err = db.view(ctx, "account by number", func(tx *bbolt.Tx) error {
		accounts, err := bucket(tx, bucketAccounts)
		if err != nil {
			return err
		}
		data := accounts.Get([]byte(number))
		if data == nil {
			return store.ErrNotFound
		}
		a, err = store.DecodeAccount(data)
		return err
	})
	return a, err
}

// ByEmail implements store.Store. The empty address is nobody's.
func (db *DB) ByEmail(ctx context.Context, email string) (a store.Account, err error) {
	key := []byte(store.EmailKey(email))
	err = db.view(ctx, "account by address", func(tx *bbolt.Tx) error {
		emails, err := bucket(tx, bucketEmails)
		if err != nil {
			return err
		}
		number := emails.Get(key)
		if number == nil {
			return store.ErrNotFound
		}
		a, err = indexed(tx, number)
		return err
	})
	return a, err
}

// Expiring implements store.Store. An account without a last day comes before
// all others, and so only where from is open.
func (db *DB) Expiring(ctx context.Context, from, to policy.Date, cursor string, limit int) (page []store.Account, next string, err error) {
	err = db.view(ctx, "list expiring accounts", func(tx *bbolt.Tx) error {
		expiry, err := bucket(tx, bucketExpiry)
		if err != nil {
			return err
		}
		last := []byte(dayKey(to))
		page, next, err = listing[store.Account]{
			kind:   listExpiring,
			bucket: expiry,
			first:  []byte(dayKey(from)),
			within: func(k []byte) bool {
				return to.IsZero() || bytes.Compare(k[:min(len(k), dayWidth)], last) <= 0
			},
			load: func(k, _ []byte) (store.Account, error) {
				if len(k) <= dayWidth {
					return store.Account{}, fmt.Errorf("%w: expiry entry of %d bytes", store.ErrDamaged, len(k))
				}
				return indexed(tx, k[dayWidth:])
			},
		}.page(ctx, cursor, limit)
		return err
	})
	return page, next, err
}

// Accounts implements store.Store.
func (db *DB) Accounts(ctx context.Context, cursor string, limit int) (page []store.Account, next string, err error) {
	err = db.view(ctx, "list accounts", func(tx *bbolt.Tx) error {
		accounts, err := bucket(tx, bucketAccounts)
		if err != nil {
			return err
		}
		page, next, err = listing[store.Account]{
			kind:   listAccounts,
			bucket: accounts,
			load:   func(_, v []byte) (store.Account, error) { return store.DecodeAccount(v) },
		}.page(ctx, cursor, limit)
		return err
	})
	return page, next, err
}

// Events implements store.Store.
func (db *DB) Events(ctx context.Context, number, cursor string, limit int) (page []store.Event, next string, err error) {
	err = db.view(ctx, "list events", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		list := listing[store.Event]{
			kind:   listEvents,
			bucket: b.events,
			load:   func(_, v []byte) (store.Event, error) { return store.DecodeEvent(v) },
		}
		if number != "" {
			list = listing[store.Event]{
				kind:   listTrail,
				bucket: b.byAccount,
				prefix: byAccountKey(number, nil),
				load: func(k, _ []byte) (store.Event, error) {
					data := b.events.Get(k[len(number)+1:])
					if data == nil {
						return store.Event{}, fmt.Errorf("%w: index entry without its event", store.ErrDamaged)
					}
					return store.DecodeEvent(data)
				},
			}
		}
		page, next, err = list.page(ctx, cursor, limit)
		return err
	})
	return page, next, err
}

// Mails implements store.Store.
func (db *DB) Mails(ctx context.Context, cursor string, limit int) (page []store.Mail, next string, err error) {
	err = db.view(ctx, "list mails", func(tx *bbolt.Tx) error {
		mails, err := bucket(tx, bucketMails)
		if err != nil {
			return err
		}
		page, next, err = listing[store.Mail]{
			kind:   listMails,
			bucket: mails,
			load:   func(_, v []byte) (store.Mail, error) { return store.DecodeMail(v) },
		}.page(ctx, cursor, limit)
		return err
	})
	return page, next, err
}

// MailByID implements store.Store.
func (db *DB) MailByID(ctx context.Context, id string) (m store.Mail, err error) {
	err = db.view(ctx, "mail by ID", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		seq := b.mailIDs.Get([]byte(id))
		if seq == nil {
			return store.ErrNotFound
		}
		t := txn{buckets: b, tx: tx}
		m, err = t.mail(seq)
		return err
	})
	return m, err
}

// bucket finds one bucket, or reports ErrDamaged.
func bucket(tx *bbolt.Tx, name string) (*bbolt.Bucket, error) {
	if b := tx.Bucket([]byte(name)); b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, name)
}

// indexed reads the account that an index entry points to.
func indexed(tx *bbolt.Tx, number []byte) (store.Account, error) {
	accounts, err := bucket(tx, bucketAccounts)
	if err != nil {
		return store.Account{}, err
	}
	data := accounts.Get(number)
	if data == nil {
		return store.Account{}, fmt.Errorf("%w: index entry without its account", store.ErrDamaged)
	}
	return store.DecodeAccount(data)
}
