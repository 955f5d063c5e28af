package uitest_test

import (
	"fmt"
	"strings"
	"testing"

	"peremption/ui/frame"
	"peremption/ui/screen"
	"peremption/ui/uitest"
)

// witness takes down what a check complains of.
type witness struct {
	testing.TB
	said []string
}

func (w *witness) Helper()           {}
func (w *witness) Error(args ...any) { w.said = append(w.said, fmt.Sprint(args...)) }
func (w *witness) Errorf(format string, args ...any) {
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

// What holds of every screen is worth nothing unless a screen that breaks it
// is caught.
func TestCheckCatchesWhatItIsFor(t *testing.T) {
	size := uitest.At(60, 16)
	reading := uitest.Shot{Room: screen.NewWelcome(uitest.Kit(), screen.Notice{})}
	typing := uitest.Shot{Room: screen.NewLogin(uitest.Kit(), screen.LoginOptions{})}
	busy := typing
	busy.Busy = true
	rows := func(first string) string { return first + strings.Repeat("\n", 15) }
	inside, outside := &frame.Point{X: 3, Y: 3}, &frame.Point{X: 60, Y: 3}
	for name, c := range map[string]struct {
		shot    uitest.Shot
		content string
		cursor  *frame.Point
		want    string // part of the complaint, "" for none
	}{
		"nothing wrong":            {reading, rows("\x1b[1;38;2;1;2;3mtext\x1b[m"), nil, ""},
		"cursor in a field":        {typing, rows(""), inside, ""},
		"a row too many":           {reading, rows("\n"), nil, "17 rows"},
		"a row missing":            {reading, "text", nil, "1 rows"},
		"a row too wide":           {reading, rows(strings.Repeat("漢", 31)), nil, "62 cells"},
		"a bell":                   {reading, rows("a\x07"), nil, "U+0007"},
		"a title":                  {reading, rows("\x1b]0;title\x1b\\"), nil, "U+001B"},
		"a cursor move":            {reading, rows("\x1b[2J"), nil, "U+001B"},
		"C1":                       {reading, rows("\u009b31m"), nil, "U+009B"},
		"a bidirectional override": {reading, rows("\u202e"), nil, "U+202E"},
		"a cursor out of place":    {reading, rows(""), inside, "in a text field: false"},
		"no cursor":                {typing, rows(""), nil, "in a text field: true"},
		"a cursor while keys wait": {busy, rows(""), inside, "in a text field: false"},
		"a cursor outside":         {typing, rows(""), outside, "outside"},
		"a secret":                 {reading, rows(uitest.Secret("x")), nil, "secret"},
		"a secret in colours":      {reading, rows("\x1b[1mKana\x1b[mri"), nil, "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &witness{TB: t}
			uitest.Check(w, c.shot, frame.Screen{Content: c.content, Cursor: c.cursor}, size)
			said := strings.Join(w.said, "; ")
			if (said == "") != (c.want == "") || !strings.Contains(said, c.want) {
				t.Errorf("it says %q, want %q", said, c.want)
			}
		})
	}
}

// A stray or a missing marker is a focus that nobody finds.
func TestFocusedWantsOneMarkerOnItsControl(t *testing.T) {
	size := uitest.At(60, 16)
	area := uitest.Shot{}.Area(size)
	compose := func(b frame.Block) frame.Screen {
		return frame.Compose(area, frame.Frame{Body: b}, nil, frame.Foot{}, "")
	}
	marked := frame.Lines(uitest.Marker+"field").Zoned("field", true)
	for name, c := range map[string]struct {
		body frame.Block
		id   string
		ok   bool
	}{
		"one":           {marked, "field", true},
		"none":          {frame.Lines("field").Zoned("field", true), "", false},
		"two":           {frame.Stack(marked, marked), "", false},
		"two in a row":  {frame.Beside(1, marked, marked), "field", false},
		"beside a zone": {frame.Lines(uitest.Marker), "", false},
	} {
		w := &witness{TB: t}
		if id := uitest.Focused(w, compose(c.body), size); id != c.id || (len(w.said) == 0) != c.ok {
			t.Errorf("%s: %q, it says %q", name, id, w.said)
		}
	}
}

func TestKeysAreNamedAsBindingsNameThem(t *testing.T) {
	for _, name := range []string{"tab", "shift+tab", "enter", "esc", "space", "ctrl+r", "ctrl+v", "f2", "up", "alt+left", "?", "a"} {
		if got := uitest.Key(name).Keystroke(); got != name {
			t.Errorf("%q is pressed for %q", got, name)
		}
	}
}
