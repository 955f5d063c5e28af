package frame

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Frame is what a screen returns to be shown. A window has only a Title and a
// Body, and stands over the frame below it.
type Frame struct {
	Title  string // of the terminal's window, or of the window over the screen
	Top    Block  // header and breadcrumb: stay in place
	Body   Block  // scrolls where it does not fit
	Scroll int    // first line shown of a Body without focus; more than there is shows the end
	Close  string // the control of the sign in a window's corner that closes it, "" for none
}

// Foot is the line of keys and what stands above it.
type Foot struct {
	Line  string // styled; cut where it does not fit
	Above string // styled; the administration's name on public pages
}

// Screen is a composed screen: exactly Height lines of at most Width cells.
type Screen struct {
	Content string
	Cursor  *Point
	zones   []Zone
}

// Hit returns the control at a cell, "" where there is none.
func (s Screen) Hit(x, y int) string {
	for _, z := range s.zones {
		if z.contains(x, y) {
			return z.ID
		}
	}
	return ""
}

// Compose puts a page, its foot and the window over it (nil for none) into the
// area. more is the sign for "goes on below".
func Compose(a Area, page Frame, window *Frame, foot Foot, more string) Screen {
	column := a.Column()
	margin := (a.Width - column) / 2
	top := page.Top.Indent(margin)
	height := a.Body(top.Height())
	body, below := view(page.Body, height, page.Scroll)
	below = below && window == nil // the keys are the window's
	blocks := []Block{top, pad(body.Indent(margin), height)}
	if a.footHeight() > 1 {
		blocks = append(blocks, footRule(a, below, more).Indent(margin), Lines(foot.Above).Indent(margin))
	}
	line := foot.Line
	if below && a.footHeight() == 1 {
		line = cornered(line, a.Width-margin, a.Theme.Rule().Render(more))
	}
	blocks = append(blocks, Lines(line).Indent(margin))
	all := Stack(blocks...)
	s := Screen{Cursor: all.Cursor, zones: all.Zones}
	lines := pad(all, a.Height).Lines[:a.Height]
	for i, l := range lines {
		if ansi.StringWidth(l) > a.Width {
			lines[i] = ansi.Truncate(l, a.Width, "")
		}
	}
	if window == nil {
		s.Content = strings.Join(lines, "\n")
		return s
	}
	return overlay(a, lines, *window, more)
}

// WindowWidth is the width of the text in a window over the screen.
func (a Area) WindowWidth() int { return min(a.Width-8, 84) }

// WindowHeight is how many lines of text a window shows at most.
func (a Area) WindowHeight() int { return max(1, a.Height-4) }

// closeSign stands in the corner of a window that can be closed.
const closeSign = " ✕ "

// cornered puts the sign for "goes on below" at the end of the keys of a
// terminal too low for a rule above them: all of it where it fits, else what
// can be told in one cell.
func cornered(line string, width int, more string) string {
	free := width - ansi.StringWidth(line)
	if w := ansi.StringWidth(more); free > w {
		return line + strings.Repeat(" ", free-w) + more
	}
	return PadRight(line, width-1) + ansi.Truncate(more, 1, "")
}

// overlay draws the window in the middle of the page's lines, which stay
// visible around it.
func overlay(a Area, lines []string, w Frame, more string) Screen {
	height := min(w.Body.Height(), a.WindowHeight())
	body, below := view(w.Body, height, w.Scroll)
	width := min(max(w.Body.Width(), ansi.StringWidth(w.Title)+4, ansi.StringWidth(more)+2), a.WindowWidth())
	border := a.Theme.Window()
	edge := func(left, right, label, corner string) string {
		label = ansi.Truncate(label, width+1-ansi.StringWidth(corner), "…")
		fill := width + 2 - ansi.StringWidth(label+corner)
		return border.Render(left) + label + border.Render(strings.Repeat("─", max(0, fill))) + corner + border.Render(right)
	}
	title, corner := "", ""
	if w.Title != "" {
		title = a.Theme.Strong().Render(" " + w.Title + " ")
	}
	if w.Close != "" {
		corner = a.Theme.Strong().Render(closeSign)
	}
	rows := []string{edge("╭", "╮", title, corner)}
	for _, l := range pad(body, height).Lines {
		rows = append(rows, border.Render("│")+" "+PadRight(l, width)+" "+border.Render("│"))
	}
	end := ""
	if below {
		end = a.Theme.Muted().Render(" " + more + " ")
	}
	rows = append(rows, edge("╰", "╯", end, ""))

	x, y := max(0, (a.Width-width-4)/2), max(0, (a.Height-len(rows))/2)
	back := lipgloss.NewLayer(strings.Join(lines, "\n"))
	front := lipgloss.NewLayer(strings.Join(rows, "\n")).X(x).Y(y).Z(1)
	moved := body.shift(x+2, y+1)
	if n := ansi.StringWidth(corner); n > 0 {
		moved.Zones = append(moved.Zones, Zone{ID: w.Close, X: x + width + 3 - n, Y: y, W: n, H: 1})
	}
	return Screen{
		Content: lipgloss.NewCompositor(back, front).Render(),
		Cursor:  moved.Cursor,
		zones:   moved.Zones,
	}
}

// view cuts the body to height lines: those around the focus, or from scroll
// on where nothing has it. below reports whether lines are left under it.
func view(b Block, height, scroll int) (shown Block, below bool) {
	if b.Height() <= height {
		return b, false
	}
	first := scroll
	switch f := b.Focus; {
	case f != nil && f.Y+f.H <= height:
		first = 0 // the page's head, for as long as the focus is in view
	case f != nil:
		// The focus in the middle; all of it where it fits, else its top.
		first = f.Y - max(0, (height-f.H)/2)
	}
	first = max(0, min(first, b.Height()-height))
	shown = b.shift(0, -first)
	shown.Lines = b.Lines[first : first+height]
	kept := shown.Zones[:0:0]
	for _, z := range shown.Zones {
		if z.Y+z.H > 0 && z.Y < height {
			kept = append(kept, z)
		}
	}
	shown.Zones = kept
	if c := shown.Cursor; c != nil && (c.Y < 0 || c.Y >= height) {
		shown.Cursor = nil
	}
	return shown, first+height < b.Height()
}

func pad(b Block, height int) Block {
	lines := append([]string(nil), b.Lines...)
	for len(lines) < height {
		lines = append(lines, "")
	}
	b.Lines = lines
	return b
}

func footRule(a Area, below bool, more string) Block {
	width := a.Column()
	if !below {
		return Lines(a.Theme.Rule().Render(strings.Repeat("─", width)))
	}
	label := " " + more + " "
	left := max(0, width-ansi.StringWidth(label)-2)
	return Lines(a.Theme.Rule().Render(strings.Repeat("─", left)+label) + a.Theme.Rule().Render("──"))
}

// TooSmall is the whole screen where nothing useful fits.
func TooSmall(a Area, sentence string) Screen {
	height := max(1, a.Height)
	lines := pad(Lines(Wrap(sentence, a.Width)...), height).Lines[:height]
	return Screen{Content: strings.Join(lines, "\n")}
}
