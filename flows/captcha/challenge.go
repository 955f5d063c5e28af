// Package captcha makes, draws and checks the "characters of the image".
//
// What it is worth: a program trained for an afternoon reads any such picture,
// so nothing may rest on it alone. It stops the idle script; throttling,
// sized as if there were no CAPTCHA, stops the others.
//
// Three rules hold in this package:
//   - a Challenge lives in the memory of the wizard that shows it, has no
//     identifier and no encoding, and so can be answered nowhere else;
//   - its answer leaves it by Spoken alone, and is erased by the first Answer,
//     right or wrong, or by Burn;
//   - time and randomness are arguments.
package captcha

import (
	"crypto/subtle"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"peremption/policy"
)

// Lifetime is how long a Challenge can be answered: at Lifetime exactly it is
// too late.
const Lifetime = 5 * time.Minute

// redacted stands wherever a Challenge or a Maker would have been printed.
const redacted = "[captcha]"

// Challenge is one picture and the characters in it, to be answered once. It
// is made by a Maker, belongs to whoever holds the pointer, and is safe for
// concurrent use. The zero Challenge accepts nothing.
type Challenge struct {
	picture Picture
	issued  time.Time
	fold    folding

	mu     sync.Mutex
	answer policy.Secret // folded; empty once spent
}

// Picture returns what the screen shows. It stays available when the challenge
// is spent, so that a screen can be drawn at any time.
func (c *Challenge) Picture() Picture { return c.picture.clone() }

// Spoken yields the characters one by one, letters in lower case: the route
// without an image, which the text layer spells in words. It
// yields nothing once the challenge is spent. The sequence is a function so
// that printing it shows no character; whoever ranges over it must neither log
// nor keep them.
func (c *Challenge) Spoken() iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for _, symbol := range c.peek() {
			if !yield(symbol) {
				return
			}
		}
	}
}

// Answer reports whether given names the characters and came in time: before
// issue plus Lifetime, and not before the issue, as a clock that was set back
// would have it. Case, spaces and look-alikes are forgiven (see folding).
//
// The call spends the challenge whatever it returns: of any number of calls,
// parallel ones included, at most one is true. Ask for an empty field again
// before calling it.
func (c *Challenge) Answer(given string, now time.Time) bool {
	want := c.take()
	if want == "" {
		return false
	}
	age := now.Sub(c.issued)
	inTime := age >= 0 && age < Lifetime
	same := subtle.ConstantTimeCompare([]byte(c.fold.text(given)), []byte(want)) == 1
	return inTime && same
}

// Burn spends the challenge unanswered: the person asked for another image or
// left the step.
func (c *Challenge) Burn() { c.take() }

// peek returns the answer, or "" once spent.
func (c *Challenge) peek() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answer.Reveal()
}

// take returns the answer to the first caller and "" to all others.
func (c *Challenge) take() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	answer := c.answer.Reveal()
	c.answer.Wipe()
	c.answer = policy.Secret{}
	return answer
}

// Format implements fmt.Formatter for every verb.
func (*Challenge) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue implements slog.LogValuer.
func (*Challenge) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, and so JSON.
func (*Challenge) MarshalText() ([]byte, error) { return []byte(redacted), nil }
