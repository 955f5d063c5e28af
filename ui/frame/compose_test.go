package frame_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peremption/ui/frame"
)

// numbered is a block of n lines, each with a zone of its own name; the one
// with the focus, if any, has the cursor too.
func numbered(n, focus int) frame.Block {
	blocks := make([]frame.Block, n)
	for i := range blocks {
		name := fmt.Sprintf("line%d", i)
		blocks[i] = frame.Lines(name).Zoned(name, i == focus)
		if i == focus {
			blocks[i].Cursor = &frame.Point{X: 2}
		}
	}
	return frame.Stack(blocks...)
}

func rows(s frame.Screen) []string { return strings.Split(ansi.Strip(s.Content), "\n") }

// exactly the terminal's cells, whatever is put into them.
func TestComposeFillsExactlyTheTerminal(t *testing.T) {
	wide := strings.Repeat("漢", 150)
	for w := 60; w <= 200; w += 20 {
		for h := 16; h <= 60; h += 11 {
			a := frame.Area{Width: w, Height: h}
			for _, body := range []frame.Block{{}, numbered(3, 1), numbered(200, 150), frame.Lines(wide, wide)} {
				for _, window := range []*frame.Frame{nil, {Title: "t", Body: numbered(2, -1)}, {Title: wide, Body: numbered(200, 100), Close: "close"}, {}} {
					page := frame.Frame{Top: frame.Lines("top", wide), Body: body}
					s := frame.Compose(a, page, window, frame.Foot{Line: wide, Above: "above"}, "more")
					got := rows(s)
					if len(got) != h {
						t.Fatalf("%dx%d: %d rows", w, h, len(got))
					}
					for y, row := range got {
						if n := ansi.StringWidth(row); n > w {
							t.Fatalf("%dx%d: row %d is %d cells", w, h, y, n)
						}
					}
					if c := s.Cursor; c != nil && (c.X < 0 || c.X >= w || c.Y < 0 || c.Y >= h) {
						t.Fatalf("%dx%d: the cursor is at %v", w, h, *c)
					}
				}
			}
		}
	}
}

// A click finds the line that is shown where it falls, scrolled or not.
func TestHitFindsWhatIsShown(t *testing.T) {
	a := frame.Area{Width: 80, Height: 24}
	for _, focus := range []int{0, 10, 18, 19, 60, 99} {
		s := frame.Compose(a, frame.Frame{Top: frame.Lines("top"), Body: numbered(100, focus)}, nil, frame.Foot{}, "more")
		found := 0
		for y, row := range rows(s) {
			want := strings.TrimSpace(row)
			if !strings.HasPrefix(want, "line") {
				want = ""
			}
			if got := s.Hit(2, y); got != want {
				t.Errorf("focus %d: row %d %q is %q", focus, y, row, got)
			}
			if want == fmt.Sprintf("line%d", focus) {
				found++
				if s.Cursor == nil || s.Cursor.Y != y || s.Cursor.X != 2+2 {
					t.Errorf("focus %d: the cursor is at %v, not in row %d", focus, s.Cursor, y)
				}
			}
		}
		if found != 1 {
			t.Errorf("focus %d is shown %d times", focus, found)
		}
		if s.Hit(79, 5) != "" || s.Hit(0, 0) != "" || s.Hit(-1, -1) != "" || s.Hit(2, 400) != "" {
			t.Error("a click beside everything hits something")
		}
	}
}

// The page's head stays for as long as the focus is in view.
func TestScrollStartsAtTheHead(t *testing.T) {
	a := frame.Area{Width: 80, Height: 24} // 20 lines of body
	for focus, first := range map[int]string{0: "line0", 19: "line0", 20: "line11", 99: "line80"} {
		s := frame.Compose(a, frame.Frame{Top: frame.Lines("top"), Body: numbered(100, focus)}, nil, frame.Foot{}, "more")
		if got := strings.TrimSpace(rows(s)[1]); got != first {
			t.Errorf("focus %d: first is %s, want %s", focus, got, first)
		}
	}
}

// What goes on below is said, and not where a window has the keys.
func TestMoreBelowIsSaid(t *testing.T) {
	long, short := frame.Frame{Body: numbered(100, 0)}, frame.Frame{Body: numbered(2, 0)}
	keys := frame.Foot{Line: strings.Repeat("k", 59)}
	for _, c := range []struct {
		name   string
		height int
		page   frame.Frame
		window *frame.Frame
		want   string // the sign, "" for none
	}{
		{"in the rule", 24, long, nil, "▼ more"},
		{"after the keys of a low terminal", 16, long, nil, "▼"},
		{"all is shown", 24, short, nil, ""},
		{"all is shown, low", 16, short, nil, ""},
		{"behind a window", 24, long, &short, ""},
		{"in a window", 24, short, &long, "▼ more"},
	} {
		s := frame.Compose(frame.Area{Width: 60, Height: c.height}, c.page, c.window, keys, "▼ more")
		if got := strings.Contains(ansi.Strip(s.Content), "▼"); got != (c.want != "") || !strings.Contains(ansi.Strip(s.Content), c.want) {
			t.Errorf("%s: want %q:\n%s", c.name, c.want, ansi.Strip(s.Content))
		}
	}
}

// A window takes every click: what is behind it is seen and not reached.
func TestWindowTakesEveryClick(t *testing.T) {
	a := frame.Area{Width: 80, Height: 24}
	window := frame.Frame{Title: "title", Body: numbered(100, -1), Scroll: 30, Close: "close"}
	s := frame.Compose(a, frame.Frame{Body: frame.Lines("behind").Zoned("behind", false)}, &window, frame.Foot{}, "more")
	seen := map[string]bool{}
	for y, row := range rows(s) {
		for x := range a.Width {
			if id := s.Hit(x, y); id != "" {
				seen[id] = true
				if id != "close" && !strings.Contains(row, id) {
					t.Errorf("%s answers in %q", id, row)
				}
			}
		}
	}
	if seen["behind"] || seen["line29"] || !seen["line30"] || !seen["close"] {
		t.Errorf("clicks reach %v", seen)
	}
	before, _, found := strings.Cut(rows(s)[1], "✕")
	if !found || s.Hit(ansi.StringWidth(before), 1) != "close" {
		t.Error("the sign in the corner does not close")
	}
}

// Scrolling past the end shows the end.
func TestScrollStopsAtTheEnd(t *testing.T) {
	window := frame.Frame{Body: numbered(100, -1), Scroll: 1000}
	s := frame.Compose(frame.Area{Width: 80, Height: 24}, frame.Frame{}, &window, frame.Foot{}, "more")
	if text := ansi.Strip(s.Content); !strings.Contains(text, "line99") || strings.Contains(text, "more") {
		t.Error(text)
	}
}

func TestTooSmallFillsExactlyTheTerminal(t *testing.T) {
	for w := 0; w < 60; w += 3 {
		for h := 0; h < 16; h++ {
			s := frame.TooSmall(frame.Area{Width: w, Height: h}, "Agrandissez la fenêtre.")
			if got := len(rows(s)); got != max(1, h) {
				t.Errorf("%dx%d: %d rows", w, h, got)
			}
		}
	}
}
