package account

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"peremption/policy"
	"peremption/store"
)

// SignedIn is the proof that a person gave the right password. Only SignIn
// makes one. Each call that takes it reads the account again, and answers
// ErrEnded once the password was changed or has expired, the account was
// disabled, or the session is closed. It is safe for concurrent use.
type SignedIn struct {
	service *Service // the one that made it; another honours no such proof
	caller  Caller   // with the session's own ID, made at sign-in
	number  string
	person  Person

	mu    sync.Mutex
	state sessionState
	epoch epoch
	wrong int // answers to the confidence question
}

type sessionState int

const (
	live sessionState = iota
	// confirming: this session changed the password and also asked for another
	// address. All it may still do is to give the code for that.
	confirming
	ended
)

// epoch tells one password of an account from the next. Hashing the same
// password anew does not change it; a change of password always does, for the
// newest earlier hash has a salt of its own.
type epoch [sha256.Size]byte

func epochOf(a store.Account) epoch {
	h := sha256.New()
	_, _ = io.WriteString(h, a.ChangedAt.UTC().Format(time.RFC3339)+"\x00")
	if len(a.History) > 0 {
		_, _ = io.WriteString(h, a.History[0])
	}
	return epoch(h.Sum(nil))
}

// Person returns the person as they were at sign-in, for the first screen.
func (in *SignedIn) Person() Person { return in.person }

// ID returns the session's name in the audit. It proves nothing.
func (in *SignedIn) ID() string { return in.caller.Session }

// Person reads the person anew. Refusals: ErrEnded.
func (s *Service) Person(ctx context.Context, in *SignedIn) (Person, error) {
	a, err := s.current(ctx, in)
	if err != nil {
		return Person{}, err
	}
	return s.person(a), nil
}

// SignOut closes the session. It cannot fail: whatever the store says, the
// proof is worth nothing afterwards.
func (s *Service) SignOut(ctx context.Context, in *SignedIn) {
	if in == nil || in.service != s || !in.end() {
		return
	}
	err := s.write(ctx, store.Change{Events: []store.Event{
		event(in.caller, actSignOut, in.number, outcomeOK, ""),
	}})
	if err != nil {
		s.log.Error("audit of a sign-out is missing", "session", in.ID(), "error", err)
	}
}

// current returns the account of a live session as it is now.
func (s *Service) current(ctx context.Context, in *SignedIn) (store.Account, error) {
	return s.account(ctx, in, live)
}

// account returns the session's account as it is now, or ErrEnded. A session in
// a later state than allowed, or over an account that moved on, is closed.
func (s *Service) account(ctx context.Context, in *SignedIn, allowed sessionState) (store.Account, error) {
	if in == nil || in.service != s || !in.within(allowed) {
		return store.Account{}, ErrEnded
	}
	a, err := s.store.ByNumber(ctx, in.number)
	if errors.Is(err, store.ErrNotFound) {
		in.end()
		return store.Account{}, ErrEnded
	}
	if err != nil {
		return store.Account{}, fmt.Errorf("read account: %w", err)
	}
	if a.Disabled || !in.matches(a) || s.expiry(a).State == policy.Expired {
		in.end()
		return store.Account{}, ErrEnded
	}
	return a, nil
}

func (in *SignedIn) within(allowed sessionState) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.state <= allowed
}

func (in *SignedIn) matches(a store.Account) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.epoch == epochOf(a)
}

// end closes the session and reports whether it was open.
func (in *SignedIn) end() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	open := in.state != ended
	in.state = ended
	return open
}

// renewed moves the session past a change of password that it made itself.
func (in *SignedIn) renewed(a store.Account, emailPending bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.epoch = epochOf(a)
	if in.state == live && emailPending {
		in.state = confirming
		return
	}
	in.state = ended
}

// wrongAnswer counts one and reports whether it closed the session.
func (in *SignedIn) wrongAnswer() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.wrong++; in.wrong >= policy.AnswersPerSession {
		in.state = ended
	}
	return in.state == ended
}

func (s *Service) expiry(a store.Account) policy.Expiry {
	return policy.Expires(a.ChangedAt, a.LastDay, s.now())
}

func (s *Service) person(a store.Account) Person {
	p := Person{
		Number: a.Number, Title: a.Title, FirstName: a.FirstName, LastName: a.LastName,
		Email: a.Email, Question: a.Question, Expiry: s.expiry(a),
	}
	if code, ok := s.pendingCode(a); ok {
		p.PendingEmail = code.Email
	}
	return p
}
