package captcha

import "slices"

// Width and Height are the size of a Picture in terminal cells.
const (
	Width  = 60
	Height = 8
)

// Picture is text art without colour or control characters. There is no form
// of it in ASCII: what was tried could not be read, and a program would choose
// whichever form is the easiest. A terminal without block elements is served by
// Challenge.Spoken.
type Picture struct {
	// Rows are Height strings of Width cells each, made of quadrant blocks
	// and spaces; trailing spaces are kept.
	Rows []string
}

// quadrants are the blocks by their inked quarters: 1 upper left, 2 upper
// right, 4 lower left, 8 lower right.
var quadrants = [16]rune{
	' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█',
}

// clone keeps a challenge's own rows out of its caller's reach.
func (p Picture) clone() Picture { return Picture{Rows: slices.Clone(p.Rows)} }
