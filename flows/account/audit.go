package account

import (
	"context"
	"errors"
	"fmt"

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
// what happened. Where the store cannot say either, the change's own event is
// looked for. Errors are the store's.
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_, err := s.store.Commit(ctx, c)
	if !errors.Is(err, store.ErrUnknown) || len(c.Events) == 0 {
		return err
	}
	found, lookErr := s.written(ctx, c.Events[0])
	if lookErr != nil {
		return errors.Join(err, lookErr)
	}
	if !found {
		return fmt.Errorf("%w: the change did not arrive", store.ErrUnavailable)
	}
	return nil
}

// written looks for an event by its ID.
func (s *Service) written(ctx context.Context, e store.Event) (bool, error) {
	cursor := ""
	for {
		events, next, err := s.store.Events(ctx, e.Number, cursor, pageSize)
		if err != nil {
			return false, fmt.Errorf("look for event %s: %w", e.ID, err)
		}
		for _, seen := range events {
			if seen.ID == e.ID {
				return true, nil
			}
		}
		if next == "" {
			return false, nil
		}
		cursor = next
	}
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
