package session

import (
	"fmt"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"peremption/policy"
)

// screenText is a screen as a person reads it: one rune for each cell.
type screenText [][]rune

// draw puts the model's view into the cells of a terminal.
func draw(s Session) screenText {
	buffer := uv.NewScreenBuffer(s.width, s.height)
	uv.NewStyledString(s.View().Content).Draw(buffer, buffer.Bounds())
	rows := make(screenText, s.height)
	for y := range rows {
		rows[y] = make([]rune, s.width)
		for x := range rows[y] {
			rows[y][x] = ' '
			if cell := buffer.CellAt(x, y); cell != nil && cell.Content != "" {
				rows[y][x] = []rune(cell.Content)[0]
			}
		}
	}
	return rows
}

func (s screenText) lines() []string {
	lines := make([]string, len(s))
	for y, row := range s {
		lines[y] = strings.TrimRight(string(row), " ")
	}
	return lines
}

func (s screenText) String() string { return strings.Join(s.lines(), "\n") }

// framed is the screen between two rules, for a failure's message.
func (s screenText) framed() string {
	rule := strings.Repeat("~", len(s[0]))
	return rule + "\n" + s.String() + "\n" + rule
}

// find returns the cell at which a text on one line begins.
func (s screenText) find(label string) (x, y int, ok bool) {
	for y, row := range s {
		if before, _, found := strings.Cut(string(row), label); found {
			return len([]rune(before)), y, true
		}
	}
	return 0, 0, false
}

// focused reports whether the focus' sign stands on what has the label: right
// before it, or for a field right after it or under it.
func (s screenText) focused(label string) bool {
	above := ""
	for _, line := range s.lines() {
		before, after, found := strings.Cut(line, "▸")
		if found && (strings.HasPrefix(strings.TrimLeft(after, " [☐☑‹"), label) ||
			strings.HasSuffix(strings.TrimSpace(before), label) ||
			strings.TrimSpace(before) == "" && strings.Contains(above, label)) {
			return true
		}
		above = line
	}
	return false
}

// says reports whether a sentence stands on the screen, its lines broken at
// spaces and each further line beginning under the one before.
func (s screenText) says(sentence string) bool {
	want := []rune(sentence)
	for y := range s {
		for x := range s[y] {
			if s.continues(y, x, want) {
				return true
			}
		}
	}
	return false
}

func (s screenText) continues(y, x int, want []rune) bool {
	n := 0
	for n < len(want) && x+n < len(s[y]) && s[y][x+n] == want[n] {
		n++
	}
	if n == len(want) {
		return true
	}
	if y+1 == len(s) {
		return false
	}
	for n > 0 && want[n] != ' ' {
		n--
	}
	// A sentence may begin after a sign, up to three cells from its margin.
	for under := max(0, x-3); n > 0 && under <= x; under++ {
		if s.continues(y+1, under, want[n+1:]) {
			return true
		}
	}
	return false
}

// eye is what stands beside a password that is shown on purpose.
const eye = "◎"

// frameFault says what is wrong with a frame, whatever it shows: its size, a
// control character, or a secret that nobody asked to see.
func frameFault(s Session, secrets []string) string {
	view := s.View()
	lines := strings.Split(view.Content, "\n")
	if len(lines) != s.height && !s.tooSmall() {
		return fmt.Sprintf("%d lines in a terminal of %d", len(lines), s.height)
	}
	if c := view.Cursor; c != nil && (c.X < 0 || c.X >= s.width || c.Y < 0 || c.Y >= s.height) {
		return fmt.Sprintf("the cursor at %d,%d is outside", c.X, c.Y)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > s.width {
			return fmt.Sprintf("line %d is %d cells wide in a terminal of %d", i, w, s.width)
		}
		plain := ansi.Strip(line)
		if policy.HasControl(plain) {
			return fmt.Sprintf("line %d has a control character: %q", i, plain)
		}
		if strings.Contains(plain, eye) {
			continue
		}
		for _, secret := range secrets {
			if strings.Contains(plain, secret) {
				return fmt.Sprintf("line %d shows a secret", i)
			}
		}
	}
	for _, secret := range secrets {
		if strings.Contains(view.WindowTitle, secret) {
			return "the title shows a secret"
		}
	}
	return ""
}
