package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"peremption/policy"
	"peremption/store"
)

// retries is how often a change is decided again after the account moved on for
// a reason that does not concern it.
const retries = 3

// SignIn checks an address and a password.
//
// Refusals: *InputError where one is empty; *ThrottledError; ErrCredentials,
// after the same work whether the address is nobody's, the account disabled or
// the password wrong; ErrExpired where both are right and the
// password is over, for which the expired flow is the way.
func (s *Service) SignIn(ctx context.Context, c Caller, email string, password policy.Secret) (*SignedIn, error) {
	var f form
	if strings.TrimSpace(email) == "" {
		f.fault(FieldEmail, FaultMissing)
	}
	if password.Empty() {
		f.fault(FieldPassword, FaultMissing)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	in, err := s.signIn(ctx, c, email, password)
	if err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	return in, nil
}

func (s *Service) signIn(ctx context.Context, c Caller, email string, password policy.Secret) (*SignedIn, error) {
	key := s.passwordKey(email)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return nil, err
	}
	defer unlock()
	try, err := s.attempt(ctx, c, key)
	if err != nil {
		return nil, err
	}
	a, err := s.find(ctx, email)
	if err != nil {
		return nil, err
	}
	checked, err := s.checkPassword(ctx, a, password)
	if err != nil {
		return nil, err
	}
	if !checked.ok {
		return nil, s.refuse(ctx, event(c, actSignIn, a.Number, outcomeRefused, try.reason(whyNot(a))), ErrCredentials)
	}
	if s.expiry(a).State == policy.Expired {
		return nil, s.signInExpired(ctx, c, a, try)
	}
	if c.Session, err = s.newID(); err != nil {
		return nil, err
	}
	change := store.Change{Events: []store.Event{event(c, actSignIn, a.Number, outcomeOK, "")}}
	try.proven(&change)
	if err := s.recordSignIn(ctx, change, a, password, checked.stale); err != nil {
		return nil, err
	}
	return &SignedIn{service: s, caller: c, number: a.Number, person: s.person(a), epoch: epochOf(a)}, nil
}

// signInExpired answers a right password that is over. It was proven, so its
// counter is cleared all the same.
func (s *Service) signInExpired(ctx context.Context, c Caller, a store.Account, try attempt) error {
	change := store.Change{Events: []store.Event{event(c, actSignIn, a.Number, outcomeRefused, s.whyOver(a))}}
	try.proven(&change)
	if err := s.write(ctx, change); err != nil {
		return err
	}
	return ErrExpired
}

// recordSignIn writes a sign-in to the audit and, where the hash is stale, the
// same password hashed as it should be. The new hash is a courtesy: should the
// account move meanwhile it is dropped, and the sign-in stands.
func (s *Service) recordSignIn(ctx context.Context, change store.Change, a store.Account, password policy.Secret, stale bool) error {
	if stale {
		hash, err := s.hashing.hash(ctx, password)
		if err != nil {
			return err
		}
		a.Hash, change.Account = hash, &a
	}
	err := s.write(ctx, change)
	if change.Account != nil && errors.Is(err, store.ErrConflict) {
		change.Account = nil
		err = s.write(ctx, change)
	}
	if err != nil {
		return fmt.Errorf("record it: %w", err)
	}
	return nil
}

// find reads the account of an address. Nobody's is the zero Account, and no
// error: from here on the two are told apart only in the audit.
func (s *Service) find(ctx context.Context, email string) (store.Account, error) {
	if len(email) > 4*maxEmail {
		email = "" // no address; ask the store all the same
	}
	a, err := s.store.ByEmail(ctx, email)
	if errors.Is(err, store.ErrNotFound) {
		return store.Account{}, nil
	}
	if err != nil {
		return store.Account{}, fmt.Errorf("read account: %w", err)
	}
	return a, nil
}

// checkPassword compares with the account's hash; for nobody's, and for a
// disabled account, with one that no password opens, so that each costs the
// same; what a cheaper hash would save policy.Hasher spends. What is too long to be a password is not looked at.
func (s *Service) checkPassword(ctx context.Context, a store.Account, password policy.Secret) (verified, error) {
	hash, opens := a.Hash, true
	if a.Number == "" || a.Disabled || hash == "" {
		hash, opens = s.dummy, false
	}
	if len(password.Reveal()) > policy.MaxBytes {
		password, opens = policy.Secret{}, false
	}
	checked, err := s.hashing.verify(ctx, hash, password)
	if err != nil {
		return verified{}, fmt.Errorf("check password: %w", err)
	}
	checked.ok = checked.ok && opens
	return checked, nil
}

// whyNot is the audit's reason for a refused password.
func whyNot(a store.Account) string {
	switch {
	case a.Number == "":
		return whyUnknown
	case a.Disabled:
		return whyDisabled
	}
	return whyWrong
}

// whyOver is the audit's reason for an expired password. One without a
// believable date is worth a look: an import or a clock went wrong.
func (s *Service) whyOver(a store.Account) string {
	if a.ChangedAt.IsZero() || a.LastDay.IsZero() || a.ChangedAt.After(s.now()) {
		s.log.Warn("account has no believable date of change", "number", a.Number)
		return whyNoDate
	}
	return whyExpired
}
