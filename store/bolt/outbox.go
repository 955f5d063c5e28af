package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// maxClaim bounds how many mails one call leases.
const maxClaim = 256

// mailReserve is the room in bytes that a new mail must leave in its record
// for an owner and a last error, or it could never be leased.
const mailReserve = 8 << 10

// mailEntry is a mail as it will be stored.
type mailEntry struct {
	id     string
	record []byte
	due    int64 // Unix seconds; noTime where it is sent or failed
}

// newMailEntry encodes a new mail; nobody has it leased.
func newMailEntry(m store.Mail) (mailEntry, error) {
	m.Owner, m.Until = "", time.Time{}
	entry, err := encodeMail(m)
	if err == nil && len(entry.record) > store.MaxRecord-mailReserve {
		err = fmt.Errorf("mail of %d bytes: %w", len(entry.record), store.ErrTooLarge)
	}
	return entry, err
}

func encodeMail(m store.Mail) (mailEntry, error) {
	if err := checkText("mail's ID", m.ID); err != nil {
		return mailEntry{}, err
	}
	record, err := store.EncodeMail(m)
	return mailEntry{id: m.ID, record: record, due: dueAt(m)}, err
}

// dueAt is when a mail is next to be sent: after its lease and after its
// pause. Neither sent nor failed, or it is never due.
func dueAt(m store.Mail) int64 {
	if !m.Sent.IsZero() || m.Failed {
		return noTime
	}
	return max(m.NotBefore.Unix(), m.Until.Unix())
}

// Claim implements store.Store. Mails come in the order in which they became
// due, at most 256 at once. A lease ends at a full second, rounded up.
func (db *DB) Claim(ctx context.Context, owner string, n int, lease time.Duration) ([]store.Mail, error) {
	if err := checkText("owner", owner); err != nil {
		return nil, fmt.Errorf("claim mails: %w", err)
	}
	n = min(n, maxClaim)
	// Looking first spares a sender that finds nothing the fsync.
	found := false
	err := db.view(ctx, "claim mails", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		due, err := dueSequences(b.due, db.now(), min(n, 1))
		found = len(due) > 0
		return err
	})
	if err != nil || !found {
		return nil, err
	}
	var claimed []store.Mail
	err = db.write(ctx, "claim mails", func(t *txn) (err error) {
		claimed, err = t.claim(owner, n, lease)
		return err
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

func (t *txn) claim(owner string, n int, lease time.Duration) ([]store.Mail, error) {
	due, err := dueSequences(t.due, t.now, n)
	if err != nil {
		return nil, err
	}
	until := t.now.Add(lease + time.Second - time.Nanosecond).UTC().Truncate(time.Second)
	claimed := make([]store.Mail, 0, len(due))
	moves := make([]mailMove, 0, len(due))
	for _, seq := range due {
		m, err := t.mail(seq)
		if err != nil {
			return nil, err
		}
		before := dueAt(m)
		m.Owner, m.Until = owner, until
		move, err := newMailMove(seq, before, m)
		if err != nil {
			return nil, err
		}
		moves, claimed = append(moves, move), append(claimed, m)
	}
	for _, move := range moves {
		if err := t.moveMail(move); err != nil {
			return nil, fault{err}
		}
	}
	return claimed, nil
}

// dueSequences lists up to n mails that are due, the longest waiting first.
func dueSequences(b *bbolt.Bucket, now time.Time, n int) ([][]byte, error) {
	var due [][]byte
	c := b.Cursor()
	for k, _ := c.First(); k != nil && len(due) < n; k, _ = c.Next() {
		at, seq, err := splitTimeKey(k)
		if err != nil {
			return nil, err
		}
		if at > now.Unix() {
			break
		}
		due = append(due, append([]byte(nil), seq...)) // the caller writes to the bucket
	}
	return due, nil
}

// Settle implements store.Store. An owner whose lease ended while nobody else
// took the mail may still say what became of it: the mail was sent or not,
// and knowing it late is better than sending it twice.
func (db *DB) Settle(ctx context.Context, id, owner string, d store.Delivery) error {
	return db.write(ctx, "settle mail", func(t *txn) error {
		seq := t.mailIDs.Get([]byte(id))
		if seq == nil {
			return fmt.Errorf("%q: %w", id, store.ErrNotFound)
		}
		m, err := t.mail(seq)
		if err != nil {
			return err
		}
		if m.Owner == "" || m.Owner != owner {
			return fmt.Errorf("%q: %w", id, store.ErrConflict)
		}
		before := dueAt(m)
		m.Delivery, m.Owner, m.Until = d, "", time.Time{}
		move, err := newMailMove(seq, before, m)
		if err != nil {
			return err
		}
		if err := t.moveMail(move); err != nil {
			return fault{err}
		}
		return nil
	})
}

// mail reads the mail with that sequence.
func (t *txn) mail(seq []byte) (store.Mail, error) {
	data := t.mails.Get(seq)
	if data == nil {
		return store.Mail{}, fmt.Errorf("%w: index entry without its mail", store.ErrDamaged)
	}
	return store.DecodeMail(data)
}

// putMail appends a new mail.
func (t *txn) putMail(m mailEntry) error {
	n, err := t.mails.NextSequence()
	if err != nil {
		return err
	}
	seq := seqKey(n)
	if err := t.mails.Put(seq, m.record); err != nil {
		return err
	}
	if err := t.mailIDs.Put([]byte(m.id), seq); err != nil {
		return err
	}
	if m.due == noTime {
		return nil
	}
	return t.due.Put(timeKey(m.due, seq), nil)
}

// mailMove is a stored mail that changes, and when it was due before.
type mailMove struct {
	mailEntry
	seq    []byte
	before int64
}

func newMailMove(seq []byte, before int64, m store.Mail) (mailMove, error) {
	entry, err := encodeMail(m)
	// The sequence may lie on a page that is about to change.
	return mailMove{entry, append([]byte(nil), seq...), before}, err
}

// moveMail stores a mail again and moves it in the index of due ones.
func (t *txn) moveMail(m mailMove) error {
	if m.before != noTime {
		if err := t.due.Delete(timeKey(m.before, m.seq)); err != nil {
			return err
		}
	}
	if m.due != noTime {
		if err := t.due.Put(timeKey(m.due, m.seq), nil); err != nil {
			return err
		}
	}
	return t.mails.Put(m.seq, m.record)
}

// sequence reads a sequence that was stored by seqKey.
func sequence(data []byte) (uint64, error) {
	if len(data) != 8 {
		return 0, fmt.Errorf("%w: sequence of %d bytes", store.ErrDamaged, len(data))
	}
	return binary.BigEndian.Uint64(data), nil
}
