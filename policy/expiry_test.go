package policy

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"
)

// see testdata/vectors/expiry-*.txt.
func TestExpiryVectors(t *testing.T) {
	for _, v := range vectors(t, "expiry") {
		t.Run(v.name, func(t *testing.T) {
			now := instant(t, v.fields["now"])
			var changed time.Time
			var last Date
			if v.fields["changed"] != "never" {
				changed = instant(t, v.fields["changed"])
				last = LastValidDay(changed)
			}
			got := Expires(changed, last, now)
			if got.State.String() != v.fields["state"] {
				t.Errorf("state %v, want %v", got.State, v.fields["state"])
			}
			if want := v.fields["last"]; last.String() != want {
				t.Errorf("last valid day %q, want %q", last, want)
			}
			if want, ok := v.fields["left"]; ok && strconv.Itoa(got.DaysLeft) != want {
				t.Errorf("%d days left, want %s", got.DaysLeft, want)
			}
		})
	}
}

// half a record is as doubtful as none.
func TestMissingLastDayOrChangeIsExpired(t *testing.T) {
	now := time.Date(2024, 7, 7, 9, 0, 0, 0, Paris)
	if got := Expires(now, Date{}, now); got.State != Expired {
		t.Errorf("without a last day: %v", got.State)
	}
	if got := Expires(time.Time{}, DateOf(now).AddDays(100), now); got.State != Expired {
		t.Errorf("without a change: %v", got.State)
	}
	if got := Expires(now.AddDate(8000, 0, 0), Date{9999, 12, 31}, now); got.State != Expired {
		t.Errorf("changed in a distant future: %v", got.State)
	}
}

// each day of a whole life has the state its number of days left says.
func TestEachDayOfALifeHasOneState(t *testing.T) {
	changed := time.Date(2021, 7, 23, 9, 0, 0, 0, Paris)
	last := LastValidDay(changed)
	for day := DateOf(changed); day.Compare(last.AddDays(10)) <= 0; day = day.AddDays(1) {
		for _, now := range []time.Time{day.Start(), day.AddDays(1).Start().Add(-time.Nanosecond)} {
			got := Expires(changed, last, now)
			left := day.DaysUntil(last)
			want := Fresh
			switch {
			case left < 0:
				want = Expired
			case left < WarnDays:
				want = Soon
			}
			if got.State != want || got.DaysLeft != left {
				t.Fatalf("%v: %+v, want %v with %d days left", now, got, want, left)
			}
		}
	}
}

func TestDatesSortAndPrintAsDays(t *testing.T) {
	a, b := Date{2024, time.February, 29}, Date{2024, time.March, 1}
	if a.AddDays(1) != b || b.AddDays(-1) != a || a.DaysUntil(b) != 1 || a.Compare(b) != -1 {
		t.Errorf("%v and %v are not neighbours", a, b)
	}
	if got := (Date{1900, time.January, 1}).DaysUntil(Date{9999, time.December, 31}); got != 2_958_463 {
		t.Errorf("%d days from 1900 to 9999", got)
	}
	if (Date{}).String() != "" || !(Date{}).IsZero() || (Date{}).Compare(a) != -1 {
		t.Error("the zero date is a day")
	}
	for _, d := range []Date{a, {}} {
		text, err := json.Marshal(d)
		var back Date
		if err != nil || json.Unmarshal(text, &back) != nil || back != d {
			t.Errorf("%v comes back as %v (%v)", d, back, err)
		}
	}
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{
		"", "2023-02-29", "2024-13-01", "1899-12-31", "10000-01-01", "2024-1-1", "2024-01-01 ", "01/02/2024", "２０２４-01-01",
	} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is %v", s, d)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-02-29", "1900-01-01", "9999-12-31", "0000-00-00", "2024-07-22x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if d != (Date{}) {
				t.Errorf("%q is refused and %v", s, d)
			}
			return
		}
		if d.String() != s {
			t.Errorf("%q comes back as %q", s, d)
		}
	})
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
