// Package frame lays a screen out: blocks of text with the places that answer
// a click or a key, stacked and set side by side, wrapped the French way, and
// put together with header, foot and window into exactly the terminal's cells.
// Everything here is pure: the same blocks in the same area give the same cells.
package frame

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Zone is a place of a block that belongs to one control.
type Zone struct {
	ID         string
	X, Y, W, H int
}

// contains reports whether the cell lies in the zone.
func (z Zone) contains(x, y int) bool {
	return x >= z.X && x < z.X+z.W && y >= z.Y && y < z.Y+z.H
}

func (z Zone) shift(dx, dy int) Zone {
	z.X, z.Y = z.X+dx, z.Y+dy
	return z
}

// Point is a cell.
type Point struct{ X, Y int }

// Block is a rectangle of styled lines with its zones. Focus is the part that
// must stay in view, Cursor where the terminal's own cursor belongs; both are
// nil in blocks without the focus.
type Block struct {
	Lines  []string
	Zones  []Zone
	Focus  *Zone
	Cursor *Point

	gap bool // an empty line that may go where room is short
}

// Height is the number of lines.
func (b Block) Height() int { return len(b.Lines) }

// Width is that of the widest line, in cells.
func (b Block) Width() int {
	w := 0
	for _, l := range b.Lines {
		w = max(w, ansi.StringWidth(l))
	}
	return w
}

// Lines makes a block of lines that are styled already.
func Lines(lines ...string) Block { return Block{Lines: lines} }

// Gap is an empty line that goes first where room is short.
func Gap() Block { return Block{Lines: []string{""}, gap: true} }

// Blank is an empty line that stays.
func Blank() Block { return Block{Lines: []string{""}} }

// Text wraps a sentence at width and styles each line.
func Text(style lipgloss.Style, width int, sentence string) Block {
	lines := Wrap(Clean(sentence), width)
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return Block{Lines: lines}
}

// Zoned gives the whole block to one control.
func (b Block) Zoned(id string, focused bool) Block {
	z := Zone{ID: id, W: b.Width(), H: b.Height()}
	b.Zones = append(append([]Zone(nil), b.Zones...), z)
	if focused {
		b.Focus = &z
	}
	return b
}

// Keep marks the whole block as the part to keep in view when the focus is
// somewhere in it.
func (b Block) Keep() Block {
	if b.Focus != nil {
		b.Focus = &Zone{ID: b.Focus.ID, W: b.Width(), H: b.Height()}
	}
	return b
}

// Indent moves the block right by n cells.
func (b Block) Indent(n int) Block {
	out := b.shift(n, 0)
	out.Lines = make([]string, len(b.Lines))
	pad := strings.Repeat(" ", n)
	for i, l := range b.Lines {
		if l != "" {
			out.Lines[i] = pad + l
		}
	}
	return out
}

func (b Block) shift(dx, dy int) Block {
	zones := make([]Zone, len(b.Zones))
	for i, z := range b.Zones {
		zones[i] = z.shift(dx, dy)
	}
	b.Zones = zones
	if b.Focus != nil {
		f := b.Focus.shift(dx, dy)
		b.Focus = &f
	}
	if b.Cursor != nil {
		b.Cursor = &Point{b.Cursor.X + dx, b.Cursor.Y + dy}
	}
	return b
}

// Stack puts blocks one under the other.
func Stack(blocks ...Block) Block {
	var out Block
	for _, b := range blocks {
		moved := b.shift(0, len(out.Lines))
		out.Lines = append(out.Lines, b.Lines...)
		out.Zones = append(out.Zones, moved.Zones...)
		if moved.Focus != nil {
			out.Focus = moved.Focus
		}
		if moved.Cursor != nil {
			out.Cursor = moved.Cursor
		}
	}
	return out
}

// Fit stacks blocks into height lines: gaps go, the last first, until the rest
// fits. What still does not fit scrolls.
func Fit(height int, blocks ...Block) Block {
	total := 0
	for _, b := range blocks {
		total += b.Height()
	}
	kept := append([]Block(nil), blocks...)
	for i := len(kept) - 1; i >= 0 && total > height; i-- {
		if kept[i].gap {
			kept[i] = Block{}
			total--
		}
	}
	return Stack(kept...)
}

// Beside sets blocks next to each other, gap cells apart, tops aligned.
func Beside(gap int, blocks ...Block) Block {
	var out Block
	x, height := 0, 0
	for _, b := range blocks {
		height = max(height, b.Height())
	}
	out.Lines = make([]string, height)
	for i, b := range blocks {
		w := b.Width()
		moved := b.shift(x, 0)
		for y := range height {
			line := ""
			if y < len(b.Lines) {
				line = b.Lines[y]
			}
			if i < len(blocks)-1 {
				line = PadRight(line, w+gap)
			}
			out.Lines[y] += line
		}
		out.Zones = append(out.Zones, moved.Zones...)
		if moved.Focus != nil {
			out.Focus = moved.Focus
		}
		if moved.Cursor != nil {
			out.Cursor = moved.Cursor
		}
		x += w + gap
	}
	return out
}

// Columns sets blocks next to each other in columns of the given width.
func Columns(width, gap int, blocks ...Block) Block {
	padded := make([]Block, len(blocks))
	for i, b := range blocks {
		padded[i] = b.Widen(width)
	}
	return Beside(gap, padded...)
}

// Widen makes the block width cells wide; what is wider is cut.
func (b Block) Widen(width int) Block {
	lines := append([]string(nil), b.Lines...)
	if len(lines) == 0 {
		lines = []string{""}
	}
	lines[0] = PadRight(lines[0], width)
	b.Lines = lines
	return b
}

// Spread puts left and right at the two ends of one width; where both do not
// fit they are stacked.
func Spread(width int, left, right Block) Block {
	free := width - left.Width() - right.Width()
	if free < 1 {
		return Stack(left, right)
	}
	return Beside(free, left, right)
}

// Row sets blocks next to each other and starts a new line where the width is
// used up.
func Row(width, gap int, blocks ...Block) Block {
	var rows, line []Block
	used := 0
	for _, b := range blocks {
		w := b.Width()
		if len(line) > 0 && used+gap+w > width {
			rows, line, used = append(rows, Beside(gap, line...)), nil, 0
		}
		if len(line) > 0 {
			used += gap
		}
		line, used = append(line, b), used+w
	}
	if len(line) > 0 {
		rows = append(rows, Beside(gap, line...))
	}
	return Stack(rows...)
}

// Center moves the block to the middle of width.
func Center(width int, b Block) Block {
	return b.Indent(max(0, (width-b.Width())/2))
}

// PadRight fills a line with spaces up to width cells; a longer one is cut.
func PadRight(line string, width int) string {
	if ansi.StringWidth(line) > width {
		line = ansi.Truncate(line, width, "…") // one cell short before a wide sign
	}
	return line + strings.Repeat(" ", max(0, width-ansi.StringWidth(line)))
}
