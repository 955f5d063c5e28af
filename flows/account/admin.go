package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// Details is what an operator may see of one account: neither hashes nor the
// confidence question, which is asked at the counter like a password.
type Details struct {
	Person      Person // Question is always ""
	HasQuestion bool
	Disabled    bool
	ChangedAt   time.Time // of the password; zero where unknown
	Created     time.Time
}

// Show returns one account, by number or address, and is audited.
// Refusals, as for each method below: ErrRole, ErrNoAccount, *InputError for
// the reason.
func (s *Service) Show(ctx context.Context, o Operator, ref, reason string) (Details, error) {
	reason, err := s.authorise(ctx, o, actShow, reason, false)
	if err != nil {
		return Details{}, err
	}
	a, err := s.target(ctx, o, actShow, ref)
	if err != nil {
		return Details{}, err
	}
	if err := s.audit(ctx, event(o.caller(), actShow, a.Number, outcomeOK, reason)); err != nil {
		return Details{}, err
	}
	d := Details{
		Person: s.person(a), HasQuestion: a.Question != "", Disabled: a.Disabled,
		ChangedAt: a.ChangedAt, Created: a.Created,
	}
	d.Person.Question = ""
	return d, nil
}

// Disable closes an account: its password opens nothing, and its sessions end
// at their next call.
func (s *Service) Disable(ctx context.Context, o Operator, ref, reason string) error {
	return s.change(ctx, o, actDisable, ref, reason, func(a *store.Account, _ *store.Change) error {
		a.Disabled = true
		return nil
	})
}

// Enable opens a disabled account again, with the password it had.
func (s *Service) Enable(ctx context.Context, o Operator, ref, reason string) error {
	return s.change(ctx, o, actEnable, ref, reason, func(a *store.Account, _ *store.Change) error {
		a.Disabled = false
		return nil
	})
}

// Unlock clears the counters of an account's secrets, for a person who waits.
// It neither shows nor changes any of them.
func (s *Service) Unlock(ctx context.Context, o Operator, ref, reason string) error {
	return s.change(ctx, o, actUnlock, ref, reason, func(a *store.Account, c *store.Change) error {
		c.Clear = append(c.Clear, s.passwordKey(a.Email), answerKey(a.Number), codeKey(a.Number))
		return nil
	})
}

// Expire ends the validity of a password as of yesterday, so that the person
// must renew it, and tells them by mail. One that is over already stays as it
// is, and no letter is sent.
func (s *Service) Expire(ctx context.Context, o Operator, ref, reason string) error {
	return s.change(ctx, o, actExpire, ref, reason, func(a *store.Account, c *store.Change) error {
		if s.expiry(*a).State == policy.Expired {
			return nil
		}
		a.LastDay = policy.DateOf(s.now()).AddDays(-1)
		letter, err := s.letter(mail.RenewalForced, a.Email, mail.Data{Number: a.Number})
		if err != nil {
			return err
		}
		c.Mails = append(c.Mails, letter)
		return nil
	})
}

// change is the one way in which an operator alters an account: authorised,
// with a reason, one commit, audited under the operator's name. alter is called
// again on the account as it is then, where somebody else was faster.
func (s *Service) change(ctx context.Context, o Operator, action, ref, reason string, alter func(*store.Account, *store.Change) error) error {
	reason, err := s.authorise(ctx, o, action, reason, true)
	if err != nil {
		return err
	}
	a, err := s.target(ctx, o, action, ref)
	if err != nil {
		return err
	}
	for range retries {
		changed := a
		change := store.Change{
			Account: &changed,
			Events:  []store.Event{event(o.caller(), action, a.Number, outcomeOK, reason)},
		}
		if err := alter(&changed, &change); err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		err = s.write(ctx, change)
		if err == nil {
			return nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("%s: %w", action, err)
		}
		if a, err = s.store.ByNumber(ctx, a.Number); err != nil {
			return fmt.Errorf("%s: read account again: %w", action, err)
		}
	}
	return ErrConflict
}
