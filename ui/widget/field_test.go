package widget_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"peremption/ui/frame"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

var sentences = widget.Sentences{PasteControl: "control", PasteTooLong: "long"}

// field has the text in it and the cursor moved left that many times.
func field(f widget.Field, text string, left int) widget.Field {
	var c widget.Control = f
	c, _ = c.Update(tea.PasteMsg{Content: text})
	for range left {
		c, _ = c.Update(uitest.Key("left"))
	}
	return c.(widget.Field)
}

// cells draws a focused field as wide as that, and returns its row of cells
// and the one that the cursor stands on.
func cells(t *testing.T, f widget.Field, width int) (row, under string) {
	t.Helper()
	b := f.Block(widget.Look{Area: frame.Area{Width: 80, Height: 24}, Width: width, Focused: true})
	if b.Cursor == nil || b.Height() != 1 {
		t.Fatalf("cursor %v in %d lines", b.Cursor, b.Height())
	}
	if w := b.Width(); w > width {
		t.Errorf("%d cells wide, has %d", w, width)
	}
	buffer := uv.NewScreenBuffer(width, 1)
	buffer.Method = ansi.GraphemeWidth
	uv.NewStyledString(b.Lines[0]).Draw(buffer, buffer.Bounds())
	cell := buffer.CellAt(b.Cursor.X, b.Cursor.Y)
	if cell == nil {
		t.Fatalf("the cursor is at %v, outside the field", *b.Cursor)
	}
	return buffer.Line(0).String(), cell.Content
}

// The cursor stands on the sign that the next one typed will push away. The
// library's own counts runes and strays in all of these.
func TestCursorStandsOnItsSign(t *testing.T) {
	for name, before := range map[string]string{
		"nothing":       "",
		"plain":         "abc",
		"wide":          "漢字",
		"decomposed":    "e\u0301te\u0301",
		"emoji":         "a🙂b",
		"family":        "a👨‍👩‍👧b",
		"flag":          "🇫🇷",
		"mixed":         "漢e\u0301🙂x",
		"control shown": "a\u200bb",
		"scrolled":      strings.Repeat("abcdef ", 20),
		"scrolled wide": strings.Repeat("漢字", 40),
	} {
		t.Run(name, func(t *testing.T) {
			for _, width := range []int{12, 13, 30, 60} {
				f := field(widget.NewField("f", "", sentences), before+"|z", 2)
				if row, under := cells(t, f, width); under != "|" {
					t.Errorf("in %d cells: the cursor is on %q in %q", width, under, row)
				}
				end := field(widget.NewField("f", "", sentences), before, 0)
				if row, under := cells(t, end, width); under != " " {
					t.Errorf("in %d cells, at the end: the cursor is on %q in %q", width, under, row)
				}
			}
		})
	}
}

// A masked field shows one bullet for each sign, however many cells, bytes or
// code points it has, and the cursor steps over one at a time.
func TestMaskIsOneBulletForEachSign(t *testing.T) {
	for text, signs := range map[string]int{
		"abc": 3, "漢字": 2, "e\u0301": 1, "👨‍👩‍👧": 1, "🇫🇷": 1, "a b": 3, "漢e\u0301🙂": 3,
	} {
		f := field(widget.NewSecret("f", true, sentences), text, 0)
		row, _ := cells(t, f, 40)
		if got := strings.Count(row, "•"); got != signs {
			t.Errorf("%q shows %d bullets, want %d", text, got, signs)
		}
		b := f.Block(widget.Look{Area: frame.Area{}, Width: 40, Focused: true})
		if got := b.Cursor.X - 2; got != signs {
			t.Errorf("%q: the cursor is after %d bullets, want %d", text, got, signs)
		}
	}
}

// The field never shows the password's length beyond its own width.
func TestMaskHidesALongLength(t *testing.T) {
	look := func(n int) string {
		row, _ := cells(t, field(widget.NewSecret("f", false, sentences), strings.Repeat("x", n), 0), 30)
		return row
	}
	if look(60) != look(250) {
		t.Errorf("60 signs look like %q, 250 like %q", look(60), look(250))
	}
}

// Typing in the middle scrolls back, and what is under the cursor is in view
// at every step through a long text.
func TestCursorIsInViewAtEveryStep(t *testing.T) {
	text := strings.Repeat("a漢e\u0301🙂", 12)
	var c widget.Control = field(widget.NewField("f", "", sentences), text, 0)
	for step := range 80 {
		f := c.(widget.Field)
		b := f.Block(widget.Look{Area: frame.Area{}, Width: 20, Focused: true})
		if x := b.Cursor.X; x < 2 || x > 18 {
			t.Fatalf("step %d: the cursor is in column %d", step, x)
		}
		if w := b.Width(); w != 20 {
			t.Fatalf("step %d: %d cells wide", step, w)
		}
		c, _ = c.Update(uitest.Key("left"))
	}
}

// What is typed is kept as typed: composing and comparing are the rules' work.
func TestFieldKeepsWhatIsTyped(t *testing.T) {
	for _, text := range []string{"e\u0301", "é", "ﬁ²", " a  b ", "a\u200bb", "\u202eabc"} {
		f := field(widget.NewSecret("f", false, sentences), text, 0)
		if got := f.Secret().Reveal(); got != text {
			t.Errorf("%q is kept as %q", text, got)
		}
	}
}

// Word keys in a masked field tell nothing about where words end.
func TestWordKeysTellNothingOfAPassword(t *testing.T) {
	var c widget.Control = field(widget.NewSecret("f", false, sentences), "one two three", 0)
	c, _ = c.Update(uitest.Key("alt+left"))
	if b := c.Block(widget.Look{Area: frame.Area{}, Width: 40, Focused: true}); b.Cursor.X != 2 {
		t.Errorf("one word back leads to column %d", b.Cursor.X)
	}
}
