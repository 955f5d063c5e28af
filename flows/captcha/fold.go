package captcha

import (
	"strings"
	"unicode"
)

// maxTyped bounds, in bytes, what is folded: more than that is nobody's reading
// of eight characters, however they are spaced.
const maxTyped = 256

// folding says how typed text is brought to the form of an answer. Spaces go,
// whatever their kind, and A–Z become a–z.
type folding struct {
	// lookAlikes replaces symbols that random answers never hold; a fixed
	// answer may hold them, and then they mean themselves.
	lookAlikes bool
}

// text folds what was typed. Too long a text becomes "", which answers nothing.
func (f folding) text(typed string) string {
	if len(typed) > maxTyped {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		r = lower(r)
		if f.lookAlikes {
			return meant(r)
		}
		return r
	}, typed)
}

// lower folds ASCII alone: Unicode's tables would make a K of the Kelvin sign.
func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + ('a' - 'A')
	}
	return r
}

// meant returns the symbol of the alphabet that somebody saw who typed r. Each
// r here is outside the alphabet, so no right answer changes, and a guess gains
// nothing: it still names one answer in 15⁶. S, 5 and the others that are not
// named resemble no symbol more than another and stay wrong.
func meant(r rune) rune {
	switch r {
	case 'o', '0': // the round side of D
		return 'd'
	case 'i', '1': // the stem of L
		return 'l'
	case 'v':
		return 'u'
	case 'z':
		return '2'
	case '8': // 3, closed by its own thickness
		return '3'
	case 'b': // the lower-case letter
		return '6'
	case 'g', 'q': // the lower-case letters
		return '9'
	}
	return r
}
