package strength

import "math"

// A scale gives characters a place among others: the alphabet, a keyboard. A
// password that moves over a scale by a fixed step is a sequence, whatever the
// scale.
type scale struct {
	place  func(r rune) spot
	reason Reason
}

// A spot is the place of one character on a scale.
type spot struct {
	at   int
	wrap int // length after which the scale starts again; 0 for never
	ok   bool
}

// spots places each character.
func (s scale) spots(chars []rune) []spot {
	all := make([]spot, len(chars))
	for i, r := range chars {
		all[i] = s.place(r)
	}
	return all
}

// counting is the scale of code points, so that every script counts; digits
// and Latin letters start again after their last.
func counting() scale {
	return scale{
		place: func(r rune) spot {
			switch {
			case '0' <= r && r <= '9':
				return spot{int(r), 10, true}
			case 'a' <= r && r <= 'z':
				return spot{int(r), 26, true}
			}
			return spot{int(r), 0, true}
		},
		reason: Sequence,
	}
}

// maxLag bounds how many sequences may be interleaved: "01-02-03" has three.
const maxLag = 6

// noStep marks two characters that no step joins.
const noStep = math.MinInt32

// steps returns, for each position from lag on, the step that leads there from
// lag positions before.
func steps(spots []spot, lag int) []int {
	d := make([]int, len(spots))
	for k := range d {
		d[k] = noStep
		if k < lag {
			continue
		}
		a, b := spots[k-lag], spots[k]
		if !a.ok || !b.ok || a.wrap != b.wrap {
			continue
		}
		d[k] = b.at - a.at
		if m := b.wrap; m > 0 {
			d[k] = ((d[k]+m/2)%m+m)%m - m/2
		}
	}
	return d
}

// sequenceMatches finds runs of one step (abc, 97531) and interleaved ones
// (a1b2c3, 01 02 03, and on keyboards 1qaz2wsx).
func sequenceMatches(t text, spots []spot, reason Reason) []match {
	found := straight(t, spots, reason)
	for lag := 2; lag <= maxLag; lag++ {
		found = append(found, interleaved(spots, lag, reason)...)
	}
	return found
}

// straight finds runs of three or more with one step; a step other than one
// needs a fourth character to be more than chance.
func straight(t text, spots []spot, reason Reason) []match {
	var found []match
	d := steps(spots, 1)
	for a := 1; a < len(d); {
		b := a + 1
		for b < len(d) && d[b] == d[a] {
			b++
		}
		length := b - a + 1
		if step := d[a]; step != noStep && step != 0 && (length > 3 || length == 3 && abs(step) == 1) {
			price := startBits(t, a-1) + stepBits(step) + math.Log2(float64(length))/2 + caseBits(t, a-1, b)
			found = append(found, match{a - 1, b, price, reason})
		}
		a = b
	}
	return found
}

// interleaved finds where a text goes on as its last lag characters did, each
// moved by its own step or all by a common one. The characters it starts from
// are priced by whatever else reads them.
func interleaved(spots []spot, lag int, reason Reason) []match {
	d := steps(spots, lag)
	var found []match
	for _, back := range []int{1, lag} {
		for a := lag + back; a < len(d); {
			b := a
			for b < len(d) && d[b] != noStep && d[b] == d[b-back] {
				b++
			}
			start := a - back
			if b-a >= max(2, lag-1) && !still(d[start:min(start+lag, b)]) {
				price := 3 + math.Log2(float64(lag)) + lanesBits(d[start:min(start+lag, b)])
				found = append(found, match{start, b, price, reason})
			}
			a = max(b, a+1)
		}
	}
	return found
}

// still reports whether no lane moves: a repetition, which has its own matcher.
func still(steps []int) bool {
	for _, d := range steps {
		if d != 0 {
			return false
		}
	}
	return true
}

// lanesBits prices the steps of interleaved sequences; a step already used is
// nearly free.
func lanesBits(steps []int) float64 {
	sum := 0.0
	for i, d := range steps {
		price := stepBits(d)
		for _, before := range steps[:i] {
			if before == d {
				price = 0.5
			}
		}
		sum += price
	}
	return sum
}

// startBits prices where a sequence starts: the ends of an alphabet are
// everybody's choice.
func startBits(t text, i int) float64 {
	switch t.low[i] {
	case 'a', 'q', 'w', 'z', '0', '1', '9', '7':
		return 1.5
	}
	return min(math.Log2(cardinality[t.classes[i]]), 6)
}

func stepBits(step int) float64 {
	switch step {
	case 0, 1:
		return 0.5
	case -1:
		return 1
	case 2, -2, 3, -3:
		return 2.5
	}
	return 4
}

func abs(n int) int { return max(n, -n) }
