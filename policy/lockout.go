package policy

import "time"

// Schedule is a throttle as data, so that a store can apply it in one atomic
// step without knowing what is being counted. The n-th hit (from 1) closes the
// counter for Waits[n-Free] once n reaches Free; past the end the last wait
// repeats. A counter that saw no hit for Forget starts again from nothing.
//
// Where Leak is set, one hit is forgotten for each Leak that passes, whatever
// comes meanwhile: a budget by the hour, for what is never idle long enough to
// be forgotten. The last wait must then be longer than Leak, or hits would
// outrun it and the count grow for as long as they last; and Forget as long as
// it takes all of them to leak, or a pause would gain something.
type Schedule struct {
	Free   int
	Waits  []time.Duration
	Forget time.Duration
	Leak   time.Duration
}

// Wait returns how long the counter stays closed after its n-th hit.
func (s Schedule) Wait(n int) time.Duration {
	if n < s.Free || len(s.Waits) == 0 {
		return 0
	}
	return s.Waits[min(n-s.Free, len(s.Waits)-1)]
}

// Left returns how many of n hits still count at now, and the instant to pass
// as since the next time. That is now, unless some of a leaking counter are
// left: part of a Leak that has passed already is kept for the next hit, or
// hits that come faster than it would never be forgotten. A since after now
// comes from a clock that was set back, and counts as now.
func (s Schedule) Left(n int, since, now time.Time) (left int, from time.Time) {
	passed := now.Sub(since)
	switch {
	case passed > s.Forget:
		return 0, now
	case s.Leak <= 0 || passed < 0:
		return n, now
	}
	leaks := passed / s.Leak
	if leaks >= time.Duration(n) {
		return 0, now
	}
	return n - int(leaks), since.Add(leaks * s.Leak)
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
// than SecretSchedule, for many people share a help desk's address, and it
// leaks, for a busy place is never without hits: 30 slips an hour are free for
// ever. Whoever does nothing but guess gets at most 751 in any 24 hours: 31,
// and one for each that leaks.
func SourceSchedule() Schedule {
	return Schedule{
		Free:   30,
		Waits:  []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute},
		Forget: 2 * time.Hour,
		Leak:   2 * time.Minute,
	}
}

// CaptchaSchedule throttles wrong answers to images from one place. The image
// stops only the lazy, so this and the two above must be enough without it.
// It leaks as SourceSchedule does: 10 an hour are free, and nobody gets more
// than 253 in any 24 hours.
func CaptchaSchedule() Schedule {
	return Schedule{
		Free:   10,
		Waits:  []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute},
		Forget: 2 * time.Hour,
		Leak:   6 * time.Minute,
	}
}

// AnswersPerSession is how many wrong answers to the confidence question end
// the session.
const AnswersPerSession = 3
