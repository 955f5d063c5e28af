package bolt

import (
	"context"
	"fmt"
	"slices"

	"peremption/store"
)

// change is a store.Change with all the work done that needs no transaction,
// so that the committer only looks things up and puts bytes.
type change struct {
	account       *accountEntry
	events        []store.Event
	mails         []mailEntry
	clear, refund []string
}

// accountEntry is an account as it will be stored.
type accountEntry struct {
	number   string
	emailKey string // "" is nobody's address: not unique, and not found
	expiry   []byte // key in bucketExpiry
	read     uint64 // the version that the caller read; 0 creates
	record   []byte // with the version after it
}

// Commit implements store.Store.
func (db *DB) Commit(ctx context.Context, c store.Change) (uint64, error) {
	prepared, err := prepare(c)
	if err != nil {
		return 0, fmt.Errorf("commit: %w", err)
	}
	if err := db.write(ctx, "commit", prepared.apply); err != nil {
		return 0, err
	}
	if prepared.account == nil {
		return 0, nil
	}
	return prepared.account.read + 1, nil
}

// prepare checks and encodes what it can without looking at the store.
func prepare(c store.Change) (*change, error) {
	if n := len(c.Events) + len(c.Mails) + len(c.Clear) + len(c.Refund); n > store.MaxWrites {
		return nil, fmt.Errorf("%d writes: %w", n, store.ErrTooLarge)
	}
	p := &change{events: slices.Clone(c.Events), clear: slices.Clone(c.Clear), refund: slices.Clone(c.Refund)}
	for _, key := range slices.Concat(c.Clear, c.Refund) {
		if err := checkKey("counter", key); err != nil {
			return nil, err
		}
	}
	for _, e := range c.Events {
		if e.Number == "" {
			continue
		}
		if err := checkText("event's number", e.Number); err != nil {
			return nil, err
		}
	}
	for i, m := range c.Mails {
		entry, err := newMailEntry(m)
		if err != nil {
			return nil, err
		}
		for _, earlier := range p.mails[:i] {
			if earlier.id == entry.id {
				return nil, fmt.Errorf("mail %s twice: %w", entry.id, store.ErrExists)
			}
		}
		p.mails = append(p.mails, entry)
	}
	if c.Account == nil {
		return p, nil
	}
	account, err := newAccountEntry(*c.Account)
	p.account = &account
	return p, err
}

// newAccountEntry encodes the account under its next version.
func newAccountEntry(a store.Account) (accountEntry, error) {
	entry := accountEntry{
		number:   a.Number,
		emailKey: store.EmailKey(a.Email),
		expiry:   expiryKey(a.LastDay, a.Number),
		read:     a.Version,
	}
	if err := checkText("number", a.Number); err != nil {
		return entry, err
	}
	if entry.emailKey != "" {
		if err := checkText("address", entry.emailKey); err != nil {
			return entry, err
		}
	}
	a.Version++
	record, err := store.EncodeAccount(a)
	entry.record = record
	return entry, err
}

// apply is the change inside its transaction: all checks, then all writes.
func (c *change) apply(t *txn) error {
	var old *store.Account
	if c.account != nil {
		var err error
		if old, err = t.checkAccount(c.account); err != nil {
			return err
		}
	}
	for _, m := range c.mails {
		if t.mailIDs.Get([]byte(m.id)) != nil {
			return fmt.Errorf("mail %s: %w", m.id, store.ErrExists)
		}
	}
	lines, chain, err := link(c.events, t.chain)
	if err != nil {
		return err
	}
	if err := c.write(t, old, lines); err != nil {
		return fault{err}
	}
	t.chain = chain
	return nil
}

// checkAccount decides whether the account may be written, and returns the
// stored one (nil where it is to be created).
func (t *txn) checkAccount(a *accountEntry) (*store.Account, error) {
	var old *store.Account
	stored := t.accounts.Get([]byte(a.number))
	switch {
	case a.read == 0 && stored != nil:
		return nil, fmt.Errorf("number %s: %w", a.number, store.ErrExists)
	case a.read != 0 && stored == nil:
		return nil, fmt.Errorf("number %s: %w", a.number, store.ErrNotFound)
	case stored != nil:
		decoded, err := store.DecodeAccount(stored)
		if err != nil {
			return nil, err
		}
		if decoded.Version != a.read {
			return nil, fmt.Errorf("number %s: %w", a.number, store.ErrConflict)
		}
		old = &decoded
	}
	if a.emailKey != "" {
		if owner := t.emails.Get([]byte(a.emailKey)); owner != nil && string(owner) != a.number {
			return nil, fmt.Errorf("address of number %s: %w", a.number, store.ErrExists)
		}
	}
	return old, nil
}

// line is an event with its place in the chain, encoded.
type line struct {
	number string
	record []byte
}

// link chains events behind prev and returns the new end of the chain.
func link(events []store.Event, prev string) ([]line, string, error) {
	lines := make([]line, 0, len(events))
	for _, e := range events {
		linked, err := e.Link(prev)
		if err != nil {
			return nil, "", err
		}
		record, err := store.EncodeEvent(linked)
		if err != nil {
			return nil, "", err
		}
		lines = append(lines, line{linked.Number, record})
		prev = linked.Chain
	}
	return lines, prev, nil
}

// write puts it all down. Whatever fails here spoils the transaction.
func (c *change) write(t *txn, old *store.Account, lines []line) error {
	if c.account != nil {
		if err := t.putAccount(c.account, old); err != nil {
			return err
		}
	}
	for _, l := range lines {
		if err := t.putEvent(l); err != nil {
			return err
		}
	}
	for _, m := range c.mails {
		if err := t.putMail(m); err != nil {
			return err
		}
	}
	for _, key := range c.clear {
		if err := t.dropCounter(key); err != nil {
			return err
		}
	}
	for _, key := range c.refund {
		if err := t.refund(key); err != nil {
			return err
		}
	}
	return nil
}

// putAccount writes the record and moves what moved in the two indexes.
func (t *txn) putAccount(a *accountEntry, old *store.Account) error {
	oldEmail, oldExpiry := "", []byte(nil)
	if old != nil {
		oldEmail, oldExpiry = store.EmailKey(old.Email), expiryKey(old.LastDay, old.Number)
	}
	if err := t.accounts.Put([]byte(a.number), a.record); err != nil {
		return err
	}
	if oldEmail != a.emailKey {
		if oldEmail != "" {
			if err := t.emails.Delete([]byte(oldEmail)); err != nil {
				return err
			}
		}
		if a.emailKey != "" {
			if err := t.emails.Put([]byte(a.emailKey), []byte(a.number)); err != nil {
				return err
			}
		}
	}
	if string(oldExpiry) == string(a.expiry) {
		return nil
	}
	if oldExpiry != nil {
		if err := t.expiry.Delete(oldExpiry); err != nil {
			return err
		}
	}
	return t.expiry.Put(a.expiry, nil)
}

func (t *txn) putEvent(l line) error {
	n, err := t.events.NextSequence()
	if err != nil {
		return err
	}
	seq := seqKey(n)
	if err := t.events.Put(seq, l.record); err != nil {
		return err
	}
	if l.number == "" {
		return nil
	}
	return t.byAccount.Put(byAccountKey(l.number, seq), nil)
}
