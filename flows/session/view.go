package session

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"peremption/flows/route"
	"peremption/ui/frame"
)

// View implements tea.Model.
func (s Session) View() tea.View {
	composed := s.compose()
	v := tea.NewView(composed.Content)
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = s.cfg.Text.Common.Site
	if c := composed.Cursor; c != nil && !s.Busy() {
		v.Cursor = tea.NewCursor(c.X, c.Y)
		v.Cursor.Blink = false // a blinking cursor redraws for nothing
	}
	return v
}

// compose draws the room, the window over it and the foot.
func (s Session) compose() frame.Screen {
	a, t := s.area(), s.cfg.Text.Common
	if a.TooSmall() {
		return frame.TooSmall(a, t.Enlarge)
	}
	var window *frame.Frame
	if n := len(s.windows); n > 0 {
		w := s.windows[n-1].View(a)
		window = &w
	}
	return frame.Compose(a, s.room.View(a), window, s.foot(a), t.Scroll)
}

// foot is the line of the keys that work here and now, as many as fit.
func (s Session) foot(a frame.Area) frame.Foot {
	bindings := s.top().Bindings()
	if s.Busy() {
		bindings = []key.Binding{s.kit.Keys.Back}
	}
	foot := frame.Foot{Line: keyLine(a, append(slices.Clone(bindings), s.kit.Keys.Quit))}
	if !s.place.Space() || s.place == route.Alert {
		foot.Above = a.Theme.Muted().Render(s.cfg.Text.Common.Administration)
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
