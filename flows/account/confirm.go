package account

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// The mailed code.
const (
	codeDigits  = 8
	codeValues  = 100_000_000 // 10 to the codeDigits
	codeLife    = 10 * time.Minute
	codeTries   = 3
	codeOfEmail = "email" // the purpose
)

// mailedCode is a new code on its way: the secret for the letter, the rest for
// the account.
type mailedCode struct {
	secret policy.Secret
	record store.Code
}

func (c mailedCode) kept() *store.Code {
	record := c.record
	return &record
}

// newCode makes the code that will prove an address, within what may be mailed
// to it and for this account.
func (s *Service) newCode(ctx context.Context, number, email string) (mailedCode, error) {
	for _, key := range []string{mailsKey(number), s.mailKey(email)} {
		if _, err := s.hit(ctx, key, codeSchedule()); err != nil {
			return mailedCode{}, err
		}
	}
	digits, err := s.digits(codeValues)
	if err != nil {
		return mailedCode{}, err
	}
	secret := policy.NewSecret(fmt.Sprintf("%0*d", codeDigits, digits))
	hash, err := s.hashing.hash(ctx, secret)
	if err != nil {
		return mailedCode{}, err
	}
	return mailedCode{secret: secret, record: store.Code{
		Purpose: codeOfEmail, Email: email, Hash: hash, Expires: s.second().Add(codeLife),
	}}, nil
}

// digits returns a number from 0 to below limit, each as likely as the others.
func (s *Service) digits(limit uint64) (uint64, error) {
	for {
		var raw [8]byte
		if err := s.random(raw[:]); err != nil {
			return 0, err
		}
		// The last, incomplete run of values would favour the low ones.
		if n := binary.BigEndian.Uint64(raw[:]); n < ^uint64(0)-^uint64(0)%limit {
			return n % limit, nil
		}
	}
}

// pendingCode returns the code of an account that can still be given.
func (s *Service) pendingCode(a store.Account) (store.Code, bool) {
	if a.Code == nil || a.Code.Purpose != codeOfEmail || a.Code.Tries >= codeTries || !s.now().Before(a.Code.Expires) {
		return store.Code{}, false
	}
	return *a.Code, true
}

// ConfirmEmail puts a new address in use, with the code that was mailed to it,
// and tells both addresses. A code serves once, for ten minutes, and is burned
// by the third wrong try.
//
// Refusals: ErrEnded; *InputError where the code is missing, or the address has
// become another account's meanwhile; *ThrottledError; ErrCode where it is
// wrong, or none waits.
func (s *Service) ConfirmEmail(ctx context.Context, in *SignedIn, code policy.Secret) error {
	var f form
	f.secret(FieldCode, code)
	if err := f.err(); err != nil {
		return err
	}
	if err := s.confirmEmail(ctx, in, code); err != nil {
		return fmt.Errorf("confirm address: %w", err)
	}
	return nil
}

func (s *Service) confirmEmail(ctx context.Context, in *SignedIn, code policy.Secret) error {
	a, err := s.account(ctx, in, confirming)
	if err != nil {
		return err
	}
	key := codeKey(a.Number)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	if a, err = s.account(ctx, in, confirming); err != nil { // tries of others have passed
		return err
	}
	pending, ok := s.pendingCode(a)
	if !ok {
		return ErrCode
	}
	try, err := s.attempt(ctx, in.caller, key)
	if err != nil {
		return err
	}
	checked, err := s.hashing.verify(ctx, pending.Hash, code)
	if err != nil {
		return fmt.Errorf("check code: %w", err)
	}
	for range retries {
		if checked.ok {
			err = s.moveEmail(ctx, in, a, try)
		} else {
			err = s.countCode(ctx, in, a, try)
		}
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		if a, err = s.account(ctx, in, confirming); err != nil {
			return err
		}
		if again, ok := s.pendingCode(a); !ok || again.Hash != pending.Hash {
			return ErrCode
		}
	}
	return ErrConflict
}

// moveEmail consumes the code and changes the address in one commit.
func (s *Service) moveEmail(ctx context.Context, in *SignedIn, a store.Account, try attempt) error {
	changed := a
	changed.Email, changed.Code = a.Code.Email, nil
	toOld, err := s.letter(mail.EmailLeft, a.Email, mail.Data{Number: a.Number, Email: changed.Email})
	if err != nil {
		return err
	}
	toNew, err := s.letter(mail.EmailReached, changed.Email, mail.Data{Number: a.Number})
	if err != nil {
		return err
	}
	change := store.Change{
		Account: &changed,
		Events:  []store.Event{event(in.caller, actEmail, a.Number, outcomeOK, "")},
		Mails:   []store.Mail{toOld, toNew},
	}
	try.proven(&change)
	err = s.write(ctx, change)
	if errors.Is(err, store.ErrExists) {
		return s.burnCode(ctx, in, a, try)
	}
	if err == nil && !in.within(live) {
		in.end() // it was kept for this alone
	}
	return err
}

// burnCode ends a code whose address became another account's meanwhile.
func (s *Service) burnCode(ctx context.Context, in *SignedIn, a store.Account, try attempt) error {
	var f form
	f.fault(FieldEmail, FaultTaken)
	a.Code = nil
	change := store.Change{
		Account: &a,
		Events:  []store.Event{event(in.caller, actEmail, a.Number, outcomeRefused, whyTaken)},
	}
	try.proven(&change)
	if err := s.write(ctx, change); err != nil {
		return err
	}
	return f.err()
}

// countCode counts a wrong try, in the account's own record.
func (s *Service) countCode(ctx context.Context, in *SignedIn, a store.Account, try attempt) error {
	code := *a.Code
	code.Tries++
	if a.Code = &code; code.Tries >= codeTries {
		a.Code = nil
	}
	err := s.write(ctx, store.Change{
		Account: &a,
		Events:  []store.Event{event(in.caller, actEmail, a.Number, outcomeRefused, try.reason(whyWrong))},
	})
	if err != nil {
		return err
	}
	return ErrCode
}
