package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/widget"
)

// Services is « Gérer les services ».
type Services struct{ page }

const (
	idIdentifiers = "identifiers"
	idContact     = "contact"
	idReturn      = "return"
)

// NewServices starts at the identifiers.
func NewServices(k Kit) Services {
	t := k.Text.Services
	controls := append([]widget.Control{
		widget.NewLink(idIdentifiers, t.Identifiers),
		widget.NewLink(idContact, t.Contact),
		widget.NewLink(idReturn, t.Return),
	}, spaceControls(k)...)
	return Services{page{kit: k, form: widget.NewForm(k.Keys, "", controls...)}}
}

// Update implements Screen.
func (s Services) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	switch pressed {
	case idIdentifiers:
		event = IdentifiersAsked{}
	case idContact:
		event = ContactAsked{}
	case idReturn:
		event = BackAsked{}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Services) Wipe() Screen { return s }

// View implements Screen.
func (s Services) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Services, a.Column()
	top := s.spaceTop(a, t.Breadcrumb)
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		frame.Gap(), title(a, w, t.Title), s.messages(a, w), frame.Gap(),
		heading(a, w, t.Personal), frame.Gap(),
		s.block(a, w, idIdentifiers),
		s.block(a, w, idContact),
		frame.Gap(),
		s.block(a, w, idReturn),
	)}
}
