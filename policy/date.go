package policy

import (
	"fmt"
	"time"
	_ "time/tzdata" // the calendar below must not depend on the machine's zone files
)

// Paris is the calendar of the whole program: the leaflet's dates are
// "heure de Paris".
var Paris = mustLoad("Europe/Paris")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("load zone %s from the built-in table: %v", name, err))
	}
	return loc
}

// Date is a day of the Paris calendar, without a time. The zero Date is no day
// at all and comes before every other.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that it is in Paris at t.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Paris).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written 2006-01-02. Days that do not exist, and years
// outside 1900 to 9999, are refused.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date written YYYY-MM-DD", s)
	}
	if t.Year() < 1900 {
		return Date{}, fmt.Errorf("%q is outside the years 1900 to 9999", s)
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the day as 2006-01-02, the form that sorts, or "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; the empty text is no day.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Compare returns -1, 0 or +1 as d is before, on or after other.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// AddDays returns the day n days later (earlier where n is negative).
func (d Date) AddDays(n int) Date { return fromUTC(d.utc().AddDate(0, 0, n)) }

// AddYears returns the same day n years later; 29 February becomes 1 March
// where the year has none.
func (d Date) AddYears(n int) Date { return fromUTC(d.utc().AddDate(n, 0, 0)) }

// DaysUntil counts calendar days from d to other; summer time changes nothing.
func (d Date) DaysUntil(other Date) int {
	const day = 24 * 60 * 60 // seconds; a time.Duration would end after 292 years
	return int((other.utc().Unix() - d.utc().Unix()) / day)
}

// Start returns the first instant of the day in Paris.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Paris)
}

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func fromUTC(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}
