package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Alert is the window over the login page that warns of the coming expiry.
type Alert struct {
	page
	lastDay policy.Date
}

// NewAlert warns that the password expires after that day.
func NewAlert(k Kit, lastDay policy.Date) Alert {
	return Alert{page{kit: k, form: widget.NewForm(k.Keys, "",
		widget.NewButton(idSubmit, k.Text.Common.OK, "", theme.Primary),
	)}, lastDay}
}

// Update implements Screen: Entrée, Espace, Échap and a click all go on.
func (s Alert) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	if _, back := event.(BackAsked); back || pressed == idSubmit {
		event = AlertAcknowledged{}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Alert) Wipe() Screen { return s }

// View implements Screen.
func (s Alert) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Alert, a.WindowWidth()
	return frame.Frame{Body: frame.Stack(
		frame.Text(a.Theme.Strong(), w, t.Expires(s.lastDay)),
		sentence(a, w, t.Advice),
		sentence(a, w, t.Otherwise),
		frame.Blank(),
		frame.Center(min(w, 62), s.block(a, w, idSubmit)),
	)}
}
