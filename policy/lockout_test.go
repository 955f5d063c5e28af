package policy

import (
	"testing"
	"time"
)

// tally is a counter kept as a store keeps it.
type tally struct {
	count        int
	since, until time.Time
}

// hit counts one, and tells whether it was admitted.
func (c *tally) hit(s Schedule, now time.Time) bool {
	if now.Before(c.until) {
		return false
	}
	c.count, c.since = s.Left(c.count, c.since, now)
	c.count++
	c.until = now.Add(s.Wait(c.count))
	return true
}

// refund takes one back, and leaves the clock of the others alone.
func (c *tally) refund() { c.count, c.until = c.count-1, time.Time{} }

// most returns the largest number of hits in any 24 hours.
func most(hits []time.Time) (most int) {
	first := 0
	for i, h := range hits {
		for h.Sub(hits[first]) >= 24*time.Hour {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

func monday() time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) }

// The attack: guesses sent in the very instant in which the counter
// opens, for a month; also with pauses, until all or some are forgotten. The
// numbers are those that the schedules' comments state.
func TestAnImpatientAttackerGetsFewGuessesADay(t *testing.T) {
	for name, c := range map[string]struct {
		schedule Schedule
		perDay   int // where it leaks: as many as fit at once, and those that leak
	}{
		"secret": {SecretSchedule(), 25}, "source": {SourceSchedule(), 751}, "captcha": {CaptchaSchedule(), 253},
	} {
		for _, pause := range []time.Duration{0, time.Minute, 10 * time.Minute, time.Hour, time.Hour + 1, 24*time.Hour + 1} {
			for _, every := range []int{7, 31, 40} { // a pause after so many guesses
				s, now := c.schedule, monday()
				var counter tally
				var hits []time.Time
				for end := now.AddDate(0, 1, 0); now.Before(end); {
					if !counter.hit(s, now) {
						t.Fatalf("%s: closed at the end of its wait", name)
					}
					hits = append(hits, now)
					if now = now.Add(s.Wait(counter.count)); len(hits)%every == 0 {
						now = now.Add(pause)
					}
					if s.Leak > 0 && counter.count > c.perDay-int(24*time.Hour/s.Leak) {
						t.Fatalf("%s: the count grows to %d, and neighbours pay for it", name, counter.count)
					}
				}
				if got := most(hits); got > c.perDay {
					t.Errorf("%s: %d guesses in 24 hours, pausing %v every %d", name, got, pause, every)
				}
			}
		}
	}
}

// The weakness: a terminal at which people sign in all day, one slip an
// hour. The counter is never idle, and used to close on everybody in the end.
func TestABusyPlaceIsNeverThrottled(t *testing.T) {
	for name, s := range map[string]Schedule{"source": SourceSchedule(), "captcha": CaptchaSchedule()} {
		var counter tally
		now := monday()
		slip := now
		for end := now.AddDate(0, 0, 7); now.Before(end); now = now.Add(s.Leak - time.Second) {
			if !counter.hit(s, now) {
				t.Fatalf("%s: throttled after %v", name, now.Sub(monday()))
			}
			if now.Before(slip) {
				counter.refund()
			} else {
				slip = slip.Add(time.Hour)
			}
			if counter.count > 1 {
				t.Fatalf("%s: %d slips are held against the place", name, counter.count)
			}
		}
	}
}

func TestHitsLeakOneByOne(t *testing.T) {
	s := Schedule{Free: 9, Waits: []time.Duration{time.Hour}, Forget: time.Hour, Leak: 10 * time.Minute}
	at := func(m int) time.Time { return monday().Add(time.Duration(m) * time.Minute) }
	for _, c := range []struct{ n, since, now, left, from int }{
		{3, 0, 0, 3, 0},
		{3, 0, 9, 3, 0},
		{3, 0, 10, 2, 10},
		{3, 0, 29, 1, 20}, // nine minutes of the next are kept
		{3, 0, 30, 0, 30},
		{3, 0, 35, 0, 35},
		{9, 0, 60, 3, 60},
		{9, 0, 61, 0, 61}, // forgotten
		{3, 60, 0, 3, 0},  // the clock was set back
		{0, 0, 5, 0, 5},
	} {
		if left, from := s.Left(c.n, at(c.since), at(c.now)); left != c.left || !from.Equal(at(c.from)) {
			t.Errorf("%+v: %d left from %v", c, left, from.Sub(monday()))
		}
	}
	s.Leak = 0
	if left, from := s.Left(3, at(0), at(60)); left != 3 || !from.Equal(at(60)) {
		t.Errorf("without a leak: %d left from %v", left, from.Sub(monday()))
	}
}

// The attack: the same, but pausing until the counter is forgotten.
func TestWaitingToBeForgottenGainsNothing(t *testing.T) {
	s := SecretSchedule()
	if s.Forget < 24*time.Hour {
		t.Fatalf("forgets after %v", s.Forget)
	}
	// Without a wait the free guesses would come again each Forget.
	if perDay := float64(s.Free) * float64(24*time.Hour) / float64(s.Forget); perDay > 25 {
		t.Errorf("%.0f guesses a day", perDay)
	}
}

// R-30, CNIL case 2: more than a minute after the fifth failure, and growing.
func TestWaitsStartAfterFiveFailuresAndGrow(t *testing.T) {
	s := SecretSchedule()
	for n := range 5 {
		if s.Wait(n) != 0 {
			t.Errorf("a wait after %d failures", n)
		}
	}
	if s.Wait(5) <= time.Minute {
		t.Errorf("waits %v after the fifth", s.Wait(5))
	}
	for n := 6; n < 100; n++ {
		if s.Wait(n) < s.Wait(n-1) {
			t.Errorf("the wait shrinks to %v at %d", s.Wait(n), n)
		}
	}
	if s.Wait(1_000_000) > 2*time.Hour {
		t.Errorf("waits %v: nobody may be locked out for ever", s.Wait(1_000_000))
	}
}

func TestSchedulesAreUsable(t *testing.T) {
	for name, s := range map[string]Schedule{
		"secret": SecretSchedule(), "source": SourceSchedule(), "captcha": CaptchaSchedule(),
	} {
		last := s.Waits[len(s.Waits)-1]
		if s.Free < 1 || s.Wait(s.Free-1) != 0 || s.Wait(s.Free) <= 0 || s.Forget <= last {
			t.Errorf("%s: %+v", name, s)
		}
		if s.Leak >= last {
			t.Errorf("%s: the waits stay below its leak, so its count would grow for ever", name)
		}
		if s.Forget < time.Duration(s.Free+len(s.Waits))*s.Leak {
			t.Errorf("%s: forgotten before it has leaked", name)
		}
	}
	if (Schedule{}).Wait(10) != 0 {
		t.Error("an empty schedule closes")
	}
}
