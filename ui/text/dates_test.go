package text_test

import (
	"testing"
	"time"

	"peremption/policy"
	"peremption/ui/text"
)

func TestDatesInFrench(t *testing.T) {
	for _, c := range []struct {
		day                 policy.Date
		short, long, padded string
	}{
		{policy.Date{Year: 2024, Month: time.July, Day: 22}, "22/07/2024", "22 juillet 2024", "22 juillet 2024"},
		{policy.Date{Year: 2024, Month: time.July, Day: 1}, "01/07/2024", "1er juillet 2024", "01 juillet 2024"},
		{policy.Date{Year: 2026, Month: time.August, Day: 7}, "07/08/2026", "7 août 2026", "07 août 2026"},
		{policy.Date{Year: 2027, Month: time.February, Day: 28}, "28/02/2027", "28 février 2027", "28 février 2027"},
		{policy.Date{Year: 2025, Month: time.December, Day: 31}, "31/12/2025", "31 décembre 2025", "31 décembre 2025"},
	} {
		if got := text.ShortDate(c.day); got != c.short {
			t.Errorf("short: %q, want %q", got, c.short)
		}
		if got := text.LongDate(c.day); got != c.long {
			t.Errorf("long: %q, want %q", got, c.long)
		}
		if got := text.PaddedDate(c.day); got != c.padded {
			t.Errorf("padded: %q, want %q", got, c.padded)
		}
	}
}

// Each month has its own name, and no day at all has none.
func TestMonthsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for m := time.January; m <= time.December; m++ {
		seen[text.LongDate(policy.Date{Year: 2024, Month: m, Day: 2})] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d names", len(seen))
	}
	if got := text.LongDate(policy.Date{}); got != "0  0" {
		t.Errorf("no day is %q", got)
	}
}

// A wait is rounded up: who comes back when told is not refused again.
func TestThrottledWaitsAreRoundedUp(t *testing.T) {
	say := text.French().Errors.Throttled
	for wait, want := range map[time.Duration]string{
		0:                             "1 minute",
		time.Second:                   "1 minute",
		time.Minute:                   "1 minute",
		time.Minute + time.Nanosecond: "2 minutes",
		200 * time.Second:             "4 minutes",
		4 * time.Minute:               "4 minutes",
		15 * time.Minute:              "15 minutes",
		time.Hour + time.Second:       "61 minutes",
	} {
		if got := say(wait); got != "Trop de tentatives. Réessayez dans "+want+"." {
			t.Errorf("%v: %q", wait, got)
		}
	}
}

func TestCountsHaveTheirSingular(t *testing.T) {
	w := text.French()
	for left, want := range map[int]string{1: "Il vous reste 1 essai.", 2: "Il vous reste 2 essais."} {
		if got := w.Errors.AnswersLeft(left); got != want {
			t.Errorf("%d: %q", left, got)
		}
	}
	for days, want := range map[int]string{0: "aujourd'hui à minuit", 1: "dans 1 jour", 2: "dans 2 jours", 59: "dans 59 jours"} {
		if got := w.Home.InDays(days); got != want {
			t.Errorf("%d: %q", days, got)
		}
	}
}

// Every symbol that an image may show can be said.
func TestEverySymbolCanBeSaid(t *testing.T) {
	say := text.French().Captcha.Spoken
	seen := map[string]bool{}
	for _, symbol := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		seen[say([]rune{symbol})] = true
	}
	if len(seen) != 36 || seen["."] {
		t.Errorf("%d different words", len(seen))
	}
	if got := say([]rune("m8")); got != "M comme Marcel, huit." {
		t.Errorf("%q", got)
	}
}
