package screen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Identifiers is « Modifiez vos identifiants. ».
type Identifiers struct {
	metered
	person Person
}

// NewIdentifiers starts with nothing ticked; modify ticks the password's box
// and starts in its field.
func NewIdentifiers(k Kit, p Person, modify bool) Identifiers {
	t, c := k.Text.Identifiers, k.Text.Common
	controls := []widget.Control{
		widget.NewCheckbox(idBoxEmail, t.ChangeEmail, c.BoxOn, c.BoxOff),
		widget.NewField(idEmail, "", k.sentences()),
		widget.NewField(idEmailConfirm, "", k.sentences()),
		widget.NewCheckbox(idBoxSecret, t.ChangePassword, c.BoxOn, c.BoxOff),
		widget.NewSecret(idPassword, true, k.sentences()),
		widget.NewSecret(idConfirm, false, k.sentences()),
	}
	if p.PendingEmail != "" {
		controls = append(controls, widget.NewLink(idCode, t.EnterCode))
	}
	controls = append(controls,
		widget.NewButton(idCancel, t.Cancel, "", theme.Plain),
		widget.NewButton(idSubmit, t.Submit, c.Saving, theme.Primary))
	form := widget.NewForm(k.Keys, idSubmit, append(controls, spaceControls(k)...)...)
	s := Identifiers{newMetered(page{kit: k, form: form}, "identifiers", knowing(strength.Person{
		Email: p.Email, FirstName: p.FirstName, LastName: p.LastName, Subscriber: p.Number,
	})), p}
	if modify {
		s.form, _, _ = s.form.Update(widget.ClickedMsg{ID: idBoxSecret})
	}
	s = s.opened()
	if modify {
		s.form = s.form.Focus(idPassword)
	}
	return s
}

// opened shows the fields of the ticked boxes.
func (s Identifiers) opened() Identifiers {
	email, password := s.form.Ticked(idBoxEmail), s.form.Ticked(idBoxSecret)
	s.form = s.form.Show(idEmail, email).Show(idEmailConfirm, email).
		Show(idPassword, password).Show(idConfirm, password)
	return s
}

// Update implements Screen.
func (s Identifiers) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.metered = next
	switch pressed {
	case idBoxEmail, idBoxSecret:
		s = s.opened()
	case idCode:
		event = CodeAsked{}
	case idSubmit:
		s.form = s.form.Mask()
		event = IdentifiersSubmitted{
			ChangeEmail: s.form.Ticked(idBoxEmail),
			Email:       s.form.Value(idEmail), EmailConfirm: s.form.Value(idEmailConfirm),
			ChangePassword: s.form.Ticked(idBoxSecret),
			Password:       s.form.Secret(idPassword), Confirm: s.form.Secret(idConfirm),
		}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Identifiers) Wipe() Screen {
	s.metered = s.wiped()
	return s
}

// View implements Screen.
func (s Identifiers) View(a frame.Area) frame.Frame {
	t, p, w := s.kit.Text.Identifiers, s.person, a.Column()
	top := s.spaceTop(a, t.Breadcrumb)
	field := min(w, 96)
	label := 0
	if w >= 76 {
		label = 46
	}
	identity := frame.Row(w, 1,
		frame.Lines(a.Theme.Muted().Render(t.Subscriber)), sentence(a, w, p.Number),
		frame.Lines(a.Theme.Strong().Render(frame.Clean(strings.ToUpper(p.LastName)))), sentence(a, w, p.FirstName))
	blocks := []frame.Block{
		identity, frame.Gap(),
		title(a, w, t.Title),
		s.messages(a, w),
		sentence(a, w, t.Tick), frame.Gap(),
		boxed(a, w, s.block(a, w, idBoxEmail), t.Present(p.Email)),
		s.labelled(a, field, label, t.NewEmail, idEmail),
		s.labelled(a, field, label, t.ConfirmEmail, idEmailConfirm),
	}
	if p.PendingEmail != "" {
		blocks = append(blocks, frame.Row(w-2, 2, signed(a.Theme.Warning(), w-2, s.kit.Text.Common.LostSign, t.Pending(p.PendingEmail)), s.block(a, w-2, idCode)).Indent(3))
	}
	blocks = append(blocks, frame.Gap(),
		boxed(a, w, s.block(a, w, idBoxSecret), t.Minimum),
		frame.Text(a.Theme.Muted(), w-3, t.Note).Indent(3))
	if s.form.Ticked(idBoxSecret) {
		blocks = append(blocks,
			frame.Stack(
				s.labelled(a, field, label, t.NewPassword, idPassword),
				s.meterBlock(a, w),
			).Keep(),
			s.labelled(a, field, label, t.ConfirmPassword, idConfirm))
	}
	blocks = append(blocks, frame.Gap(),
		frame.Row(w, 2, s.block(a, w, idCancel), s.block(a, w, idSubmit)))
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()), blocks...)}
}

// boxed puts what belongs to a box beside it, or under its label.
func boxed(a frame.Area, width int, box frame.Block, words string) frame.Block {
	beside := frame.Text(a.Theme.Muted(), width-3, words)
	if box.Width()+2+beside.Width() > width {
		return frame.Stack(box, beside.Indent(3))
	}
	return frame.Beside(2, box, beside)
}
