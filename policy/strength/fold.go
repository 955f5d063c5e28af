package strength

import (
	"math"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A text is a password as the matchers read it: one index is one code point of
// the composed form, whatever its length in UTF-8, so that positions never
// drift after an accent or an emoji.
type text struct {
	// typed holds the code points themselves.
	typed []rune
	// keys holds them without case and, for Latin letters, without accent:
	// what repetition and counting compare.
	keys []rune
	// low is keys where it is ASCII and 0 elsewhere: what word lists hold.
	low []byte
	// classes tells the alphabet of each, for pricing what is left.
	classes []class
}

// fold reads at most MaxRunes code points of s, composed.
func fold(s string) text {
	typed := make([]rune, 0, min(len(s), MaxRunes))
	for _, r := range norm.NFC.String(s) {
		if len(typed) == MaxRunes {
			break
		}
		typed = append(typed, r)
	}
	return textOf(typed)
}

func textOf(typed []rune) text {
	t := text{
		typed:   typed,
		keys:    make([]rune, len(typed)),
		low:     make([]byte, len(typed)),
		classes: make([]class, len(typed)),
	}
	latin := slices.ContainsFunc(typed, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	for i, r := range typed {
		t.keys[i] = baseOf(r)
		if twin, ok := lookalike(t.keys[i]); ok && latin {
			t.keys[i] = twin
		}
		if t.keys[i] < 0x80 {
			t.low[i] = byte(t.keys[i])
		}
		t.classes[i] = classOf(r)
	}
	return t
}

func (t text) len() int { return len(t.typed) }

// reversed returns the text read from its end.
func (t text) reversed() text {
	n := t.len()
	r := text{make([]rune, n), make([]rune, n), make([]byte, n), make([]class, n)}
	for i := range n {
		r.typed[i], r.keys[i] = t.typed[n-1-i], t.keys[n-1-i]
		r.low[i], r.classes[i] = t.low[n-1-i], t.classes[n-1-i]
	}
	return r
}

// letter reports whether position i holds a letter of a to z, folded.
func (t text) letter(i int) bool { return isLetter(t.low[i]) }

// digit reports whether position i holds one of 0 to 9, folded.
func (t text) digit(i int) bool { return isDigit(t.low[i]) }

// alnum reports whether i is inside the text and holds a letter or a digit.
func (t text) alnum(i int) bool {
	return i >= 0 && i < t.len() && (t.letter(i) || t.digit(i))
}

// upper reports whether position i was typed as a capital.
func (t text) upper(i int) bool { return unicode.IsUpper(t.typed[i]) }

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// baseOf takes case away, and accent or typographic dress where an ASCII
// character is left: É is e, ａ is a, ² is 2. Other scripts keep their letters.
func baseOf(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	switch r {
	case 'œ', 'Œ', 'ø', 'Ø':
		return 'o'
	case 'æ', 'Æ':
		return 'a'
	case 'ß':
		return 's'
	case 'ł', 'Ł':
		return 'l'
	case '’', '‘':
		return '\''
	case '\u00a0', '\u202f':
		return ' '
	}
	if d := norm.NFKD.PropertiesString(string(r)).Decomposition(); len(d) > 0 && d[0] < 0x80 {
		return baseOf(rune(d[0]))
	}
	return unicode.ToLower(r)
}

// lookalike returns the Latin letter that a small Cyrillic or Greek one passes
// for in the midst of Latin ones.
func lookalike(r rune) (rune, bool) {
	switch r {
	case 'а', 'α':
		return 'a', true
	case 'е', 'ε':
		return 'e', true
	case 'о', 'ο':
		return 'o', true
	case 'р', 'ρ':
		return 'p', true
	case 'с':
		return 'c', true
	case 'х', 'χ':
		return 'x', true
	case 'у':
		return 'y', true
	case 'і', 'ι':
		return 'i', true
	}
	return 0, false
}

// A class is an alphabet from which an attacker would draw a character.
type class uint8

const (
	lower class = iota
	upper
	digit
	symbol
	accented
	greek
	cyrillic
	arabic
	hebrew
	kana
	hangul
	han
	pictogram
	mark
	foreign
	classes
)

// cardinality counts the characters of each class that people type. Han and
// hangul count the common ones only, and other scripts one block's worth.
var cardinality = [classes]float64{
	lower: 26, upper: 26, digit: 10, symbol: 33, accented: 32,
	greek: 50, cyrillic: 64, arabic: 40, hebrew: 27, kana: 92,
	hangul: 2000, han: 3000, pictogram: 800, mark: 16, foreign: 64,
}

// classOf sorts a character. Presentation forms and marks say little, so they
// are cheap.
func classOf(r rune) class {
	switch {
	case 'a' <= r && r <= 'z':
		return lower
	case 'A' <= r && r <= 'Z':
		return upper
	case '0' <= r && r <= '9':
		return digit
	case r < 0x80:
		return symbol
	case unicode.Is(unicode.Latin, r):
		return accented
	case unicode.Is(unicode.Greek, r):
		return greek
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Hebrew, r):
		return hebrew
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return kana
	case unicode.In(r, unicode.M, unicode.Cf):
		return mark
	case unicode.Is(unicode.So, r):
		return pictogram
	}
	return foreign
}

// alphabet is a set of classes.
type alphabet uint16

// bits is the price of one character drawn from all the classes of the set.
func (a alphabet) bits() float64 {
	sum := 0.0
	for c := range classes {
		if a&(1<<c) != 0 {
			sum += cardinality[c]
		}
	}
	return math.Log2(max(sum, 1))
}
