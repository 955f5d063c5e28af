package policy

import "time"

// The leaflet's figures (§1.1).
const (
	// ValidYears is how long a password lives: "trois ans".
	ValidYears = 3
	// WarnDays is the span of "moins de 2 mois (60 jours)": with 59 days left
	// a person is warned, with 60 not.
	WarnDays = 60
)

// ClockSkew is how far in the future a change may lie before it counts as a
// wrong clock or a wrong import, and the password as one to renew.
const ClockSkew = 24 * time.Hour

// Validity says where a password stands.
type Validity int

// The three states of a password's life.
const (
	// Fresh: nothing to say.
	Fresh Validity = iota
	// Soon: fewer than WarnDays are left.
	Soon
	// Expired: the last valid day is over, or no believable one is known.
	Expired
)

// String names the state as logs and the command line do.
func (v Validity) String() string {
	return [...]string{"fresh", "soon", "expired"}[v]
}

// LastValidDay returns the last day on which a password changed at t may be
// used: the same day three years later, less one.
func LastValidDay(changed time.Time) Date {
	return DateOf(changed).AddYears(ValidYears).AddDays(-1)
}

// Expiry is what the rules say of a password at one moment.
type Expiry struct {
	State    Validity
	LastDay  Date // zero where none is known
	DaysLeft int  // 0 on the last day; negative afterwards
}

// Expires tells where a password stands at now. A missing last day or change,
// or a change dated in the future, is Expired and never "valid for ever"
// . It only reads: asking never alters an account.
func Expires(changed time.Time, lastDay Date, now time.Time) Expiry {
	if lastDay.IsZero() || changed.IsZero() || changed.After(now.Add(ClockSkew)) {
		return Expiry{State: Expired, LastDay: lastDay, DaysLeft: -1}
	}
	e := Expiry{LastDay: lastDay, DaysLeft: DateOf(now).DaysUntil(lastDay)}
	switch {
	case e.DaysLeft < 0:
		e.State = Expired
	case e.DaysLeft < WarnDays:
		e.State = Soon
	}
	return e
}
