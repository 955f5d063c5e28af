package frame

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"peremption/policy"
)

const nbsp = "\u00a0"

// bind makes the spaces of French punctuation unbreakable: before : ; ! ? and
// », and after «; and that before the sign of a service with more below it.
var bind = strings.NewReplacer(
	" :", nbsp+":", " ;", nbsp+";", " !", nbsp+"!", " ?", nbsp+"?", " »", nbsp+"»", "« ", "«"+nbsp, " [+]", nbsp+"[+]",
)

// Wrap breaks a sentence into lines of at most width cells. A break never
// falls before French punctuation; the spaces shown there are plain ones.
func Wrap(sentence string, width int) []string {
	if width < 1 {
		width = 1
	}
	bound := bind.Replace(sentence)
	var lines []string
	for paragraph := range strings.SplitSeq(bound, "\n") {
		line, used := "", 0
		flush := func() {
			lines = append(lines, strings.ReplaceAll(line, nbsp, " "))
			line, used = "", 0
		}
		for word := range strings.SplitSeq(paragraph, " ") {
			for w := ansi.StringWidth(word); ; w = ansi.StringWidth(word) {
				if line != "" && used+1+w > width {
					flush()
				}
				if w <= width {
					break
				}
				head := ansi.Truncate(word, width, "")
				if head == "" {
					head = string([]rune(word)[:1])
				}
				line = head
				word = strings.TrimPrefix(word, head)
				flush()
			}
			if line != "" {
				line, used = line+" ", used+1
			}
			line, used = line+word, used+ansi.StringWidth(word)
		}
		flush()
	}
	return lines
}

// Clean makes untrusted text fit to be shown: control characters of all kinds
// (C0, DEL, C1), separators of lines and all that policy.Invisible knows become
// a visible sign, so that no stored name or address can drive the terminal or
// hide its end. Line ends are kept for Wrap.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), policy.Invisible(r), r == unicode.ReplacementChar,
			unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return '\u00b7'
		}
		return r
	}, s)
}
