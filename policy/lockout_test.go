package policy

import (
	"testing"
	"time"
)

// The attack: guesses sent in the very instant in which the counter opens,
// for a month. No window of 24 hours may hold more than 25 of them.
func TestAnImpatientAttackerGetsFewGuessesADay(t *testing.T) {
	s := SecretSchedule()
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var hits []time.Time
	for end := now.AddDate(0, 1, 0); now.Before(end); {
		hits = append(hits, now)
		now = now.Add(s.Wait(len(hits)))
	}
	for i := range hits {
		n := 0
		for _, h := range hits[i:] {
			if h.Before(hits[i].Add(24 * time.Hour)) {
				n++
			}
		}
		if n > 25 {
			t.Fatalf("%d guesses in the 24 hours from %v", n, hits[i])
		}
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
	}
	if (Schedule{}).Wait(10) != 0 {
		t.Error("an empty schedule closes")
	}
}
