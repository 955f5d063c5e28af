package screen

import (
	"slices"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"peremption/ui/frame"
)

// Compose puts the room, the top one of the windows over it and the foot into
// the area: all that a person sees. Public pages name the administration. The
// cursor is shown where a typed character would go, and not while keys wait.
func (k Kit) Compose(a frame.Area, public bool, room Screen, windows ...Screen) frame.Screen {
	if a.TooSmall() {
		return frame.TooSmall(a, k.Text.Common.Enlarge)
	}
	top, over, behind := room, (*frame.Frame)(nil), a
	if n := len(windows); n > 0 {
		top = windows[n-1]
		w := top.View(a)
		over, behind.Behind, behind.Busy = &w, true, false
	}
	s := frame.Compose(a, room.View(behind), over, k.foot(a, public, top), k.Text.Common.Scroll)
	if a.Busy {
		s.Cursor = nil
	}
	return s
}

// foot is the line of the keys that work here and now, as many as fit. While
// something slow runs that is the one that gives up.
func (k Kit) foot(a frame.Area, public bool, top Screen) frame.Foot {
	bindings := slices.Clone(top.Bindings())
	if a.Busy {
		bindings = []key.Binding{k.Keys.GiveUp}
	}
	foot := frame.Foot{Line: keyLine(a, append(bindings, k.Keys.Quit))}
	if public {
		foot.Above = a.Theme.Muted().Render(k.Text.Common.Administration)
	}
	return foot
}

// keyLine writes bindings with their help, whole ones only.
func keyLine(a frame.Area, bindings []key.Binding) string {
	line, separator := "", ""
	for _, b := range bindings {
		h := b.Help()
		item := separator + a.Theme.Text().Render(h.Key) + " " + a.Theme.Muted().Render(h.Desc)
		if ansi.StringWidth(line+item) > a.Column()+(a.Width-a.Column())/2 { // up to the edge
			break
		}
		line, separator = line+item, a.Theme.Muted().Render(" · ")
	}
	return line
}
