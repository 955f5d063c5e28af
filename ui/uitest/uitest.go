// Package uitest shows rooms to tests as a person sees them: composed as the
// session does it and drawn into terminal cells by the renderer's own code. It
// drives them by hand, without a program, a goroutine or a clock.
package uitest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"peremption/ui/frame"
	"peremption/ui/screen"
	"peremption/ui/text"
	"peremption/ui/theme"
)

// Kit is what every room of a test is made with.
func Kit() screen.Kit { return screen.NewKit(text.French()) }

// Marker stands beside what has the focus.
const Marker = "▸"

// Size is that of a terminal, in cells.
type Size struct{ Width, Height int }

// The sizes that goldens are made at: the one every screen works at, the one
// where two columns appear, the least, and one below it.
var (
	Standard = Size{80, 24}
	Large    = Size{120, 40}
	Least    = Size{60, 16}
	Below    = Size{59, 15}
)

// At is a terminal of w by h cells.
func At(w, h int) Size { return Size{w, h} }

// String writes the size as golden files are named.
func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// Shot is a room with the windows over it, as a session would show them.
type Shot struct {
	Room    screen.Screen
	Windows []screen.Screen // the top one last
	Space   bool            // a page of the space: no administration in the foot
	Busy    bool            // something slow runs
	Demo    bool
	Plain   bool // no colour
}

// Top is what gets the keys.
func (s Shot) Top() screen.Screen {
	if n := len(s.Windows); n > 0 {
		return s.Windows[n-1]
	}
	return s.Room
}

// Area is the terminal of that size, dark and in full colour unless Plain.
func (s Shot) Area(size Size) frame.Area {
	profile := colorprofile.TrueColor
	if s.Plain {
		profile = colorprofile.ASCII
	}
	return frame.Area{
		Width: size.Width, Height: size.Height, Theme: theme.New(profile, true),
		Busy: s.Busy, Spinner: "⠋", Demo: s.Demo,
	}
}

// Compose makes the whole screen.
func (s Shot) Compose(size Size) frame.Screen {
	return Kit().Compose(s.Area(size), !s.Space, s.Room, s.Windows...)
}

// Rows are the screen's cells as text, trimmed at the right.
func Rows(s frame.Screen, size Size) []string {
	buffer := uv.NewScreenBuffer(size.Width, size.Height)
	uv.NewStyledString(s.Content).Draw(buffer, buffer.Bounds())
	rows := make([]string, size.Height)
	for y := range rows {
		rows[y] = strings.TrimRight(buffer.Line(y).String(), " ")
	}
	return rows
}

// Text is the screen as one text, for tests that look for a sentence. Lines
// are joined by single spaces, so that a wrapped sentence is found.
func Text(s frame.Screen, size Size) string {
	return strings.Join(strings.Fields(strings.Join(Rows(s, size), " ")), " ")
}

// Golden compares what is seen with testdata/<test>.golden, and checks what
// holds of every screen. The file's last line is the cursor's cell.
func Golden(t *testing.T, shot Shot, size Size) {
	t.Helper()
	s := shot.Compose(size)
	Check(t, shot, s, size)
	golden.RequireEqual(t, strings.Join(Rows(s, size), "\n")+"\n"+cursorLine(s)+"\n")
}

// Styled compares the colours and weights too.
func Styled(t *testing.T, shot Shot, size Size) {
	t.Helper()
	s := shot.Compose(size)
	Check(t, shot, s, size)
	golden.RequireEqual(t, s.Content+"\n")
}

func cursorLine(s frame.Screen) string {
	if s.Cursor == nil {
		return "cursor: hidden"
	}
	return fmt.Sprintf("cursor: column %d, row %d", s.Cursor.X, s.Cursor.Y)
}

// Check is what holds of every screen, whatever is on it.
func Check(t testing.TB, shot Shot, s frame.Screen, size Size) {
	t.Helper()
	lines := strings.Split(s.Content, "\n")
	if len(lines) != size.Height {
		t.Errorf("%d rows in %v", len(lines), size)
	}
	for y, l := range lines {
		if w := ansi.StringWidth(l); w > size.Width {
			t.Errorf("row %d is %d cells wide in %v: %q", y, w, size, ansi.Strip(l))
		}
	}
	checkControls(t, s.Content)
	checkCursor(t, shot, s, size)
	checkCanaries(t, s.Content)
}

// sgr is the only escape sequence that a screen may hold: colours and weights.
var sgr = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// no control character but line ends, and no sequence but SGR.
func checkControls(t testing.TB, content string) {
	t.Helper()
	for _, r := range sgr.ReplaceAllString(content, "") {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("the screen holds %U", r)
		}
	}
}

func checkCursor(t testing.TB, shot Shot, s frame.Screen, size Size) {
	t.Helper()
	small := size.Width < frame.MinWidth || size.Height < frame.MinHeight
	if want := shot.Top().InText() && !shot.Busy && !small; (s.Cursor != nil) != want {
		t.Errorf("%s, but in a text field: %v", cursorLine(s), want)
	}
	if c := s.Cursor; c != nil && (c.X < 0 || c.X >= size.Width || c.Y < 0 || c.Y >= size.Height) {
		t.Errorf("%s is outside %v", cursorLine(s), size)
	}
}

// Canary is in every secret that a test types, so that one look tells whether
// any part of any of them is on a screen.
const Canary = "kanari"

// Secret is something to type into a password field.
func Secret(more string) string { return Canary + more + Canary }

func checkCanaries(t testing.TB, content string) {
	t.Helper()
	if strings.Contains(strings.ToLower(ansi.Strip(content)), Canary) {
		t.Error("a secret is on the screen")
	}
}
