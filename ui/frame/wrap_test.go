package frame_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"peremption/policy"
	"peremption/ui/frame"
)

func TestWrapKeepsFrenchPunctuationWithItsWord(t *testing.T) {
	for _, c := range []struct {
		sentence string
		width    int
		want     []string
	}{
		{"Niveau de sécurité : Fort", 19, []string{"Niveau de", "sécurité : Fort"}},
		{"Cliquez sur « Valider » !", 13, []string{"Cliquez sur", "« Valider » !"}},
		{"Compte fiscal [+]", 14, []string{"Compte", "fiscal [+]"}},
		{"une phrase ; une autre", 10, []string{"une", "phrase ;", "une autre"}},
		{"Abandonner la saisie ?", 20, []string{"Abandonner la", "saisie ?"}},
		{"deux\nlignes", 20, []string{"deux", "lignes"}},
		{"", 10, []string{""}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"漢字漢字", 3, []string{"漢", "字", "漢", "字"}},
		{"a b", 0, []string{"a", "b"}},
		{"no\u00a0break here", 8, []string{"no break", "here"}},
	} {
		if got := frame.Wrap(c.sentence, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%q at %d: %q, want %q", c.sentence, c.width, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	for _, s := range []string{
		"Niveau de sécurité : Faible et non autorisé", "« Mot de passe oublié » ; rien", "a : b ! c ? d", "",
		"  deux  espaces  ", "漢字 e\u0301 👨‍👩‍👧 : fin", "?", "« »", "ligne\nligne : fin", "\u0301 0000000", "« « a » »", strings.Repeat("x", 90),
	} {
		for _, w := range []int{1, 7, 20, 80} {
			f.Add(s, w)
		}
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = max(1, min(width, 500))
		sentence := frame.Clean(s)
		lines := frame.Wrap(sentence, width)
		if got, want := blackened(strings.Join(lines, "")), blackened(sentence); got != want {
			t.Errorf("%q at %d loses something: %q", sentence, width, lines)
		}
		longest := longestWord(sentence)
		for _, l := range lines {
			if w := ansi.StringWidth(l); w > width && utf8.RuneCountInString(l) > 1 {
				t.Errorf("%q at %d: %q is %d cells", sentence, width, l, w)
			}
			if longest > width {
				continue // a word cut for want of room may begin with anything
			}
			if begins(l, ":;!?»") && !begins(strings.TrimLeft(sentence, " "), ":;!?»") && !strings.Contains(sentence, "\n") {
				t.Errorf("%q at %d: %q begins with punctuation", sentence, width, l)
			}
			if strings.HasSuffix(l, "«") && strings.Contains(sentence, "« ") && !strings.HasSuffix(sentence, "«") && !strings.Contains(sentence, "\n") {
				t.Errorf("%q at %d: %q ends with an opening mark", sentence, width, l)
			}
		}
	})
}

// blackened is a text without what a line break may take the place of.
func blackened(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\n' {
			return -1
		}
		return r
	}, s)
}

func begins(s, signs string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(signs, r) && s != ""
}

// longestWord is the width of the longest piece that must stay together.
func longestWord(s string) int {
	bound := s
	for _, sign := range []string{":", ";", "!", "?", "»", "[+]"} {
		bound = strings.ReplaceAll(bound, " "+sign, "_"+sign)
	}
	bound = strings.ReplaceAll(bound, "« ", "«_")
	longest := 0
	for word := range strings.FieldsFuncSeq(bound, func(r rune) bool { return r == ' ' || r == '\n' }) {
		longest = max(longest, ansi.StringWidth(word))
	}
	return longest
}

// what a stored name or address could drive a terminal with.
func TestCleanShowsWhatCannotBeShown(t *testing.T) {
	for s, want := range map[string]string{
		"Lila ROSEMONDE":        "Lila ROSEMONDE",
		"L'Haÿ-les-Roses 漢 🙂":   "L'Haÿ-les-Roses 漢 🙂",
		"e\u0301":               "e\u0301",
		"\x1b[2Jx":              "·[2Jx",
		"\x1b]52;c;aGk=\x07":    "·]52;c;aGk=·",
		"\u009b31mx":            "·31mx",
		"\u009d0;title\u009c":   "·0;title·",
		"a\rb\bc\x7fd\x00e\tf":  "a·b·c·d·e·f",
		"abc\u202etxt.exe":      "abc·txt.exe",
		"\u2066x\u2069":         "·x·",
		"a\u200bb\u200db\ufeff": "a·b·b·",
		"a\u00adb":              "a·b",
		"a\u2028b\u2029c":       "a·b·c",
		"\u3164\u115f\uffa0":    "···",
		"a\u034fb\ufe0f\u17b4":  "a·b··",
		"\u180bx\U000e0100":     "·x·",
		"a\xffb":                "a·b",
		"two\nlines":            "two\nlines",
	} {
		if got := frame.Clean(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"\x1b[31m", "\u009b", "\u202e", "\xff\xfe", "é", "a\u200bb", "\x00\n", "\U000e0001", "\u034f\ufe0f\U000e0100", "\u17b4\uffa0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := frame.Clean(s)
		if !utf8.ValidString(got) || frame.Clean(got) != got {
			t.Errorf("%q becomes %q", s, got)
		}
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
			t.Errorf("%q becomes %q: a sign is hidden", s, got)
		}
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || policy.Invisible(r)) {
				t.Errorf("%q keeps %U", s, r)
			}
		}
	})
}
