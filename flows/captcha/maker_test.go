package captcha

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// six symbols or more, none that looks like another.
func TestAlphabet(t *testing.T) {
	if length < 6 {
		t.Errorf("answers have %d symbols", length)
	}
	for _, pair := range []string{"0o", "0d0", "1i", "1l1", "il", "5s", "8b", "2z", "uv", "gq", "9g", "9q", "6b"} {
		if !strings.ContainsFunc(pair, func(r rune) bool { return !strings.ContainsRune(alphabet, r) }) {
			t.Errorf("the alphabet has look-alikes: %s", pair)
		}
	}
	for _, symbol := range alphabet {
		if _, drawn := glyphs[symbol]; !drawn {
			t.Errorf("no drawing of %c", symbol)
		}
		if strings.Count(alphabet, string(symbol)) != 1 {
			t.Errorf("%c is in the alphabet twice", symbol)
		}
	}
}

// each symbol of the alphabet is as likely at each place. The
// bound is chi-squared with 14 degrees of freedom past one in a million;
// the seed is fixed, so the test is not a lottery.
func TestAnswersAreUniform(t *testing.T) {
	const answers, bound = 15_000, 56.5
	random := seeded(20)
	var counts [length][256]int
	for range answers {
		answer := drawn(t, random)
		for place := range length {
			counts[place][answer[place]]++
		}
	}
	const expected = float64(answers) / float64(len(alphabet))
	for place := range length {
		total, deviation := 0, 0.0
		for i := range len(alphabet) {
			n := counts[place][alphabet[i]]
			total += n
			deviation += (float64(n) - expected) * (float64(n) - expected) / expected
		}
		if total != answers {
			t.Errorf("place %d: %d symbols from outside the alphabet", place, answers-total)
		}
		if deviation > bound {
			t.Errorf("place %d: chi-squared %.1f, want at most %.1f", place, deviation, bound)
		}
	}
}

// The demonstration shows what it was told to, in either case, and takes
// nothing else: no look-alike stands for another symbol there.
func TestFixed(t *testing.T) {
	for _, test := range []struct {
		text, given string
		want        bool
	}{
		{"m8uq18", "m8uq18", true},
		{"m8uq18", "M8UQ18", true},
		{"M8UQ18", " m8 uq18\t", true},
		{"m8uq18", "m3u918", false},
		{"m8uq18", "mbuq1b", false},
		{"o0", "0o", false},
		{"z", "Z", true},
		{"abcdefgh", "ABCDEFGH", true},
		{"d6", "o6", false},
	} {
		m, err := NewFixed(seeded(21), test.text)
		if err != nil {
			t.Fatalf("fixed %q: %v", test.text, err)
		}
		for range 3 {
			c, _ := made(t, m)
			if got := c.Answer(test.given, issue); got != test.want {
				t.Errorf("fixed %q answered %q: %v, want %v", test.text, test.given, got, test.want)
			}
		}
	}
}

func TestFixedRefused(t *testing.T) {
	for text, want := range map[string]error{
		"":          ErrFixedLength,
		"abcdefghi": ErrFixedLength,
		"é":         ErrFixedSymbol,
		"ab cd":     ErrFixedSymbol,
		"abc!":      ErrFixedSymbol,
		"\u212a":    ErrFixedSymbol, // the Kelvin sign
		"\xff":      ErrFixedSymbol,
	} {
		m, err := NewFixed(seeded(22), text)
		if m != nil || !errors.Is(err, want) {
			t.Errorf("fixed %q: error %v, want %v", text, err, want)
		}
	}
}

// One maker serves all sessions, even over a source that is not safe itself;
// the race detector is the judge.
func TestMakerInParallel(t *testing.T) {
	m := New(seeded(23))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			c, err := m.New(issue)
			if err != nil || !c.Answer(spoken(c), issue) {
				t.Error("a challenge made in parallel cannot be answered")
			}
		})
	}
	wait.Wait()
}
