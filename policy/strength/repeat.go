package strength

import "math"

// Lengths under which a copy is more likely chance than choice.
const (
	minCopy   = 3
	minMirror = 4
)

// repeatMatches finds pieces that copy what came before them: the same block
// again and again with or without a separator, a block taken up once more
// further on, and a block followed by its mirror image. The first copy is
// priced by whatever else reads it.
func repeatMatches(t text) []match {
	var found []match
	for period := 1; period < t.len(); period++ {
		for a := period; a < t.len(); {
			b := a
			for b < t.len() && t.keys[b] == t.keys[b-period] {
				b++
			}
			found = appendCopies(found, t, a, b, period)
			a = max(b, a+1)
		}
	}
	return append(found, mirrors(t)...)
}

// appendCopies adds the run [a, b), in which each character is the one period
// places before. It also ends the run after its last whole block, lest its
// tail take letters that belong to the next word.
func appendCopies(found []match, t text, a, b, period int) []match {
	length := b - a
	if length < min(minCopy, period+1) {
		return found
	}
	price := func(end int) float64 {
		bits := sameCaseBits(t, a, end, period)
		if end-a >= period || end-a == period-1 && period > minCopy { // the last separator may be missing
			return bits + 1.5 + math.Log2(float64(1+(end-a)/period))/2
		}
		return bits + 3 + math.Log2(float64(a))/2 // where from, and how much
	}
	found = append(found, match{a, b, price(b), Repetition})
	if rest := length % period; rest != 0 && length > period && period >= minCopy {
		found = append(found, match{a, b - rest, price(b - rest), Repetition})
	}
	return found
}

// sameCaseBits prices a copy whose capitals differ from its model's.
func sameCaseBits(t text, a, b, period int) float64 {
	for i := a; i < b; i++ {
		if t.typed[i] != t.typed[i-period] {
			return 1 + caseBits(t, a, b)
		}
	}
	return 0
}

// mirrors finds the second half of each palindrome, its centre counted or not.
func mirrors(t text) []match {
	var found []match
	for centre := 1; centre < t.len(); centre++ {
		for _, gap := range []int{0, 1} {
			r := 0
			for centre-1-r >= 0 && centre+gap+r < t.len() && t.keys[centre-1-r] == t.keys[centre+gap+r] {
				r++
			}
			if r >= minMirror {
				found = append(found, match{centre + gap, centre + gap + r, 2.5 + reverseBits, Repetition})
			}
		}
	}
	return found
}

// squeezed undoes two tricks that stretch a text: every character typed twice
// or three times, and one separator between all of them. It returns the texts
// so found.
func squeezed(t text) []text {
	var found []text
	for _, times := range []int{2, 3} {
		if s, ok := t.everyNth(times, func(i int) bool { return t.keys[i] == t.keys[i-i%times] }); ok {
			found = append(found, s)
		}
	}
	if t.len() > 1 && !t.alnum(1) {
		if s, ok := t.everyNth(2, func(i int) bool { return i%2 == 0 || t.typed[i] == t.typed[1] }); ok {
			found = append(found, s)
		}
	}
	return found
}

// everyNth keeps one character in n where the others all satisfy drop. A last
// incomplete group is allowed.
func (t text) everyNth(n int, drop func(int) bool) (text, bool) {
	if t.len() < 3*n {
		return text{}, false
	}
	var kept []rune
	for i, r := range t.typed {
		if !drop(i) {
			return text{}, false
		}
		if i%n == 0 {
			kept = append(kept, r)
		}
	}
	return textOf(kept), true
}
