package account

import (
	"context"
	"errors"
	"fmt"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// IdentifiersResult is what a committed change of identifiers did.
type IdentifiersResult struct {
	// PasswordChanged ends the session: the person signs in again. Where an
	// address is pending too, the session is kept for ConfirmEmail and refuses
	// everything else.
	PasswordChanged bool
	LastDay         policy.Date // of the new password
	// EmailPending is the new address that the code was mailed to; "" is none.
	EmailPending string
}

// CommitIdentifiers checks the confidence answer, where the account has a
// question, and writes the prepared change in one commit with its audit and its
// letters. A new address takes effect in ConfirmEmail only.
//
// Refusals: ErrStep without a Prepared of this service, or with one that was
// used; ErrEnded; *InputError where the answer is missing; ErrAnswer, and after
// three of them in one session ErrEnded; *ThrottledError; ErrConflict where the
// question or its answer was changed meanwhile. After ErrAnswer, a missing
// answer or a fault of the system the same Prepared may be tried again.
func (s *Service) CommitIdentifiers(ctx context.Context, p *Prepared, answer policy.Secret) (IdentifiersResult, error) {
	if p == nil || p.service != s || !p.take() {
		return IdentifiersResult{}, ErrStep
	}
	done := false
	defer func() {
		if !done {
			p.giveBack() // also where a fault of the program unwinds through here
		}
	}()
	result, err := s.commitIdentifiers(ctx, p, answer)
	if err != nil {
		return IdentifiersResult{}, fmt.Errorf("change identifiers: %w", err)
	}
	done = true
	return result, nil
}

func (s *Service) commitIdentifiers(ctx context.Context, p *Prepared, answer policy.Secret) (IdentifiersResult, error) {
	a, err := s.current(ctx, p.in)
	if err != nil {
		return IdentifiersResult{}, err
	}
	if a.Question != p.question {
		return IdentifiersResult{}, ErrConflict
	}
	try, err := s.proveAnswer(ctx, p.in, a, answer)
	if err != nil {
		return IdentifiersResult{}, err
	}
	var code mailedCode
	if p.email != "" {
		code, err = s.newCode(ctx, a.Number, p.email)
		var throttled *ThrottledError
		if errors.As(err, &throttled) {
			return IdentifiersResult{}, s.refuseProven(ctx, try, event(p.in.caller, actEmailAsk, a.Number, outcomeRefused, whyMailed), err)
		}
		if err != nil {
			return IdentifiersResult{}, err
		}
	}
	for range retries {
		changed, change, err := s.identifiersChange(p, a, code)
		if err != nil {
			return IdentifiersResult{}, err
		}
		try.proven(&change)
		err = s.write(ctx, change)
		if err == nil {
			return committed(p, changed), nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return IdentifiersResult{}, err
		}
		before := a
		if a, err = s.current(ctx, p.in); err != nil {
			return IdentifiersResult{}, err
		}
		if a.Question != before.Question || a.Answer != before.Answer {
			return IdentifiersResult{}, ErrConflict
		}
	}
	return IdentifiersResult{}, ErrConflict
}

// identifiersChange is the change as it is to be written over an account.
func (s *Service) identifiersChange(p *Prepared, a store.Account, code mailedCode) (store.Account, store.Change, error) {
	var change store.Change
	c, changed := p.in.caller, a
	if p.hash != "" {
		changed = s.withPassword(a, p.hash)
		letter, err := s.letter(mail.Renewed, a.Email, mail.Data{Number: a.Number, LastDay: changed.LastDay})
		if err != nil {
			return changed, change, err
		}
		change.Events = append(change.Events, event(c, actPassword, a.Number, outcomeOK, ""))
		change.Mails = append(change.Mails, letter)
		p.try.proven(&change) // what was guessed at is gone, and the guesses with it
	}
	if p.email != "" {
		changed.Code = code.kept()
		toNew, err := s.letter(mail.EmailCode, p.email, mail.Data{Number: a.Number, Code: code.secret})
		if err != nil {
			return changed, change, err
		}
		toOld, err := s.letter(mail.EmailRequested, a.Email, mail.Data{Number: a.Number, Email: p.email})
		if err != nil {
			return changed, change, err
		}
		change.Events = append(change.Events, event(c, actEmailAsk, a.Number, outcomeOK, ""))
		change.Mails = append(change.Mails, toNew, toOld)
		p.asked.proven(&change)
	}
	change.Account = &changed
	return changed, change, nil
}

// committed tells the session of a change that was written.
func committed(p *Prepared, a store.Account) IdentifiersResult {
	result := IdentifiersResult{EmailPending: p.email}
	if p.hash != "" {
		result.PasswordChanged, result.LastDay = true, a.LastDay
		p.in.renewed(a, p.email != "")
	}
	return result
}

// proveAnswer checks the answer to the account's question. Where there is none
// nothing is proven, and the attempt returned gives nothing back.
func (s *Service) proveAnswer(ctx context.Context, in *SignedIn, a store.Account, answer policy.Secret) (attempt, error) {
	if a.Question == "" {
		return attempt{}, nil
	}
	var f form
	f.secret(FieldAnswer, answer)
	if err := f.err(); err != nil {
		return attempt{}, err
	}
	key := answerKey(a.Number)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return attempt{}, err
	}
	defer unlock()
	// Other answers of this session may have closed it while this one queued.
	if !in.within(live) {
		return attempt{}, ErrEnded
	}
	try, err := s.attempt(ctx, in.caller, key)
	if err != nil {
		return attempt{}, err
	}
	checked, err := s.hashing.verify(ctx, a.Answer, policy.NormalizeAnswer(answer))
	if err != nil {
		return attempt{}, fmt.Errorf("check answer: %w", err)
	}
	if checked.ok {
		return try, nil
	}
	refusal, why := ErrAnswer, try.reason(whyWrong)
	if in.wrongAnswer() {
		refusal, why = ErrEnded, why+"; session closed"
	}
	return attempt{}, s.refuse(ctx, event(in.caller, actAnswer, a.Number, outcomeRefused, why), refusal)
}
