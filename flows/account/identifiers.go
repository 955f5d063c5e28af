package account

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"peremption/policy"
	"peremption/store"
)

// IdentifiersInput is the form of a signed-in person's identifiers: what is
// ticked, and what was typed for it.
type IdentifiersInput struct {
	ChangeEmail         bool
	Email, EmailConfirm string

	ChangePassword    bool
	Password, Confirm policy.Secret
}

// Prepared is a change of identifiers that passed every rule and waits for the
// confidence answer, where the account has a question. Only PrepareIdentifiers
// makes one; it belongs to its session and is good for one change. The new
// password is in it as a hash only.
type Prepared struct {
	service  *Service
	in       *SignedIn
	question string
	email    string  // "" keeps the address
	hash     string  // "" keeps the password
	asked    attempt // whose the new address is
	try      attempt // at the present password, by comparing with it

	mu    sync.Mutex
	spent bool // used, or in use
}

// Question returns what to ask before CommitIdentifiers; "" is nothing.
func (p *Prepared) Question() string { return p.question }

// PrepareIdentifiers checks the form, and changes nothing.
//
// Refusals: ErrEnded; *InputError with all faults at once, except that the
// store and the earlier passwords are asked only when nothing else is wrong;
// *ThrottledError, for telling that a password equals the present one is an
// answer to a guess at it, and is counted as such.
func (s *Service) PrepareIdentifiers(ctx context.Context, in *SignedIn, input IdentifiersInput) (*Prepared, error) {
	a, err := s.current(ctx, in)
	if err != nil {
		return nil, err
	}
	var f form
	p := &Prepared{service: s, in: in, question: a.Question}
	if !input.ChangeEmail && !input.ChangePassword {
		f.fault(FieldForm, FaultNothing)
	}
	if input.ChangeEmail {
		p.email = f.email(input.Email, input.EmailConfirm)
		if p.email != "" && store.EmailKey(p.email) == store.EmailKey(a.Email) {
			f.fault(FieldEmail, FaultSame)
		}
	}
	if input.ChangePassword {
		f.refusal.Verdict = policy.Check(policy.NewPassword{
			Password: input.Password, Confirmation: input.Confirm, Person: strengthOf(a),
		})
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	if input.ChangeEmail {
		if p.asked, err = s.checkFree(ctx, in.caller, &f, p.email); err != nil {
			return nil, fmt.Errorf("prepare identifiers: %w", err)
		}
	}
	if input.ChangePassword {
		if p.hash, p.try, err = s.prepareHash(ctx, in, a, &f, input.Password); err != nil {
			return nil, fmt.Errorf("prepare identifiers: %w", err)
		}
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return p, nil
}

// checkFree faults an address that is another account's. As the answer tells
// who has an account, it is counted against the place that asks; what
// comes to be with the address gives the attempt back.
func (s *Service) checkFree(ctx context.Context, c Caller, f *form, email string) (attempt, error) {
	asked := attempt{source: sourceKey(c)}
	if _, err := s.hit(ctx, asked.source, policy.SourceSchedule()); err != nil {
		return attempt{}, err
	}
	_, err := s.store.ByEmail(ctx, email)
	switch {
	case err == nil:
		f.fault(FieldEmail, FaultTaken)
	case !errors.Is(err, store.ErrNotFound):
		return attempt{}, fmt.Errorf("look for address: %w", err)
	}
	return asked, nil
}

// prepareHash faults a password that is or was the account's, and hashes a new
// one.
func (s *Service) prepareHash(ctx context.Context, in *SignedIn, a store.Account, f *form, password policy.Secret) (string, attempt, error) {
	key := s.passwordKey(a.Email)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return "", attempt{}, err
	}
	defer unlock()
	try, err := s.attempt(ctx, in.caller, key)
	if err != nil {
		return "", attempt{}, err
	}
	same, err := s.hashing.verify(ctx, a.Hash, password)
	if err != nil {
		return "", attempt{}, fmt.Errorf("compare with the present password: %w", err)
	}
	used, err := s.usedBefore(ctx, a, password)
	if err != nil {
		return "", attempt{}, err
	}
	verdict := &f.refusal.Verdict
	switch {
	case same.ok:
		verdict.Findings = append(verdict.Findings, policy.SameAsCurrent)
	case used:
		verdict.Findings = append(verdict.Findings, policy.UsedBefore)
	default:
		hash, err := s.hashing.hash(ctx, password)
		return hash, try, err
	}
	return "", attempt{}, s.audit(ctx, event(in.caller, actIdentify, a.Number, outcomeRefused, try.reason(whyRules)))
}

// take reserves the change for one commit at a time.
func (p *Prepared) take() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spent {
		return false
	}
	p.spent = true
	return true
}

// giveBack makes the change usable again after a refusal.
func (p *Prepared) giveBack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent = false
}
