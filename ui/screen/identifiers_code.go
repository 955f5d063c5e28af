package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// IdentifiersCode is the window that asks for the code mailed to a new address.
type IdentifiersCode struct {
	page
	email string
}

// NewIdentifiersCode asks for the code sent to that address.
func NewIdentifiersCode(k Kit, email string) IdentifiersCode {
	return IdentifiersCode{page{kit: k, form: widget.NewForm(k.Keys, idSubmit,
		widget.NewField(idCode, "", k.sentences()),
		widget.NewButton(idCancel, k.Text.Code.Later, "", theme.Plain),
		widget.NewButton(idSubmit, k.Text.Code.Submit, k.Text.Common.Checking, theme.Primary),
	)}, email}
}

// Update implements Screen.
func (s IdentifiersCode) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	if pressed == idSubmit {
		event = CodeSubmitted{s.form.Secret(idCode)}
	}
	return s, event, cmd
}

// Dirty implements Screen: the code can be typed later.
func (s IdentifiersCode) Dirty() bool { return false }

// Wipe implements Screen.
func (s IdentifiersCode) Wipe() Screen {
	s.form = s.form.Set(idCode, "")
	return s
}

// View implements Screen.
func (s IdentifiersCode) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Code, a.WindowWidth()
	return frame.Frame{Title: t.Title, Body: frame.Stack(
		s.messages(a, w),
		sentence(a, w, t.Intro(s.email)),
		s.labelled(a, min(w, 60), 26, t.Field, idCode),
		frame.Blank(),
		frame.Row(w, 2, s.block(a, w, idCancel), s.block(a, w, idSubmit)),
	)}
}
