package strength

import (
	"math"
	"unicode/utf8"

	"github.com/nbutton23/zxcvbn-go"
)

// Estimate measures a password.
func Estimate(password string, p Person) Result {
	r := Result{Length: utf8.RuneCountInString(password)}
	m := zxcvbn.PasswordStrength(password, []string{p.Email, p.FirstName, p.LastName, p.Subscriber, p.Previous})
	r.Log10Guesses = m.Entropy * math.Log10(2)
	switch {
	case r.Log10Guesses < FaibleBelow:
		r.Level, r.Reason = Faible, Guessable
	case r.Log10Guesses < FortFrom:
		r.Level = Normal
	default:
		r.Level = Fort
	}
	return r
}
