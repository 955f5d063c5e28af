package captcha

import (
	"math"
	"math/rand/v2"
)

// The page in sub-cells: each terminal cell has two columns and two rows.
const (
	columns = 2 * Width
	lines   = 2 * Height
)

// How glyphs share the page. Neighbours always touch: cut apart by empty
// sub-cells, nine pictures in ten fell to a plain nearest-neighbour program,
// and touching between one in four and one in three. Sharing a column more
// often cost readers more than it cost the program.
const (
	margin     = 1     // columns kept free at both ends
	edge       = 0.5   // units kept free above and below
	overlapOne = 4     // one pair in so many shares a column, the others touch
	maxTuck    = 4     // columns that a glyph may reach under its neighbour
	squeeze    = 0.96  // of the width, until the line fits
	maxWarp    = 1.2   // ± units by which the line itself waves
	speckle    = 0.004 // share of the sub-cells that flip
)

// draw renders text, which must hold only drawable symbols. Equal text and
// randomness give an equal picture.
func draw(text string, r *rand.Rand) Picture {
	page := newLine(text, r).page()
	for i := range page.ink {
		if r.Float64() < speckle {
			page.ink[i] = !page.ink[i]
		}
	}
	return page.picture()
}

// textLine is a row of drawn glyphs that still has to be fitted to the page. It
// holds every random choice, so that it can be set again, narrower.
type textLine struct {
	hands    []hand
	overlaps []int   // columns that each glyph shares with the one before it
	start    float64 // 0 to 1: where in the free width the line begins
	wave     wave
}

// wave is the slow vertical bend of a line.
type wave struct{ height, turns, phase float64 }

// at returns the bend in units at x, 0 to 1 along the page.
func (w wave) at(x float64) float64 {
	return w.height * math.Sin(2*math.Pi*(w.turns*x+w.phase))
}

func newLine(text string, r *rand.Rand) textLine {
	l := textLine{
		start: r.Float64(),
		wave:  wave{height: spread(r, maxWarp), turns: 0.6 + 0.8*r.Float64(), phase: r.Float64()},
	}
	for _, symbol := range text {
		l.hands = append(l.hands, newHand(glyphs[symbol], r))
		overlap := 0
		if r.IntN(overlapOne) == 0 {
			overlap = 1
		}
		l.overlaps = append(l.overlaps, overlap)
	}
	return l
}

// page sets the line on a page, squeezed no more than it must be. It ends
// because a line squeezed flat fits: maxFixed thicknesses make a third of the
// page.
func (l textLine) page() bitmap {
	for fit := 1.0; ; fit *= squeeze {
		masks := l.masks(fit)
		at, width := l.set(masks)
		free := columns - 2*margin - width
		if free < 0 {
			continue
		}
		page := newBitmap(columns, lines)
		left := margin + int(l.start*float64(free+1))
		for i, m := range masks {
			page.paste(m, left+at[i])
		}
		return page
	}
}

// masks returns each glyph alone, as high as the page and as wide as its ink.
func (l textLine) masks(fit float64) []bitmap {
	masks := make([]bitmap, len(l.hands))
	for i, h := range l.hands {
		centre := (float64(i) + 0.5) / float64(len(l.hands))
		masks[i] = l.settle(h, fit, centre).mask()
	}
	return masks
}

// settle gives h its final height on the line: squeezed, bent with the line,
// and moved or flattened where it would leave the page.
func (l textLine) settle(h hand, fit, centre float64) hand {
	settled := hand{radius: h.radius, paths: make([][]point, len(h.paths))}
	for i, path := range h.paths {
		settled.paths[i] = make([]point, len(path))
		for j, p := range path {
			x := p.x * fit
			bend := l.wave.at(centre + x/(columns/2))
			settled.paths[i][j] = point{x, lines/2 + p.y + h.rise + bend}
		}
	}

	low, high := settled.bounds()
	first, last := edge+h.radius, lines-edge-h.radius // where the pen may go
	flatten := min(1, (last-first)/(high.y-low.y))
	mid, half := (low.y+high.y)/2, (high.y-low.y)/2*flatten
	centred := min(max(mid, first+half), last-half)
	for _, path := range settled.paths {
		for j := range path {
			path[j].y = centred + (path[j].y-mid)*flatten
		}
	}
	return settled
}

// set moves the glyphs together until their ink touches, across corners too.
// It returns the column of each, the first inked one being 0, and how many
// columns they fill.
func (l textLine) set(masks []bitmap) (at []int, width int) {
	at = make([]int, len(masks))
	var filled [lines]int // columns from the start to the last ink of each row
	for i, m := range masks {
		if i > 0 {
			at[i] = max(0, width-maxTuck, l.contact(i, m, filled))
		}
		for y := range lines {
			if _, last, inked := m.extent(y); inked {
				filled[y] = max(filled[y], at[i]+last+1)
			}
		}
		width = max(width, at[i]+m.width)
	}
	return at, width
}

// contact returns the column where glyph i, whose ink is m, meets what is
// filled: in its own rows or in the next ones.
func (l textLine) contact(i int, m bitmap, filled [lines]int) int {
	column := 0
	for y := range lines {
		first, _, inked := m.extent(y)
		if !inked {
			continue
		}
		for near := max(0, y-1); near <= min(lines-1, y+1); near++ {
			if filled[near] > 0 {
				column = max(column, filled[near]-first-l.overlaps[i])
			}
		}
	}
	return column
}
