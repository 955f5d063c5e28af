package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"sync"
	"time"

	"peremption/policy"
	"peremption/store"
)

// This file counts attempts. The rules are:
//   - an attempt is counted, durably, before anything secret is looked at, so
//     that parallel guesses cannot outrun the counter;
//   - an address has one counter however it is typed, whether or not it is
//     anybody's, and every place that asks for the password shares it (R-32,
//     R-34); a refused attempt is answered without looking at it;
//   - only the proof of the very secret that a counter guards clears it;
//   - an attempt that is refused here leaves neither a count nor a line of the
//     audit, so that waiting out one's own counter does not close the place for
//     its other people; and pressing on writes nothing at all, so a flood of it
//     keeps no disk busy. The one that closed a counter is audited.

// codeSchedule limits what is mailed to one address or for one account: three
// codes in an hour and ten in a day. Here every hit is a mail, and not a
// failure.
func codeSchedule() policy.Schedule {
	return policy.Schedule{
		Free:   3,
		Waits:  []time.Duration{time.Hour, time.Hour, 3 * time.Hour, 4 * time.Hour},
		Forget: 24 * time.Hour,
	}
}

// passwordKey names the counter of an address. It is keyed, for people type
// their password into the wrong field, and the store must not keep that.
func (s *Service) passwordKey(email string) string {
	return "password:" + s.digest(store.EmailKey(email))
}

// mailKey names the counter of the codes sent to an address.
func (s *Service) mailKey(email string) string { return "mail:" + s.digest(store.EmailKey(email)) }

// mailsKey names the counter of the codes sent for an account.
func mailsKey(number string) string { return "mails:" + number }

// answerKey names the counter of an account's confidence answer.
func answerKey(number string) string { return "answer:" + number }

// codeKey names the counter of an account's mailed code.
func codeKey(number string) string { return "code:" + number }

// sourceKey names the counter of a place, over all accounts.
func sourceKey(c Caller) string { return "source:" + c.Source }

// captchaKey names the counter of the images answered from a place.
func captchaKey(c Caller) string { return "captcha:" + c.Source }

func (s *Service) digest(value string) string {
	mac := hmac.New(sha256.New, []byte(s.pepper.Reveal()))
	_, _ = io.WriteString(mac, "throttle\x00"+value)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// attempt is one admitted try, by the counters that it was counted by.
type attempt struct {
	secret string // "" where no secret was tried
	source string // "" is none
	closed bool   // it was the last: the secret's counter is closed now
}

// attempt counts a try at a secret by where it comes from, then by the secret.
// Refusals: *ThrottledError, with nothing counted; the place goes first, so that
// a noisy one whose counter is closed cannot use up a person's budget.
//
// A secret's counter that was closed when it was last looked at is asked first
// instead: a refusal by it only reads, and the place is left alone.
func (s *Service) attempt(ctx context.Context, c Caller, key string) (attempt, error) {
	try := attempt{secret: key, source: sourceKey(c)}
	first, then := try.source, key
	if s.shut.holds(key, s.now()) {
		first, then = then, first
	}
	for i, counter := range []string{first, then} {
		schedule := policy.SourceSchedule()
		if counter == key {
			schedule = policy.SecretSchedule()
		}
		tally, err := s.hit(ctx, counter, schedule)
		if counter == key && !tally.Until.IsZero() {
			s.shut.add(key, tally.Until, s.now())
			try.closed = true
		}
		if err != nil {
			if i > 0 {
				s.giveBack(ctx, first)
			}
			return attempt{}, err
		}
	}
	return try, nil
}

// giveBack takes one hit of a counter back. Should that fail the refusal it
// comes with is told all the same: the counter is a little strict, and no more.
func (s *Service) giveBack(ctx context.Context, key string) {
	if err := s.write(context.WithoutCancel(ctx), store.Change{Refund: []string{key}}); err != nil {
		s.log.Warn("an attempt was not given back", "error", err)
	}
}

// proven adds to a change what the proof of the secret gives back.
func (t attempt) proven(c *store.Change) {
	if t.secret != "" {
		c.Clear = append(c.Clear, t.secret)
	}
	if t.source != "" {
		c.Refund = append(c.Refund, t.source)
	}
}

// shut remembers which secrets' counters were closed when they were last looked
// at. It refuses nobody, for an operator may have freed the person meanwhile: it
// only tells which counter to ask first.
type shut struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (s *shut) holds(key string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Before(s.until[key])
}

// add remembers one and forgets those that are open again, so that there are
// never more than were closed within the longest wait.
func (s *shut) add(key string, until, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.until, func(_ string, t time.Time) bool { return !now.Before(t) })
	s.until[key] = until
}

// reason completes the audit's reason for a wrong try.
func (t attempt) reason(why string) string {
	if t.closed {
		return why + "; throttled from now on"
	}
	return why
}

// hit counts one attempt by one counter.
func (s *Service) hit(ctx context.Context, key string, schedule policy.Schedule) (store.Tally, error) {
	tally, err := s.store.Hit(ctx, key, schedule)
	if err != nil {
		return tally, fmt.Errorf("count attempt: %w", err)
	}
	if !tally.Admitted {
		// The store's clock and this one may differ by a little; no wait reads
		// as "try at once".
		wait := max(tally.Until.Sub(s.now()), time.Second)
		return tally, &ThrottledError{Until: tally.Until, Wait: wait}
	}
	return tally, nil
}
