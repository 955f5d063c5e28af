package frame

import "peremption/ui/theme"

// Sizes of the terminal, in cells.
const (
	MinWidth, MinHeight   = 60, 16  // below: one line asks for more
	WideWidth, TallHeight = 120, 30 // from here: two columns, and the full header
	maxColumn             = 112     // a wider terminal keeps its text readable
)

// Area is what a screen may know of the terminal when it draws itself.
type Area struct {
	Width, Height int
	Theme         theme.Theme
	Busy          bool   // something slow runs: buttons show it, keys wait
	Spinner       string // the spinner's present sign
	Demo          bool   // the demonstration introduces its people
	Behind        bool   // a window stands over it, and the focus is there
}

// TooSmall reports whether nothing useful fits.
func (a Area) TooSmall() bool { return a.Width < MinWidth || a.Height < MinHeight }

// Wide reports whether two columns fit.
func (a Area) Wide() bool { return a.Width >= WideWidth }

// Tall reports whether the full header fits.
func (a Area) Tall() bool { return a.Height >= TallHeight }

// Column is the width of the text.
func (a Area) Column() int {
	if a.Width < 64 {
		return a.Width // the image of the expired flow needs all of 60
	}
	return min(a.Width-4, maxColumn)
}

// Body is how many lines are left between a top of that height and the foot.
func (a Area) Body(top int) int { return max(1, a.Height-top-a.footHeight()) }

// footHeight: rule, administration, keys; a low terminal keeps the keys only.
func (a Area) footHeight() int {
	if a.Height < 20 {
		return 1
	}
	return 3
}
