package account

import (
	"context"
	"errors"
	"fmt"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// ChangeQuestion sets or changes the confidence question and its answer, which
// takes the current password; the person is told by mail.
//
// Refusals: ErrEnded; *InputError; *ThrottledError; ErrCredentials where the
// password is wrong; ErrConflict.
func (s *Service) ChangeQuestion(ctx context.Context, in *SignedIn, question string, answer, currentPassword policy.Secret) error {
	var f form
	question = f.line(FieldQuestion, question)
	f.answer(answer)
	f.secret(FieldOldPassword, currentPassword)
	a, err := s.current(ctx, in)
	if err != nil {
		return err
	}
	if err := f.err(); err != nil {
		return err
	}
	if err := s.changeQuestion(ctx, in, a, question, answer, currentPassword); err != nil {
		return fmt.Errorf("change question: %w", err)
	}
	return nil
}

func (s *Service) changeQuestion(ctx context.Context, in *SignedIn, a store.Account, question string, answer, password policy.Secret) error {
	key := s.passwordKey(a.Email)
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	try, err := s.attempt(ctx, in.caller, key)
	if err != nil {
		return err
	}
	checked, err := s.checkPassword(ctx, a, password)
	if err != nil {
		return err
	}
	if !checked.ok {
		return s.refuse(ctx, event(in.caller, actQuestion, a.Number, outcomeRefused, try.reason(whyWrong)), ErrCredentials)
	}
	hash, err := s.hashing.hash(ctx, policy.NormalizeAnswer(answer))
	if err != nil {
		return err
	}
	for range retries {
		changed := a
		changed.Question, changed.Answer = question, hash
		letter, err := s.letter(mail.QuestionChanged, a.Email, mail.Data{Number: a.Number})
		if err != nil {
			return err
		}
		change := store.Change{
			Account: &changed,
			Events:  []store.Event{event(in.caller, actQuestion, a.Number, outcomeOK, "")},
			Mails:   []store.Mail{letter},
		}
		try.proven(&change)
		if err = s.write(ctx, change); !errors.Is(err, store.ErrConflict) {
			return err
		}
		before := a
		if a, err = s.current(ctx, in); err != nil {
			return err
		}
		if a.Question != before.Question || a.Answer != before.Answer {
			return ErrConflict
		}
	}
	return ErrConflict
}
