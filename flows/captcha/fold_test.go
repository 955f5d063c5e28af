package captcha

import (
	"strings"
	"testing"
	"unicode"
)

// what a person types for what they saw is accepted.
func TestFolding(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{"acdehj", "acdehj"},
		{"ACDEHJ", "acdehj"},
		{"  A c\tD\u00a0e\u202fH j\r\n", "acdehj"},
		{"OIZ0l1", "dl2dll"},
		{"vqgb83", "u99633"},
		{"s5fknp", "s5fknp"},
		{"é\u212a", "é\u212a"},
		{strings.Repeat("a", maxTyped+1), ""},
	} {
		if got := (folding{lookAlikes: true}).text(test.typed); got != test.want {
			t.Errorf("fold(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}

// look-alikes widen nothing. No symbol of the alphabet stands for
// another, and what stands for one is outside the alphabet.
func TestLookAlikesStayOutside(t *testing.T) {
	for r := range rune(unicode.MaxLatin1) {
		m := meant(lower(r))
		switch {
		case strings.ContainsRune(alphabet, r) && m != r:
			t.Errorf("%q of the alphabet is read as %q", r, m)
		case m != lower(r) && !strings.ContainsRune(alphabet, m):
			t.Errorf("%q is read as %q, which no answer holds", r, m)
		}
	}
}

// Folding is stable, adds no bytes, and leaves neither spaces nor capitals,
// whatever is pasted.
func FuzzFolding(f *testing.F) {
	for _, seed := range []string{"", "acdehj", " A C D ", "O0I1", "\xff\xfe", "K\u212a\u00a0", strings.Repeat(" x", 200)} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, typed string, lookAlikes bool) {
		fold := folding{lookAlikes: lookAlikes}
		once := fold.text(typed)
		if twice := fold.text(once); len(once) <= maxTyped && twice != once {
			t.Errorf("fold(fold(%q)) = %q, want %q", typed, twice, once)
		}
		if strings.ContainsFunc(once, func(r rune) bool { return unicode.IsSpace(r) || 'A' <= r && r <= 'Z' }) {
			t.Errorf("fold(%q) = %q", typed, once)
		}
		m, err := NewFixed(seeded(30), "m8uq18")
		if err != nil {
			t.Fatal(err)
		}
		c, _ := made(t, m)
		if c.Answer(typed, issue) != (folding{}.text(typed) == "m8uq18") {
			t.Errorf("answer %q and its folding disagree", typed)
		}
	})
}
