package account

import (
	"context"
	"fmt"
	"time"

	"peremption/policy"
	"peremption/store"
)

// NewAccount is an account that an operator brings in, with a password or with
// the bcrypt hash of one from elsewhere; never with both.
type NewAccount struct {
	Number                     string // 14 digits; "" draws one
	Title, FirstName, LastName string
	Email                      string

	Password policy.Secret // the rules apply to it
	Hash     string        // see policy.CheckImported
	// ChangedAt dates the password. Zero is now for a Password; for a Hash it
	// is unknown, and the person has to renew first.
	ChangedAt time.Time

	Question string // with Answer, or neither
	Answer   policy.Secret
}

// Add creates one account and tells the person by mail.
//
// Refusals: ErrRole; *InputError.
func (s *Service) Add(ctx context.Context, o Operator, reason string, n NewAccount) (number string, err error) {
	reason, err = s.authorise(ctx, o, actAdd, reason, true)
	if err != nil {
		return "", err
	}
	a, err := s.prepareAccount(ctx, n)
	if err != nil {
		return "", fmt.Errorf("add account: %w", err)
	}
	if number, err = s.insert(ctx, a, event(o.caller(), actAdd, "", outcomeOK, reason), attempt{}); err != nil {
		return "", fmt.Errorf("add account: %w", err)
	}
	return number, nil
}

// prepareAccount checks a new account and hashes its secrets.
func (s *Service) prepareAccount(ctx context.Context, n NewAccount) (store.Account, error) {
	var f form
	if n.Number != "" && !validNumber(n.Number) {
		f.fault(FieldNumber, FaultInvalid)
	}
	f.title(n.Title)
	a := store.Account{
		Number: n.Number, Title: n.Title, Created: s.second(),
		LastName: f.line(FieldLastName, n.LastName), FirstName: f.line(FieldFirstName, n.FirstName),
		Email: f.address(n.Email),
	}
	s.checkNewSecret(&f, n, a)
	if n.ChangedAt.After(s.now()) {
		f.fault(FieldChangedAt, FaultInvalid)
	}
	if n.Question != "" || !n.Answer.Empty() {
		a.Question = f.line(FieldQuestion, n.Question)
		f.answer(n.Answer)
	}
	if err := f.err(); err != nil {
		return store.Account{}, err
	}
	a.Hash, a.ChangedAt = n.Hash, n.ChangedAt.UTC().Truncate(time.Second)
	var err error
	if !n.Password.Empty() {
		if a.Hash, err = s.hashing.hash(ctx, n.Password); err != nil {
			return store.Account{}, err
		}
		if n.ChangedAt.IsZero() {
			a.ChangedAt = a.Created
		}
	}
	if !a.ChangedAt.IsZero() {
		a.LastDay = policy.LastValidDay(a.ChangedAt)
	}
	if a.Question != "" {
		a.Answer, err = s.hashing.hash(ctx, policy.NormalizeAnswer(n.Answer))
	}
	return a, err
}

// checkNewSecret wants a password that the rules accept or a hash that can be
// verified, and not both.
func (s *Service) checkNewSecret(f *form, n NewAccount, a store.Account) {
	switch {
	case n.Hash == "":
		f.refusal.Verdict = policy.Check(policy.NewPassword{
			Password: n.Password, Confirmation: n.Password, Person: strengthOf(a),
		})
	case !n.Password.Empty():
		f.fault(FieldHash, FaultInvalid)
	case policy.CheckImported(n.Hash) != nil:
		f.fault(FieldHash, FaultInvalid)
	}
}

func validNumber(number string) bool {
	if len(number) != numberDigits {
		return false
	}
	for _, digit := range number {
		if digit < '0' || digit > '9' {
			return false
		}
	}
	return true
}
