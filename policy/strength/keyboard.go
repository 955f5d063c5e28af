package strength

// A keyboard is a grid of keys. Columns are counted without the stagger of
// real keys: 1, q, a and z are one column, which is how fingers draw lines.
type keyboard struct {
	rows    []string // as typed without shift
	shifted []string // the same keys with it
}

// The layouts that a French user's walks are made on.
func azerty() keyboard {
	return keyboard{
		rows:    []string{"²&é\"'(-è_çà)=", " azertyuiop^$", " qsdfghjklmù*", "<wxcvbn,;:!"},
		shifted: []string{" 1234567890°+", " AZERTYUIOP¨£", " QSDFGHJKLM%µ", ">WXCVBN?./§"},
	}
}

func qwerty() keyboard {
	return keyboard{
		rows:    []string{"`1234567890-=", " qwertyuiop[]", " asdfghjkl;'\\", " zxcvbnm,./"},
		shifted: []string{"~!@#$%^&*()_+", " QWERTYUIOP{}", " ASDFGHJKL:\"|", " ZXCVBNM<>?"},
	}
}

func numericPad() keyboard {
	return keyboard{rows: []string{"789+", "456-", "123*", "00./"}}
}

// rowStride separates rows on a keyboard's scale, so that one number holds
// both coordinates and a step is a direction.
const rowStride = 64

// scale places each character where its key is. Shift is another price.
func (k keyboard) scale() scale {
	places := map[rune]int{}
	for _, side := range [][]string{k.shifted, k.rows} {
		for y, row := range side {
			for x, r := range []rune(row) {
				if _, taken := places[r]; r != ' ' && !taken {
					places[r] = y*rowStride + x
				}
			}
		}
	}
	return scale{
		place:  func(r rune) spot { at, ok := places[r]; return spot{at: at, ok: ok} },
		reason: Keyboard,
	}
}

// Prices of a walk, in bits: which way it first goes, a change of direction,
// the same change once more, a jump to the key beside the one where the present
// line began, and each key.
const (
	firstWayBits = 2.0
	turnBits     = 2.2
	sameTurnBits = 0.7
	returnBits   = 1.5
	moveBits     = 0.2
	maxShiftBits = 6.0
)

// minWalk is the length from which a path that turns is no accident: of four
// random characters in a row, one in two hundred makes one.
const minWalk = 6

// walkMatches finds paths from key to neighbouring key, turns allowed, and
// columns drawn one beside the other. Straight lines and repeated shapes are
// sequenceMatches' on the same scale.
func walkMatches(t text, spots []spot) []match {
	var found []match
	d := steps(spots, 1)
	for a := 1; a < len(d); {
		b := a
		line := a - 1 // where the present line began
		way, price := noStep, firstWayBits
		turns := map[[2]int]bool{}
		for ; b < len(d); b++ {
			switch {
			case isNeighbour(d[b]):
				if turn := [2]int{way, d[b]}; way != noStep && d[b] != way {
					if turns[turn] {
						price += sameTurnBits
					} else {
						price += turnBits
					}
					turns[turn] = true
				}
				way = d[b]
				continue
			case b > a && b-line > 2 && d[b] != noStep && abs(spots[b].at-spots[line].at) == 1:
				price += returnBits
				line = b
				continue
			}
			break
		}
		if length := b - a + 1; length >= minWalk && !still(d[a:b]) {
			price += startBits(t, a-1) + moveBits*float64(length) + shiftBits(t, a-1, b)
			found = append(found, match{a - 1, b, price, Keyboard})
		}
		a = max(b, a+1)
	}
	return found
}

// isNeighbour reports whether a step leads to the same key or one that touches it.
func isNeighbour(step int) bool {
	switch abs(step) {
	case 0, 1, rowStride - 1, rowStride, rowStride + 1:
		return true
	}
	return false
}

// shiftBits prices the changes of case along a walk.
func shiftBits(t text, start, end int) float64 {
	changes := 0
	for i := start + 1; i < end; i++ {
		if t.letter(i) && t.letter(i-1) && t.upper(i) != t.upper(i-1) {
			changes++
		}
	}
	bits := 2 * float64(changes)
	if t.upper(start) {
		bits++
	}
	return min(bits, maxShiftBits)
}
