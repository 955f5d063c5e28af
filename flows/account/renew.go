package account

import (
	"context"
	"errors"
	"fmt"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/policy/strength"
	"peremption/store"
)

// Renew is the second step of the expired flow: the old password, and the new
// one twice. A refusal keeps the step, and success ends the flow; the person is
// not signed in by it, and every session of the account is over.
//
// Refusals: ErrStep unless Identify has succeeded in this very renewal;
// *InputError; *ThrottledError; ErrCredentials, the same for nobody's address;
// ErrNotExpired, told only to who knows the password; ErrConflict where the
// password was changed by somebody else meanwhile.
func (s *Service) Renew(ctx context.Context, r *Renewal, old, password, confirm policy.Secret) (Receipt, error) {
	if !s.owns(r) {
		return Receipt{}, ErrStep
	}
	email, ok := r.begin()
	if !ok {
		return Receipt{}, ErrStep
	}
	done := false
	defer func() { r.finish(done) }() // also where a fault of the program unwinds through here
	receipt, err := s.renew(ctx, r.caller, email, policy.NewPassword{
		Password: password, Confirmation: confirm, Current: old, Person: strength.Person{Email: email},
	})
	if err != nil {
		return Receipt{}, fmt.Errorf("renew password: %w", err)
	}
	done = true
	return receipt, nil
}

func (s *Service) renew(ctx context.Context, c Caller, email string, n policy.NewPassword) (Receipt, error) {
	// What can be said without the account comes first: it costs no attempt.
	var f form
	f.secret(FieldOldPassword, n.Current)
	f.refusal.Verdict = policy.Check(n)
	if err := f.err(); err != nil {
		return Receipt{}, err
	}
	// The account is read before the turn: of two renewals that both read it
	// expired, the second must be told of the first.
	a, err := s.find(ctx, email)
	if err != nil {
		return Receipt{}, err
	}
	key := s.passwordKey(email)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return Receipt{}, err
	}
	defer unlock()
	try, err := s.attempt(ctx, c, key)
	if err != nil {
		return Receipt{}, err
	}
	checked, err := s.checkPassword(ctx, a, n.Current)
	if err != nil {
		return Receipt{}, err
	}
	if !checked.ok {
		return Receipt{}, s.refuse(ctx, event(c, actRenew, a.Number, outcomeRefused, try.reason(whyNot(a))), ErrCredentials)
	}
	if s.expiry(a).State != policy.Expired {
		return Receipt{}, s.refuseProven(ctx, try, event(c, actRenew, a.Number, outcomeRefused, whyInDate), ErrNotExpired)
	}
	if err := s.fullRules(ctx, a, n); err != nil {
		var broken *InputError
		if errors.As(err, &broken) {
			return Receipt{}, s.refuseProven(ctx, try, event(c, actRenew, a.Number, outcomeRefused, whyRules), err)
		}
		return Receipt{}, err
	}
	hash, err := s.hashing.hash(ctx, n.Password)
	if err != nil {
		return Receipt{}, err
	}
	return s.commitRenewal(ctx, c, a, hash, try)
}

// fullRules checks a new password with all that is known of the person, and
// against the hashes of the earlier ones.
func (s *Service) fullRules(ctx context.Context, a store.Account, n policy.NewPassword) error {
	var f form
	n.Person = strengthOf(a)
	f.refusal.Verdict = policy.Check(n)
	if f.refusal.Verdict.OK() {
		used, err := s.usedBefore(ctx, a, n.Password)
		if err != nil {
			return err
		}
		if used {
			f.refusal.Verdict.Findings = append(f.refusal.Verdict.Findings, policy.UsedBefore)
		}
	}
	return f.err()
}

// usedBefore compares with the hashes of the earlier passwords. One that can no
// longer be read, for its pepper is gone, is passed over: it must not keep the
// person from a new password.
func (s *Service) usedBefore(ctx context.Context, a store.Account, password policy.Secret) (bool, error) {
	for _, earlier := range a.History[:min(len(a.History), policy.HistoryDepth)] {
		checked, err := s.hashing.verify(ctx, earlier, password)
		switch {
		case errors.Is(err, policy.ErrUnknownKey) || errors.Is(err, policy.ErrBadHash):
			s.log.Warn("an earlier password cannot be compared", "number", a.Number, "error", err)
		case err != nil:
			return false, fmt.Errorf("compare with earlier passwords: %w", err)
		case checked.ok:
			return true, nil
		}
	}
	return false, nil
}

// commitRenewal writes the new password in one commit with all that goes with
// it. Where the account moved, it is decided again if the password is
// still the one that was proven, and else refused.
func (s *Service) commitRenewal(ctx context.Context, c Caller, a store.Account, hash string, try attempt) (Receipt, error) {
	proven := epochOf(a)
	for range retries {
		changed := s.withPassword(a, hash)
		letter, err := s.letter(mail.Renewed, a.Email, mail.Data{Number: a.Number, LastDay: changed.LastDay})
		if err != nil {
			return Receipt{}, err
		}
		change := store.Change{
			Account: &changed,
			Events:  []store.Event{event(c, actRenew, a.Number, outcomeOK, "")},
			Mails:   []store.Mail{letter},
		}
		try.proven(&change)
		err = s.write(ctx, change)
		if err == nil {
			return Receipt{LastDay: changed.LastDay}, nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return Receipt{}, err
		}
		if a, err = s.store.ByNumber(ctx, a.Number); err != nil {
			return Receipt{}, fmt.Errorf("read account again: %w", err)
		}
		switch {
		case a.Disabled:
			return Receipt{}, s.refuse(ctx, event(c, actRenew, a.Number, outcomeRefused, whyDisabled), ErrCredentials)
		case epochOf(a) != proven:
			return Receipt{}, s.refuse(ctx, event(c, actRenew, a.Number, outcomeRefused, whyConflict), ErrConflict)
		}
	}
	return Receipt{}, ErrConflict
}

// withPassword returns the account with a new password's hash. A mailed code
// that waits was asked for under the old one, and is void.
func (s *Service) withPassword(a store.Account, hash string) store.Account {
	a.History = append([]string{a.Hash}, a.History...)
	a.History = a.History[:min(len(a.History), policy.HistoryDepth)]
	a.Hash = hash
	a.ChangedAt = s.second()
	a.LastDay = policy.LastValidDay(a.ChangedAt)
	a.Code = nil
	return a
}

// refuseProven refuses after the secret was proven, so the attempt is given
// back and the counter cleared.
func (s *Service) refuseProven(ctx context.Context, try attempt, e store.Event, refusal error) error {
	change := store.Change{Events: []store.Event{e}}
	try.proven(&change)
	if err := s.write(ctx, change); err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return refusal
}
