package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Recap is « Mot de passe expiré » 3/3.
type Recap struct {
	page
	lastDay policy.Date
}

// NewRecap shows until when the new password is valid.
func NewRecap(k Kit, lastDay policy.Date) Recap {
	return Recap{page{kit: k, form: widget.NewForm(k.Keys, "",
		widget.NewButton(idSubmit, k.Text.Recap.Button, "", theme.Primary),
	)}, lastDay}
}

// Update implements Screen.
func (s Recap) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	if _, back := event.(BackAsked); back || pressed == idSubmit {
		event = RecapAcknowledged{}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Recap) Wipe() Screen { return s }

// View implements Screen.
func (s Recap) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text, a.Column()
	top := s.plainTop(a)
	before, day, after := t.Recap.ValidUntil(s.lastDay)
	valid := frame.Lines(a.Theme.Text().Render(before) + a.Theme.Strong().Render(day) + a.Theme.Text().Render(after))
	return frame.Frame{Title: t.Expired.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		title(a, w, t.Expired.Title),
		widget.Steps(a, w, t.Expired.Steps, 2),
		frame.Gap(),
		heading(a, w, t.Recap.Title),
		frame.Gap(),
		frame.Text(a.Theme.Good(), w, t.Recap.Done),
		valid,
		sentence(a, w, t.Recap.MailComes),
		frame.Gap(),
		sentence(a, w, t.Recap.Forgotten),
		frame.Gap(),
		sentence(a, w, t.Recap.SignIn),
		frame.Gap(),
		s.block(a, w, idSubmit),
	)}
}
