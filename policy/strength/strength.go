// Package strength estimates how many guesses a password would take and turns
// the estimate into the leaflet's three levels and one reason.
//
// The rule, published so that it can be argued with: a password is Faible when
// an attacker who knows the common patterns needs fewer than 10^FaibleBelow
// guesses, Fort from 10^FortFrom, and Normal between. Estimates are
// deterministic, offline, and the same for composed and decomposed text.
// Appended random characters raise them, but for the rare one that completes a
// pattern: "azert" is worth less with a "y" behind it, and so it should be.
package strength

// Thresholds, in log10 of guesses.
const (
	// FaibleBelow: what a leaked store, hashed with bcrypt at cost 12, lets one
	// attacker with a few graphics cards try against one account in weeks.
	FaibleBelow = 9.4
	// FortFrom: out of reach of such an attacker for centuries.
	FortFrom = 18.0
)

// MinRunes is the length, in composed code points, below which a password is
// refused whatever it holds (policy.MinLength, R-01).
const MinRunes = 20

// MaxRunes is the length beyond which an estimate reads no further; the rules
// refuse longer passwords before they are measured.
const MaxRunes = 256

// Level is one of the leaflet's three.
type Level int

// The levels, in rising order.
const (
	Faible Level = iota
	Normal
	Fort
)

// String returns the level's name as the command line prints it.
func (l Level) String() string { return [...]string{"faible", "normal", "fort"}[l] }

// Reason is the one pattern that decides a weak estimate.
type Reason int

// The reasons, one short French sentence each in ui/text.
const (
	None         Reason = iota
	Keyboard            // neighbouring keys
	Common              // a very common password
	Personal            // the person's name, address or number
	Repetition          // one piece over and over
	KnownPhrase         // a proverb, a title, a text of these very screens
	NearPrevious        // hardly differs from the old one
	TooShort            // below the minimum length
	Sequence            // abc, 123, dates and counting
	Guessable           // few guesses, of no single named pattern
)

// String names the reason for logs and the command line.
func (r Reason) String() string {
	return [...]string{
		"none", "keyboard", "common", "personal", "repetition", "phrase",
		"previous", "short", "sequence", "guessable",
	}[r]
}

// Person is what is known of the account, and so to whoever attacks it.
// Previous is the old password where it was just typed, else empty.
type Person struct {
	Email, FirstName, LastName, Subscriber string
	Previous                               string
}

// Result is an estimate. It holds nothing of the password.
type Result struct {
	Level        Level
	Log10Guesses float64
	Reason       Reason // None unless Level is Faible
	Length       int    // in code points, composed
}
