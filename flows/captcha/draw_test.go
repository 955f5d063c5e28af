package captcha

import (
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// drawn makes a challenge from random and returns only its answer.
func drawn(t *testing.T, random io.Reader) string {
	t.Helper()
	s, err := (&Maker{rand: random}).seeds()
	if err != nil {
		t.Fatal(err)
	}
	return pick(rand.New(rand.NewChaCha8(s.answer)))
}

// source is a pen's randomness, equal for equal seeds.
func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// texts are the widest, the narrowest and all symbols.
var texts = []string{
	"mmmmmm", "wwwwwwww", "mwmwmwmw", "llllll", "i", "111111", "jtjtjt", "aaxxll",
	"abcdefgh", "ijklmnop", "qrstuvwx", "yz012345", "6789",
}

// A screen can lay the picture out blindly: 8 rows of 60 blocks or spaces,
// which also means that no row holds a letter or digit of the answer.
func TestPictureSize(t *testing.T) {
	blocks := string(quadrants[:])
	check := func(name string, p Picture) {
		t.Helper()
		if len(p.Rows) != Height {
			t.Fatalf("%s: %d rows, want %d", name, len(p.Rows), Height)
		}
		for _, row := range p.Rows {
			if n := utf8.RuneCountInString(row); n != Width {
				t.Fatalf("%s: a row of %d cells, want %d", name, n, Width)
			}
			if strings.ContainsFunc(row, func(r rune) bool { return !strings.ContainsRune(blocks, r) }) {
				t.Fatalf("%s: a row with something else than blocks: %q", name, row)
			}
		}
	}
	for seed := range uint64(1000) {
		c, _ := made(t, New(seeded(seed)))
		check("random answer", c.Picture())
		text := texts[seed%uint64(len(texts))]
		check(text, draw(text, source(seed)))
	}
}

// Equal randomness gives an equal challenge, so that a failure can be redrawn.
func TestDrawingIsDeterministic(t *testing.T) {
	for seed := range uint64(20) {
		a, first := made(t, New(seeded(seed)))
		b, second := made(t, New(seeded(seed)))
		if first != second || !slices.Equal(a.Picture().Rows, b.Picture().Rows) {
			t.Fatalf("seed %d: two different challenges", seed)
		}
	}
}

// who has seen an answer drawn does not recognise it by its picture.
func TestOneAnswerIsDrawnDifferently(t *testing.T) {
	m, err := NewFixed(seeded(50), "acdehj")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for range 200 {
		c, _ := made(t, m)
		art := strings.Join(c.Picture().Rows, "\n")
		if seen[art] {
			t.Fatal("a picture was drawn twice")
		}
		seen[art] = true
	}
}

// Every glyph stays within the page, its thickness included, and the ends of
// the page stay free.
func TestInkIsNotClipped(t *testing.T) {
	for seed := range uint64(1500) {
		text := texts[seed%uint64(len(texts))]
		if seed%2 == 0 {
			text = pick(source(seed))
		}
		l := newLine(text, source(seed))
		for i, h := range l.hands {
			centre := (float64(i) + 0.5) / float64(len(l.hands))
			for _, fit := range []float64{1, 0.8, 0.5} {
				low, high := l.settle(h, fit, centre).bounds()
				top, bottom := low.y-h.radius, high.y+h.radius
				if top < edge-1e-9 || bottom > lines-edge+1e-9 {
					t.Fatalf("%s, seed %d: %c reaches from %.2f to %.2f units", text, seed, text[i], top, bottom)
				}
			}
		}

		page := l.page()
		for y := range lines {
			first, last, inked := page.extent(y)
			if inked && (first < margin || last >= columns-margin) {
				t.Fatalf("%s, seed %d: row %d is inked from %d to %d", text, seed, y, first, last)
			}
		}
	}
}

// Glyphs meet but do not cover each other: at most a tenth of the ink is
// shared, and every glyph begins right of the one before it.
func TestGlyphsStandApart(t *testing.T) {
	for seed := range uint64(500) {
		text := pick(source(seed))
		l := newLine(text, source(seed))
		masks := l.masks(1)
		at, width := l.set(masks)
		page, alone := newBitmap(width, lines), 0
		for i, m := range masks {
			if i > 0 && at[i] <= at[i-1] {
				t.Fatalf("%s, seed %d: glyph %d stands at %d, after %d", text, seed, i, at[i], at[i-1])
			}
			page.paste(m, at[i])
			alone += count(m)
		}
		if together := count(page); together*10 < alone*9 {
			t.Fatalf("%s, seed %d: %d of %d sub-cells are left", text, seed, together, alone)
		}
	}
}

func count(b bitmap) (n int) {
	for _, inked := range b.ink {
		if inked {
			n++
		}
	}
	return n
}

// The table draws a–z and 0–9, each within its box, and no stroke is a dot.
func TestGlyphTable(t *testing.T) {
	if len(glyphs) != 36 {
		t.Errorf("%d glyphs, want 36", len(glyphs))
	}
	for _, symbol := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		g := glyphs[symbol]
		if g.aspect < 40 || g.aspect > 120 || len(g.strokes) == 0 {
			t.Errorf("%c: %d strokes in an aspect of %.0f", symbol, len(g.strokes), g.aspect)
		}
		for _, s := range g.strokes {
			path := s.polyline()
			length := 0.0
			for i, p := range path {
				if p.x < -1e-9 || p.x > 100+1e-9 || p.y < -1e-9 || p.y > 106+1e-9 { // 106: the tail of Q
					t.Errorf("%c leaves its box at %v", symbol, p)
				}
				if i > 0 {
					length += math.Hypot(p.x-path[i-1].x, p.y-path[i-1].y)
				}
			}
			if length < 25 {
				t.Errorf("%c has a stroke of length %.0f", symbol, length)
			}
			if s.closed() && path[0] != path[len(path)-1] {
				t.Errorf("%c has a closed stroke with a gap", symbol)
			}
		}
	}
}

func TestQuadrants(t *testing.T) {
	b := newBitmap(32, 2)
	for quarters := range 16 {
		for bit, at := range [4]int{0, 1, 32, 33} {
			b.ink[2*quarters+at] = quarters&(1<<bit) != 0
		}
	}
	if got, want := b.picture().Rows[0], " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"; got != want {
		t.Errorf("blocks %q, want %q", got, want)
	}
}

// What a person waits for when the image appears or is changed.
func BenchmarkNew(b *testing.B) {
	m := New(seeded(60))
	for b.Loop() {
		c, err := m.New(issue)
		if err != nil || len(c.Picture().Rows) != Height {
			b.Fatal(err)
		}
	}
}
