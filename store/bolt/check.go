package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// Check implements store.Store. It works on one snapshot while others write.
// It reads every key and every value, so a page that cannot be read is found
// too; which pages are free is bbolt's own affair ("bbolt check" compares).
func (db *DB) Check(ctx context.Context) (report store.Report, err error) {
	err = db.view(ctx, "check store", func(tx *bbolt.Tx) error {
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		c := checker{ctx: ctx, buckets: b}
		for _, check := range []func() error{
			c.checkAccounts, c.checkEmails, c.checkExpiry, c.checkEvents, c.checkTrails,
			c.checkMails, c.checkMailIDs, c.checkDue, c.checkCounters, c.checkStale,
		} {
			if err := check(); err != nil {
				return err
			}
		}
		report = c.report
		return nil
	})
	return report, err
}

// checker goes over one snapshot. Each index is compared both ways: what a
// record says must be in it, and it must hold no more entries than that.
type checker struct {
	buckets
	ctx    context.Context
	report store.Report

	emails, trails, due int // entries that the records ask for
}

// each walks over a bucket, heeding the context.
func (c *checker) each(b *bbolt.Bucket, fn func(k, v []byte) error) (n int, err error) {
	err = b.ForEach(func(k, v []byte) error {
		if n++; n%256 == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		return fn(k, v)
	})
	return n, err
}

// damaged reports a fault at a key. Keys name people's accounts at most, never
// a secret.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", store.ErrDamaged, fmt.Sprintf(format, args...))
}

func (c *checker) checkAccounts() (err error) {
	c.report.Accounts, err = c.each(c.accounts, func(k, v []byte) error {
		a, err := store.DecodeAccount(v)
		if err != nil {
			return fmt.Errorf("account %q: %w", k, err)
		}
		if a.Number != string(k) {
			return damaged("account %q is stored as %q", a.Number, k)
		}
		if key := store.EmailKey(a.Email); key != "" {
			c.emails++
			if owner := c.buckets.emails.Get([]byte(key)); string(owner) != a.Number {
				return damaged("the address of account %q leads to %q", a.Number, owner)
			}
		}
		if c.expiry.Get(expiryKey(a.LastDay, a.Number)) == nil {
			return damaged("account %q is not in the index of last days", a.Number)
		}
		return nil
	})
	return err
}

func (c *checker) checkEmails() error {
	n, err := c.each(c.buckets.emails, func(_, number []byte) error {
		if c.accounts.Get(number) == nil {
			return damaged("an address leads to account %q, which is missing", number)
		}
		return nil
	})
	if err == nil && n != c.emails {
		return damaged("%d addresses for %d accounts that have one", n, c.emails)
	}
	return err
}

func (c *checker) checkExpiry() error {
	n, err := c.each(c.expiry, func(k, _ []byte) error {
		if len(k) <= dayWidth || c.accounts.Get(k[dayWidth:]) == nil {
			return damaged("last day %q is nobody's", k)
		}
		return nil
	})
	if err == nil && n != c.report.Accounts {
		return damaged("%d last days for %d accounts", n, c.report.Accounts)
	}
	return err
}

// checkEvents follows the chain from its first link.
func (c *checker) checkEvents() (err error) {
	var prev string
	var last uint64
	c.report.Events, err = c.each(c.events, func(k, v []byte) error {
		e, err := store.DecodeEvent(v)
		if err != nil {
			return fmt.Errorf("event %x: %w", k, err)
		}
		if last, err = sequence(k); err != nil {
			return err
		}
		linked, err := e.Link(prev)
		if err != nil {
			return err
		}
		if linked != e {
			return damaged("the audit's chain breaks at event %d", last)
		}
		if e.Number != "" {
			c.trails++
			if c.byAccount.Get(byAccountKey(e.Number, k)) == nil {
				return damaged("event %d is not in its account's trail", last)
			}
		}
		prev = e.Chain
		return nil
	})
	if err != nil {
		return err
	}
	if end := string(c.meta.Get([]byte(metaChain))); end != prev || last != c.events.Sequence() {
		return damaged("the audit ends early, at event %d", last)
	}
	return nil
}

func (c *checker) checkTrails() error {
	n, err := c.each(c.byAccount, func([]byte, []byte) error { return nil })
	if err == nil && n != c.trails {
		return damaged("%d entries in the trails for %d events", n, c.trails)
	}
	return err
}

func (c *checker) checkMails() (err error) {
	c.report.Mails, err = c.each(c.mails, func(k, v []byte) error {
		m, err := store.DecodeMail(v)
		if err != nil {
			return fmt.Errorf("mail %x: %w", k, err)
		}
		seq, err := sequence(k)
		if err != nil {
			return err
		}
		if at := c.mailIDs.Get([]byte(m.ID)); string(at) != string(k) || seq > c.mails.Sequence() {
			return damaged("mail %d is not found under its ID", seq)
		}
		if due := dueAt(m); due != noTime {
			c.due++
			if c.buckets.due.Get(timeKey(due, k)) == nil {
				return damaged("mail %d is due and not in the index", seq)
			}
		}
		return nil
	})
	return err
}

func (c *checker) checkMailIDs() error {
	n, err := c.each(c.mailIDs, func([]byte, []byte) error { return nil })
	if err == nil && n != c.report.Mails {
		return damaged("%d mail IDs for %d mails", n, c.report.Mails)
	}
	return err
}

func (c *checker) checkDue() error {
	n, err := c.each(c.buckets.due, func([]byte, []byte) error { return nil })
	if err == nil && n != c.due {
		return damaged("%d mails in the index of due ones, %d are due", n, c.due)
	}
	return err
}

func (c *checker) checkCounters() (err error) {
	c.report.Counters, err = c.each(c.counters, func(k, v []byte) error {
		counter, err := decodeCounter(v)
		if err != nil {
			return fmt.Errorf("counter %q: %w", k, err)
		}
		if c.stale.Get(timeKey(counter.stale, k)) == nil {
			return damaged("counter %q is never swept", k)
		}
		return nil
	})
	return err
}

func (c *checker) checkStale() error {
	n, err := c.each(c.stale, func([]byte, []byte) error { return nil })
	if err == nil && n != c.report.Counters {
		return damaged("%d entries to sweep for %d counters", n, c.report.Counters)
	}
	return err
}
