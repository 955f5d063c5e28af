package session

import (
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/route"
	"peremption/ui/frame"
)

// View implements tea.Model. A fault in it ends the program in order as well.
func (s Session) View() (v tea.View) {
	defer func() {
		if r := recover(); r != nil {
			s.report(kindOf(r), debug.Stack())
			s.fault.end()
			v = tea.NewView("")
		}
	}()
	composed := s.compose()
	v = tea.NewView(composed.Content)
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = s.cfg.Text.Common.Site
	if c := composed.Cursor; c != nil {
		v.Cursor = tea.NewCursor(c.X, c.Y)
		v.Cursor.Blink = false // a blinking cursor redraws for nothing
	}
	return v
}

// compose draws all that the person sees. The alert stands over the login page,
// which is public.
func (s Session) compose() frame.Screen {
	public := !s.place.Space() || s.place == route.Alert
	return s.kit.Compose(s.area(), public, s.room, s.windows...)
}
