package policy

import (
	"strings"
	"unicode"
)

// HasInvisible reports whether s holds a character that does not show itself.
// Names, questions and addresses are free of them, or two could look alike and
// be two, or be read otherwise than they are written. A password is shown to
// nobody, and may hold any.
func HasInvisible(s string) bool { return strings.ContainsFunc(s, Invisible) }

// Invisible reports whether a character shows nothing of its own wherever it
// stands: format characters (zero width, bidirectional, soft hyphen, tags),
// variation selectors, and what Unicode wants ignored besides (fillers of Hangul
// and Khmer, the grapheme joiner). Emoji and scripts that join with them lose
// that joint, and stay legible.
func Invisible(r rune) bool {
	return r >= firstInvisible &&
		unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// firstInvisible is the soft hyphen; most text is below it.
const firstInvisible = 0xad
