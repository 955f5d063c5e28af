package account

import (
	"context"

	"fmt"
	"iter"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// pageSize is how many records are read at a time.
const pageSize = 200

// Which picks the accounts of a list.
type Which int

// The lists.
const (
	All Which = iota
	Expiring
	Expired
	Disabled
)

// Filter is a list, and for Expiring the days from today that it looks ahead.
type Filter struct {
	Which  Which
	Within int
}

// Listed is one line of a list of accounts.
type Listed struct {
	Number                     string
	Title, FirstName, LastName string
	Email                      string // masked but for the owner
	Expiry                     policy.Expiry
	Disabled                   bool
}

// List yields accounts: Expiring in order of day, the others of number. It is
// audited once. An error ends it; refusals: ErrRole.
func (s *Service) List(ctx context.Context, o Operator, filter Filter) iter.Seq2[Listed, error] {
	read := s.store.Accounts
	if filter.Which == Expiring {
		today := policy.DateOf(s.now())
		read = func(ctx context.Context, cursor string, limit int) ([]store.Account, string, error) {
			return s.store.Expiring(ctx, today, today.AddDays(filter.Within), cursor, limit)
		}
	}
	return listed(ctx, s, o, actList, "", read, func(a store.Account) (Listed, bool) {
		line := Listed{
			Number: a.Number, Title: a.Title, FirstName: a.FirstName, LastName: a.LastName,
			Email: a.Email, Expiry: s.expiry(a), Disabled: a.Disabled,
		}
		if o.Role != Owner {
			line.Email = maskEmail(a.Email)
		}
		return line, filter.takes(line)
	})
}

// takes decides by what a list shows. Expired reads every account rather than
// the index of days, which does not know of dates beyond belief.
func (f Filter) takes(line Listed) bool {
	switch f.Which {
	case Expired:
		return line.Expiry.State == policy.Expired
	case Disabled:
		return line.Disabled
	}
	return true
}

// Outbox yields the letters in the order they were written, without what they
// say. It is audited once. An error ends it; refusals: ErrRole.
func (s *Service) Outbox(ctx context.Context, o Operator) iter.Seq2[store.Mail, error] {
	return listed(ctx, s, o, actOutbox, "", s.store.Mails, func(m store.Mail) (store.Mail, bool) {
		m.Message = nil
		if o.Role != Owner {
			m.To = maskEmail(m.To)
		}
		return m, true
	})
}

// Letter returns one letter of the outbox and is audited. A letter with a code
// is shown to the owner alone, who holds the file anyway; to any other role it
// would be a way into the account. Refusals: ErrRole, store.ErrNotFound.
func (s *Service) Letter(ctx context.Context, o Operator, id string) (store.Mail, error) {
	if _, err := s.authorise(ctx, o, actLetter, "", false); err != nil {
		return store.Mail{}, err
	}
	m, err := s.store.MailByID(ctx, id)
	if err != nil {
		return store.Mail{}, fmt.Errorf("read letter: %w", err)
	}
	if m.Kind == string(mail.EmailCode) && o.Role != Owner {
		return store.Mail{}, s.refuse(ctx, event(o.caller(), actLetter, m.Number, outcomeRefused, whyRole), ErrRole)
	}
	if err := s.audit(ctx, event(o.caller(), actLetter, m.Number, outcomeOK, "")); err != nil {
		return store.Mail{}, err
	}
	return m, nil
}

// Audit yields the audit in the order it was written, of one account (by number
// or address) or, where ref is empty, of all. Reading it is audited first, so
// it ends with that. An error ends it; refusals: ErrRole, ErrNoAccount.
func (s *Service) Audit(ctx context.Context, o Operator, ref string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		number := ""
		if ref != "" && allowed(o.Role, actAudit) {
			a, err := s.target(ctx, o, actAudit, ref)
			if err != nil {
				yield(store.Event{}, err)
				return
			}
			number = a.Number
		}
		read := func(ctx context.Context, cursor string, limit int) ([]store.Event, string, error) {
			return s.store.Events(ctx, number, cursor, limit)
		}
		listed(ctx, s, o, actAudit, number, read, func(e store.Event) (store.Event, bool) { return e, true })(yield)
	}
}

// listed authorises, audits, and then pages through records, yielding those
// that keep takes.
func listed[R, T any](
	ctx context.Context, s *Service, o Operator, action, number string,
	read func(ctx context.Context, cursor string, limit int) ([]R, string, error),
	keep func(R) (T, bool),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		_, err := s.authorise(ctx, o, action, "", false)
		if err == nil {
			err = s.audit(ctx, event(o.caller(), action, number, outcomeOK, ""))
		}
		if err != nil {
			yield(none, err)
			return
		}
		for cursor := ""; ; {
			records, next, err := read(ctx, cursor, pageSize)
			if err != nil {
				yield(none, fmt.Errorf("%s: read a page: %w", action, err))
				return
			}
			for _, record := range records {
				if line, ok := keep(record); ok && !yield(line, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			cursor = next
		}
	}
}
