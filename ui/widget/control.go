// Package widget holds what a page is made of: fields, boxes, buttons, links,
// choices, the strength meter, the wizard's steps; and the form that moves the
// focus among them. Controls are values: Update returns the next one.
package widget

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
)

// Look is how a control is to be drawn now.
type Look struct {
	Area    frame.Area
	Width   int // cells at its disposal
	Focused bool
}

// Control is one thing of a page that can have the focus.
type Control interface {
	// ID names it within its form.
	ID() string
	// Update gets the keys and pastes while it has the focus.
	Update(tea.Msg) (Control, tea.Cmd)
	// Block draws it. Its zone carries its ID.
	Block(Look) frame.Block
}

// lit reports whether the control shows that it has the focus: under a window
// it keeps the focus, and the window shows its own.
func (l Look) lit() bool { return l.Focused && !l.Area.Behind }

// ClickedMsg tells a screen that a control was clicked.
type ClickedMsg struct{ ID string }

// marker stands before every control, so that the focus shows without colour.
func marker(l Look) string {
	if l.lit() {
		return l.Area.Theme.Marker().Render("▸")
	}
	return " "
}
