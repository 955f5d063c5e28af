package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
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
//   - an attempt that is refused here writes nothing, so a flood of them fills
//     neither the audit nor the disk. The one that closed a counter is audited.

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

// attempt is one admitted try at a secret.
type attempt struct {
	secret string // the counters that it was counted by
	source string
	closed bool // it was the last: the secret's counter is closed now
}

// attempt counts a try at a secret by where it comes from, then by the secret.
// Refusals: *ThrottledError, with the secret's own counter untouched where the
// place's is closed, so that a noisy place cannot use up a person's budget.
func (s *Service) attempt(ctx context.Context, c Caller, key string) (attempt, error) {
	if _, err := s.hit(ctx, sourceKey(c), policy.SourceSchedule()); err != nil {
		return attempt{}, err
	}
	tally, err := s.hit(ctx, key, policy.SecretSchedule())
	if err != nil {
		return attempt{}, err
	}
	return attempt{secret: key, source: sourceKey(c), closed: !tally.Until.IsZero()}, nil
}

// proven adds to a change what the proof of the secret gives back.
func (t attempt) proven(c *store.Change) {
	if t.secret != "" {
		c.Clear = append(c.Clear, t.secret)
		c.Refund = append(c.Refund, t.source)
	}
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
