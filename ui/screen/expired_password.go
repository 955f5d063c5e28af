package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// ExpiredPassword is « Mot de passe expiré » 2/3: the old password and the new.
type ExpiredPassword struct{ metered }

// NewExpiredPassword starts at the old password. Of the person it knows only
// the address that was typed: whether there is an account, nobody is told.
func NewExpiredPassword(k Kit, email string) ExpiredPassword {
	t := k.Text.Expired
	form := widget.NewForm(k.Keys, idSubmit,
		widget.NewSecret(idOld, false, k.sentences()),
		widget.NewSecret(idPassword, true, k.sentences()),
		widget.NewSecret(idConfirm, false, k.sentences()),
		widget.NewButton(idPrevious, t.Previous, "", theme.Plain),
		widget.NewButton(idSubmit, t.Submit, k.Text.Common.Saving, theme.Primary),
	)
	return ExpiredPassword{newMetered(page{kit: k, form: form}, "expired", knowing(strength.Person{Email: email}))}
}

// Update implements Screen.
func (s ExpiredPassword) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.metered = next
	switch pressed {
	case idSubmit:
		s.form = s.form.Mask()
		event = RenewalSubmitted{s.form.Secret(idOld), s.form.Secret(idPassword), s.form.Secret(idConfirm)}
	case idPrevious:
		event = PreviousAsked{}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s ExpiredPassword) Wipe() Screen {
	s.metered = s.wiped()
	return s
}

// View implements Screen.
func (s ExpiredPassword) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Expired, a.Column()
	top := s.plainTop(a)
	field := min(w, 66)
	named := func(label, id string) frame.Block { return s.labelled(a, field, 0, label, id) }
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		title(a, w, t.Title),
		widget.Steps(a, w, t.Steps, 1),
		frame.Gap(),
		heading(a, w, t.Password),
		s.messages(a, w),
		frame.Gap(),
		named(t.Old, idOld),
		frame.Gap(),
		frame.Stack(named(t.New+" "+t.Minimum, idPassword), s.meterBlock(a, w)).Keep(),
		frame.Gap(),
		named(t.Confirm, idConfirm),
		frame.Gap(),
		frame.Row(w, 2, s.block(a, w, idPrevious), s.block(a, w, idSubmit)),
	)}
}
