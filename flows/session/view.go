package session

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

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

// foot is the line of the keys that work here and now.
func (s Session) foot(a frame.Area) frame.Foot {
	bindings := s.top().Bindings()
	if s.Busy() {
		bindings = []key.Binding{s.kit.Keys.Back}
	}
	bindings = append(bindings, s.kit.Keys.Quit)
	h := help.New()
	h.ShortSeparator = " · "
	h.SetWidth(a.Column())
	h.Styles.ShortKey, h.Styles.ShortDesc = a.Theme.Text(), a.Theme.Muted()
	h.Styles.ShortSeparator, h.Styles.Ellipsis = a.Theme.Muted(), a.Theme.Muted()
	foot := frame.Foot{Line: h.ShortHelpView(bindings)}
	if !s.place.Space() {
		foot.Above = a.Theme.Muted().Render(s.cfg.Text.Common.Administration)
	}
	return foot
}
