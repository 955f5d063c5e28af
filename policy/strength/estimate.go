package strength

import (
	"math"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// minTold is the length from which a text still under MinRunes is told its
// pattern; before that it is only short, and half a word looks like anything.
const minTold = 8

// trickBits prices a trick applied to a whole text: every character doubled,
// one separator between all.
const trickBits = 3.0

// Estimate measures a password, of which it reads the first MaxRunes
// characters. A text under MinRunes is Faible whatever it holds, as the rules
// refuse it; its reason is TooShort unless a named pattern makes it weak and
// would go on doing so.
//
// The first call with any text builds the tables, about 90 ms of one core; the
// others take a fraction of a millisecond. It keeps nothing of what it reads and may run in several
// goroutines at once.
func Estimate(password string, p Person) Result {
	composed := norm.NFC.String(password)
	t := fold(composed)
	best := measure(t, p)
	for _, plain := range squeezed(t) {
		if r := measure(plain, p); r.bits+trickBits < best.bits {
			best = reading{bits: r.bits + trickBits, covered: r.covered}
		}
	}
	if bits := editsBits(t, fold(p.Previous)); bits < best.bits {
		best = reading{bits: bits}
		best.covered[NearPrevious] = t.len()
	}
	r := Result{
		Length:       utf8.RuneCountInString(composed),
		Log10Guesses: best.bits * math.Log10(2),
	}
	r.Level = levelOf(r)
	if r.Level == Faible {
		r.Reason = reasonOf(r, best)
	}
	return r
}

// measure covers one text with all that is found in it.
func measure(t text, p Person) reading {
	if t.len() == 0 {
		return reading{}
	}
	tab := load()
	common := func(t text) []match { return wordMatches(t, tab.common, Common) }
	found := separators(t)
	found = append(found, common(t)...)
	found = append(found, mirrored(t, common)...)
	found = append(found, wordMatches(t, tab.initials, KnownPhrase)...)
	found = append(found, tab.phrases.matches(t)...)
	found = append(found, mirrored(t, tab.phrases.matches)...)
	found = append(found, p.matches(t)...)
	found = append(found, repeatMatches(t)...)
	found = append(found, dateMatches(t)...)
	found = append(found, numberMatches(t)...)
	found = append(found, sequenceMatches(t, tab.counting.spots(t.keys), Sequence)...)
	for _, k := range tab.keyboards {
		spots := k.spots(t.typed)
		found = append(found, sequenceMatches(t, spots, Keyboard)...)
		found = append(found, walkMatches(t, spots)...)
	}
	return cover(t, found)
}

// levelOf applies the published rule.
func levelOf(r Result) Level {
	switch {
	case r.Length < MinRunes || r.Log10Guesses < FaibleBelow:
		return Faible
	case r.Log10Guesses < FortFrom:
		return Normal
	}
	return Fort
}

// reasonOf names the pattern that explains most of a weak text. Where two
// explain as much, the one that tells the person more wins; where none
// explains a third, the text is merely guessable. A text under MinRunes is told
// a pattern only where that explains three quarters of it.
func reasonOf(r Result, best reading) Reason {
	reason, most, total := Guessable, 0, 0
	for _, candidate := range []Reason{
		NearPrevious, Personal, KnownPhrase, Keyboard, Sequence, Common, Repetition,
	} {
		if best.covered[candidate] > most {
			reason, most = candidate, best.covered[candidate]
		}
	}
	for _, n := range best.covered {
		total += n
	}
	if 3*most < total {
		reason = Guessable
	}
	if r.Length < MinRunes && (reason == Guessable || r.Length < minTold || 4*most < 3*total) {
		return TooShort
	}
	return reason
}
