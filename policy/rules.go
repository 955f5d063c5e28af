package policy

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"peremption/policy/strength"
)

// Limits of a new password.
const (
	MinLength = strength.MinRunes // code points, composed: the leaflet's "20 caractères minimum" (§1.3, R-01)
	MaxLength = 256               // code points
	MaxBytes  = 1024              // as typed; checked before anything else reads the text
)

// HistoryDepth is how many earlier passwords are refused beside the present
// one: "différent de ceux utilisés précédemment" (the leaflet's advice).
const HistoryDepth = 2

// Finding is one rule that a new password breaks.
type Finding int

// The findings, in the order in which they are told.
const (
	Missing       Finding = iota // nothing typed
	NotText                      // not valid UTF-8
	ControlChar                  // C0, DEL or C1: refused, never stripped
	TooLong                      // over MaxLength or MaxBytes
	TooShort                     // under MinLength
	SameAsCurrent                // equal to the one in force, composed
	UsedBefore                   // equal to one of the HistoryDepth before it
	TooWeak                      // the meter says faible
	Mismatch                     // the confirmation differs
)

// String names the finding for logs and the audit.
func (f Finding) String() string {
	return [...]string{
		"missing", "not-text", "control-character", "too-long", "too-short",
		"same-as-current", "used-before", "too-weak", "mismatch",
	}[f]
}

// NewPassword is what the rules look at. Current is empty where the old
// password was not typed; the service then compares hashes.
type NewPassword struct {
	Password, Confirmation, Current Secret
	Person                          strength.Person
}

// Verdict is what the rules say. No finding means accepted.
type Verdict struct {
	Findings []Finding
	Strength strength.Result
}

// OK reports whether the password may be used.
func (v Verdict) OK() bool { return len(v.Findings) == 0 }

// Has reports whether one of the findings is f.
func (v Verdict) Has(f Finding) bool {
	for _, g := range v.Findings {
		if g == f {
			return true
		}
	}
	return false
}

// Check applies the rules. It asks for no class of characters and
// changes nothing of what was typed. The screen and the service call
// this same function, so they cannot disagree.
func Check(n NewPassword) Verdict {
	typed := n.Password.Reveal()
	var v Verdict
	found := func(f Finding) { v.Findings = append(v.Findings, f) }

	switch {
	case typed == "":
		found(Missing)
	case len(typed) > MaxBytes:
		found(TooLong)
	case !utf8.ValidString(typed):
		found(NotText)
	case HasControl(typed):
		found(ControlChar)
	}
	if !v.OK() {
		return v // nothing below would mean anything for such a text
	}

	composed := norm.NFC.String(typed)
	length := utf8.RuneCountInString(composed)
	if length > MaxLength {
		found(TooLong)
		return v
	}
	person := n.Person
	if person.Previous == "" {
		person.Previous = n.Current.NFC()
	}
	v.Strength = strength.Estimate(composed, person)
	same := !n.Current.Empty() && composed == n.Current.NFC()
	switch {
	case length < MinLength:
		found(TooShort)
	case same:
		found(SameAsCurrent)
	case v.Strength.Level == strength.Faible:
		found(TooWeak)
	}
	if composed != n.Confirmation.NFC() {
		found(Mismatch)
	}
	return v
}

// HasControl reports whether s holds a control character: C0, DEL or C1.
func HasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 })
}
