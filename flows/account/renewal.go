package account

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"peremption/flows/captcha"
	"peremption/policy"
	"peremption/store"
)

// Renewal is one walk through the expired flow and holds what was proven in it.
// The order of the steps is kept here, not by the screens: only Identify
// gives the proof that Renew wants, and going back, a new image or success take
// it away. It is safe for concurrent use.
type Renewal struct {
	service *Service
	caller  Caller

	mu        sync.Mutex
	challenge *captcha.Challenge // shown and not yet answered
	email     string             // "" until Identify has succeeded
	busy      bool               // a Renew is at work
	done      bool               // a Renew has succeeded
}

// StartRenewal begins the expired flow, at its first step with nothing proven.
func (s *Service) StartRenewal(c Caller) *Renewal { return &Renewal{service: s, caller: c} }

// Challenge returns a new image for the first step. Whatever was proven before
// is forgotten and the image before it burned. Refusals: ErrStep after success.
func (s *Service) Challenge(ctx context.Context, r *Renewal) (*captcha.Challenge, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("draw image: %w", err)
	}
	if !s.owns(r) {
		return nil, ErrStep
	}
	challenge, err := s.captcha.New(s.now())
	if err != nil {
		return nil, fmt.Errorf("draw image: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done {
		challenge.Burn()
		return nil, ErrStep
	}
	r.forget()
	r.challenge = challenge
	return challenge, nil
}

// Identify is the first step: an address, and the characters of the image that
// Challenge returned last. Nobody's address passes like any other, for the
// account is not even looked for.
//
// Refusals: *InputError, with the image still good, where something is missing
// or no address; *ThrottledError, likewise; ErrCaptcha, after which a new image
// is needed; ErrStep where none was asked for.
func (s *Service) Identify(ctx context.Context, r *Renewal, email, answer string) error {
	if !s.owns(r) {
		return ErrStep
	}
	var f form
	address := f.address(email)
	if strings.TrimSpace(answer) == "" {
		f.fault(FieldCaptcha, FaultMissing)
	}
	if err := f.err(); err != nil {
		return err
	}
	if !r.shown() {
		return ErrStep
	}
	key := captchaKey(r.caller)
	if _, err := s.hit(ctx, key, policy.CaptchaSchedule()); err != nil {
		return fmt.Errorf("check image: %w", err)
	}
	challenge := r.take()
	if challenge == nil {
		return ErrStep
	}
	if !challenge.Answer(answer, s.now()) {
		return ErrCaptcha
	}
	if err := s.write(ctx, store.Change{Refund: []string{key}}); err != nil {
		return fmt.Errorf("check image: %w", err)
	}
	if !r.identified(address) {
		return ErrStep
	}
	return nil
}

// Back returns to the first step: what was proven is forgotten, and the image
// burned. It never waits.
func (s *Service) Back(r *Renewal) {
	if !s.owns(r) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget()
}

func (s *Service) owns(r *Renewal) bool { return r != nil && r.service == s }

// forget takes the proofs away. The caller holds r.mu.
func (r *Renewal) forget() {
	if r.challenge != nil {
		r.challenge.Burn()
	}
	r.challenge, r.email = nil, ""
}

func (r *Renewal) shown() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.challenge != nil && !r.done
}

// take hands out the challenge once.
func (r *Renewal) take() *captcha.Challenge {
	r.mu.Lock()
	defer r.mu.Unlock()
	challenge := r.challenge
	r.challenge = nil
	return challenge
}

// identified keeps the proof of the first step, unless a new image was asked
// for or success came meanwhile.
func (r *Renewal) identified(email string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done || r.challenge != nil {
		return false
	}
	r.email = email
	return true
}

// begin returns the proven address to the only Renew at work.
func (r *Renewal) begin() (email string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.email == "" || r.busy || r.done {
		return "", false
	}
	r.busy = true
	return r.email, true
}

// finish ends what begin began.
func (r *Renewal) finish(success bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = false
	if success {
		r.forget()
		r.done = true
	}
}
