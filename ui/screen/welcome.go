package screen

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Welcome is the public site's first page, where the kiosk waits for the next
// person.
type Welcome struct{ page }

// NewWelcome starts at the button of the professional space.
func NewWelcome(k Kit, notice Notice) Welcome {
	c := k.Text.Common
	return Welcome{page{kit: k, form: widget.NewForm(k.Keys, "",
		widget.NewButton(idProfessional, c.ProfessionalSpace, "", theme.Red),
		widget.NewButton(idPersonal, c.PersonalSpace, "", theme.Blue),
		widget.NewLink(idHelp, c.HelpLink),
		widget.NewLink(idSupport, k.Text.Overlays.Support.Link),
	), notice: notice}}
}

// Update implements Screen.
func (s Welcome) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, _, event, cmd := s.update(msg)
	return Welcome{next}, event, cmd
}

// Bindings implements Screen: from here there is nothing to go back to.
func (s Welcome) Bindings() []key.Binding { return s.withoutBack() }

// Wipe implements Screen.
func (s Welcome) Wipe() Screen { return Welcome{s.wiped()} }

// View implements Screen.
func (s Welcome) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text, a.Column()
	top, rest := s.publicTop(a, nil)
	return frame.Frame{
		Title: t.Common.SiteName,
		Top:   top,
		Body: frame.Fit(a.Body(top.Height()),
			frame.Gap(),
			title(a, w, t.Welcome.Title),
			frame.Text(a.Theme.Muted(), w, t.Common.SiteName),
			frame.Gap(),
			s.messages(a, w),
			sentence(a, w, t.Welcome.Intro),
			frame.Gap(),
			s.block(a, w, idSupport),
			rest,
			s.demo(a, w),
		),
	}
}

// demo is the line that names where the demonstration's people are.
func (p page) demo(a frame.Area, width int) frame.Block {
	if !a.Demo {
		return frame.Block{}
	}
	return frame.Stack(frame.Gap(), frame.Text(a.Theme.Warning(), width, p.kit.Text.Welcome.Demo.Foot))
}
