package policy

import "time"

// Schedule is a throttle as data, so that a store can apply it in one atomic
// step without knowing what is being counted. The n-th hit (from 1) closes the
// counter for Waits[n-Free] once n reaches Free; past the end the last wait
// repeats. A counter that saw no hit for Forget starts again from nothing.
type Schedule struct {
	Free   int
	Waits  []time.Duration
	Forget time.Duration
}

// Wait returns how long the counter stays closed after its n-th hit.
func (s Schedule) Wait(n int) time.Duration {
	if n < s.Free || len(s.Waits) == 0 {
		return 0
	}
	return s.Waits[min(n-s.Free, len(s.Waits)-1)]
}

// SecretSchedule throttles guesses at one secret of one account: after five
// failures the wait starts at two minutes and doubles to two hours, which
// leaves fewer than 25 guesses in any 24 hours (R-30, CNIL 2022-100 case 2).
// There is no state from which only an operator can free a person.
func SecretSchedule() Schedule {
	return Schedule{
		Free: 5,
		Waits: []time.Duration{
			2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute,
			32 * time.Minute, time.Hour, 2 * time.Hour,
		},
		Forget: 24 * time.Hour,
	}
}

// SourceSchedule throttles one address (or one terminal) over all accounts, so
// that a list of addresses cannot be walked from one place. It is wider
// than SecretSchedule, for many people share a help desk's address.
func SourceSchedule() Schedule {
	return Schedule{
		Free:   30,
		Waits:  []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute},
		Forget: time.Hour,
	}
}

// CaptchaSchedule throttles wrong answers to images from one place. The image
// stops only the lazy, so this and the two above must be enough without it.
func CaptchaSchedule() Schedule {
	return Schedule{
		Free:   10,
		Waits:  []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute},
		Forget: time.Hour,
	}
}

// AnswersPerSession is how many wrong answers to the confidence question end
// the session.
const AnswersPerSession = 3
