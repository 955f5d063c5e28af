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

// numberPrefix opens the numbers given out here; the rest is random, so that a
// number tells neither how many accounts there are nor the next one.
const (
	numberPrefix = "20"
	numberDigits = 14
	numberValues = 1_000_000_000_000 // 10 to the digits after the prefix
	numberTries  = 5
)

// CreateInput is the form of a person who creates an account.
type CreateInput struct {
	Title, FirstName, LastName string
	Email, EmailConfirm        string
	Password, Confirm          policy.Secret
	Question                   string
	Answer                     policy.Secret
}

// Create makes an account and returns its number; the person is told by mail
// and signs in afterwards.
//
// Refusals: ErrCreateOff; *InputError, which says in words that an address is
// taken (counted against the place that asks, R-33, and given back where an
// account comes of it); *ThrottledError.
func (s *Service) Create(ctx context.Context, c Caller, input CreateInput) (number string, err error) {
	if !s.create {
		return "", ErrCreateOff
	}
	a, err := s.checkCreate(input)
	if err != nil {
		return "", err
	}
	if number, err = s.createAccount(ctx, c, a, input); err != nil {
		return "", fmt.Errorf("create account: %w", err)
	}
	return number, nil
}

// checkCreate says all that can be said without the store.
func (s *Service) checkCreate(input CreateInput) (store.Account, error) {
	var f form
	f.title(input.Title)
	a := store.Account{
		Title:    input.Title,
		LastName: f.line(FieldLastName, input.LastName), FirstName: f.line(FieldFirstName, input.FirstName),
		Email:    f.email(input.Email, input.EmailConfirm),
		Question: f.line(FieldQuestion, input.Question),
	}
	f.answer(input.Answer)
	f.refusal.Verdict = policy.Check(policy.NewPassword{
		Password: input.Password, Confirmation: input.Confirm, Person: strengthOf(a),
	})
	return a, f.err()
}

func (s *Service) createAccount(ctx context.Context, c Caller, a store.Account, input CreateInput) (string, error) {
	var f form
	asked, err := s.checkFree(ctx, c, &f, a.Email)
	if err != nil {
		return "", err
	}
	if err := f.err(); err != nil {
		return "", err
	}
	if a.Hash, err = s.hashing.hash(ctx, input.Password); err != nil {
		return "", err
	}
	if a.Answer, err = s.hashing.hash(ctx, policy.NormalizeAnswer(input.Answer)); err != nil {
		return "", err
	}
	a.Created = s.second()
	a.ChangedAt, a.LastDay = a.Created, policy.LastValidDay(a.Created)
	return s.insert(ctx, a, event(c, actCreate, "", outcomeOK, ""), asked)
}

// insert writes a new account with its letter, under its own number or, where
// it has none, under a free one. asked is what its success gives back.
func (s *Service) insert(ctx context.Context, a store.Account, e store.Event, asked attempt) (string, error) {
	given, lastDay := a.Number, a.LastDay
	if s.expiry(a).State == policy.Expired {
		lastDay = policy.Date{} // to be renewed first
	}
	for range numberTries {
		if given == "" {
			var err error
			if a.Number, err = s.newNumber(); err != nil {
				return "", err
			}
		}
		letter, err := s.letter(mail.Created, a.Email, mail.Data{Number: a.Number, LastDay: lastDay})
		if err != nil {
			return "", err
		}
		e.Number = a.Number
		change := store.Change{Account: &a, Events: []store.Event{e}, Mails: []store.Mail{letter}}
		asked.proven(&change)
		err = s.write(ctx, change)
		if err == nil {
			return a.Number, nil
		}
		if !errors.Is(err, store.ErrExists) {
			return "", err
		}
		if err := s.taken(ctx, a, given); err != nil {
			return "", err
		}
	}
	return "", errors.New("no free number found")
}

// taken tells which of an account's names is another's; nil where it was a
// number that may be drawn again.
func (s *Service) taken(ctx context.Context, a store.Account, given string) error {
	var f form
	_, err := s.store.ByEmail(ctx, a.Email)
	switch {
	case err == nil:
		f.fault(FieldEmail, FaultTaken)
	case !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("look for address: %w", err)
	case given != "":
		f.fault(FieldNumber, FaultTaken)
	}
	return f.err()
}

func (s *Service) newNumber() (string, error) {
	n, err := s.digits(numberValues)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%0*d", numberPrefix, numberDigits-len(numberPrefix), n), nil
}

// strengthOf is what an attacker knows of the account's holder.
func strengthOf(a store.Account) strength.Person {
	return strength.Person{Email: a.Email, FirstName: a.FirstName, LastName: a.LastName, Subscriber: a.Number}
}
