package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// IdentifiersAnswer is the window over the identifiers that asks the
// confidence question before anything is saved.
type IdentifiersAnswer struct {
	page
	question string
}

// NewIdentifiersAnswer asks that question.
func NewIdentifiersAnswer(k Kit, question string) IdentifiersAnswer {
	return IdentifiersAnswer{page{kit: k, form: widget.NewForm(k.Keys, idSubmit,
		widget.NewSecret(idAnswer, false, k.sentences()),
		widget.NewButton(idCancel, k.Text.Common.Cancel, "", theme.Plain),
		widget.NewButton(idSubmit, k.Text.Question.Submit, k.Text.Common.Saving, theme.Primary),
	)}, question}
}

// Update implements Screen.
func (s IdentifiersAnswer) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	if pressed == idSubmit {
		s.form = s.form.Mask()
		event = AnswerSubmitted{s.form.Secret(idAnswer)}
	}
	return s, event, cmd
}

// Dirty implements Screen: going back to the form loses nothing of it.
func (s IdentifiersAnswer) Dirty() bool { return false }

// Wipe implements Screen.
func (s IdentifiersAnswer) Wipe() Screen { return IdentifiersAnswer{s.wiped(), s.question} }

// View implements Screen.
func (s IdentifiersAnswer) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Question, a.WindowWidth()
	return frame.Frame{Title: t.Title, Body: frame.Stack(
		s.messages(a, w),
		frame.Text(a.Theme.Strong(), w, s.question),
		s.labelled(a, min(w, 60), 18, t.Answer, idAnswer),
		frame.Blank(),
		frame.Row(w, 2, s.block(a, w, idCancel), s.block(a, w, idSubmit)),
	)}
}
