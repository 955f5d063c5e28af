package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"peremption/store"
)

// The actions of the audit.
const (
	actSignIn   = "session.sign-in"
	actSignOut  = "session.sign-out"
	actAnswer   = "answer.check"
	actIdentify = "identifiers.check"
	actPassword = "password.change"
	actRenew    = "password.renew"
	actEmailAsk = "email.request"
	actEmail    = "email.change"
	actQuestion = "question.change"
	actCreate   = "account.create"
	actAdd      = "account.add"
	actImport   = "account.import"
	actList     = "account.list"
	actShow     = "account.show"
	actDisable  = "account.disable"
	actEnable   = "account.enable"
	actUnlock   = "account.unlock"
	actExpire   = "account.expire"
	actOutbox   = "outbox.list"
	actLetter   = "outbox.show"
	actAudit    = "audit.list"
)

// The outcomes of the audit.
const (
	outcomeOK      = "ok"
	outcomeRefused = "refused"
)

// Reasons of the audit that several actions share.
const (
	whyWrong     = "wrong secret"
	whyUnknown   = "unknown address"
	whyDisabled  = "account is disabled"
	whyExpired   = "password is expired"
	whyNoDate    = "password is expired: no believable date of change"
	whyInDate    = "password is in date"
	whyRules     = "new password breaks the rules"
	whyConflict  = "account changed meanwhile"
	whyMailed    = "too many codes were mailed"
	whyTaken     = "address or number is taken"
	whyRole      = "role does not allow it"
	whyNoAccount = "no such account"
)

// event is one line of the audit. An address never enters it: accounts are
// named by number, and unknown addresses not at all. write gives it its ID and
// its time.
func event(c Caller, action, number, outcome, reason string) store.Event {
	if c.Actor == "" {
		c.Actor = "public"
	}
	return store.Event{
		Number: number, Actor: c.Actor, Action: action, Outcome: outcome,
		Reason: reason, Source: c.Source, Session: c.Session,
	}
}

// write commits one change, whole or not at all. A context that has ended
// before stops it; one that ends during it does not, for then nobody could say
// what happened. So an error of a context is returned only where the caller's
// own had ended and nothing was written. Other errors are the store's, or
// ErrUnknown where the store cannot say what became of an account.
func (s *Service) write(ctx context.Context, c store.Change) error {
	for i := range c.Events {
		id, err := s.newID()
		if err != nil {
			return err
		}
		c.Events[i].ID, c.Events[i].At = id, s.second()
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	ctx = context.WithoutCancel(ctx)
	from := s.tail.get()
	inTime, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := s.store.Commit(inTime, c)
	switch {
	case errors.Is(err, store.ErrUnknown):
		return s.resolve(ctx, c, from, err)
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
		// Time ran out here and not at the caller's, before the store began.
		return fmt.Errorf("%w: nothing was changed: %v", store.ErrUnavailable, err)
	}
	return err
}

// resolve finds out what became of a change of which the store cannot say
// whether it was written: its own event is looked for, in time of its own, for
// that of the commit is over by now. One that is not found may still arrive, so
// that is no "not written". Where no account was at stake, what is not known is
// a line of the audit or a count, and the person may simply try again.
func (s *Service) resolve(ctx context.Context, c store.Change, from string, unknown error) error {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	found, err := s.written(ctx, c.Events, from)
	switch {
	case found:
		return nil
	case c.Account == nil:
		return fmt.Errorf("%w: %v", store.ErrUnavailable, errors.Join(unknown, err))
	}
	return fmt.Errorf("%w (%v)", ErrUnknown, errors.Join(unknown, err))
}

// written looks for one of a change's events by its ID: in the trail of an
// account where one names it, for that is short, and else in the whole audit
// behind from.
func (s *Service) written(ctx context.Context, events []store.Event, from string) (bool, error) {
	if len(events) == 0 {
		return false, nil
	}
	e, cursor := events[0], from
	if named := slices.IndexFunc(events, func(e store.Event) bool { return e.Number != "" }); named >= 0 {
		e, cursor = events[named], ""
	}
	for {
		page, next, err := s.store.Events(ctx, e.Number, cursor, pageSize)
		if err != nil {
			return false, fmt.Errorf("look for event %s: %w", e.ID, err)
		}
		if slices.ContainsFunc(page, func(seen store.Event) bool { return seen.ID == e.ID }) {
			return true, nil
		}
		if next == "" {
			return false, nil
		}
		if cursor = next; e.Number == "" {
			s.tail.set(cursor)
		}
	}
}

// tail is a place in the whole audit, near its end, that a look has come to. A
// later write's event is behind it, so that no look goes through years of audit
// twice, and one that ran out of time goes on where it was.
type tail struct {
	mu     sync.Mutex
	cursor string // "" is the start
}

func (t *tail) get() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cursor
}

func (t *tail) set(cursor string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cursor = cursor
}

// refuse writes a refused attempt to the audit and returns the refusal. An
// attempt that leaves no trace is a fault of the system, so it is told as one.
func (s *Service) refuse(ctx context.Context, e store.Event, refusal error) error {
	if err := s.audit(ctx, e); err != nil {
		return err
	}
	return refusal
}

// audit writes one event alone.
func (s *Service) audit(ctx context.Context, e store.Event) error {
	if err := s.write(ctx, store.Change{Events: []store.Event{e}}); err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}
