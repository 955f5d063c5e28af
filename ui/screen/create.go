package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Create is « Créer mon espace professionnel ».
type Create struct{ metered }

// NewCreate starts at the civility.
func NewCreate(k Kit) Create {
	t := k.Text.Create
	controls := append([]widget.Control{
		widget.NewChoice(idTitle, t.Civilities),
		widget.NewField(idLastName, "", k.sentences()),
		widget.NewField(idFirstName, "", k.sentences()),
		widget.NewField(idEmail, k.Text.Expired.EmailPlaceholder, k.sentences()),
		widget.NewField(idEmailConfirm, "", k.sentences()),
		widget.NewSecret(idPassword, true, k.sentences()),
		widget.NewSecret(idConfirm, false, k.sentences()),
		widget.NewChoice(idQuestion, t.Questions),
		widget.NewField(idOwnQuestion, "", k.sentences()),
		widget.NewSecret(idAnswer, false, k.sentences()),
		widget.NewButton(idCancel, k.Text.Common.Cancel, "", theme.Plain),
		widget.NewButton(idSubmit, t.Submit, k.Text.Common.Saving, theme.Primary),
	}, publicControls(k)...)
	form := widget.NewForm(k.Keys, idSubmit, controls...).Show(idOwnQuestion, false)
	return Create{newMetered(page{kit: k, form: form}, "create", newcomer)}
}

// newcomer is the person as far as the form is filled in.
func newcomer(f widget.Form) strength.Person {
	return strength.Person{Email: f.Value(idEmail), FirstName: f.Value(idFirstName), LastName: f.Value(idLastName)}
}

// Update implements Screen.
func (s Create) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.metered = next
	s.form = s.form.Show(idOwnQuestion, s.form.Last(idQuestion))
	if pressed == idSubmit {
		s.form = s.form.Mask()
		event = CreateSubmitted{
			Title: s.form.Value(idTitle), LastName: s.form.Value(idLastName), FirstName: s.form.Value(idFirstName),
			Email: s.form.Value(idEmail), EmailConfirm: s.form.Value(idEmailConfirm),
			Password: s.form.Secret(idPassword), Confirm: s.form.Secret(idConfirm),
			Question: chosenQuestion(s.form), Answer: s.form.Secret(idAnswer),
		}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Create) Wipe() Screen {
	s.metered = s.wiped()
	return s
}

// View implements Screen.
func (s Create) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Create, a.Column()
	top, rest := s.publicTop(a, t.Breadcrumb)
	label, field := 38, min(w, 100)
	row := func(words, id string) frame.Block { return s.labelled(a, field, label, words, id) }
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		title(a, w, t.Title), s.messages(a, w), frame.Gap(),
		row(t.Civility, idTitle), row(t.LastName, idLastName), row(t.FirstName, idFirstName),
		row(t.Email, idEmail), row(t.ConfirmEmail, idEmailConfirm),
		frame.Stack(row(t.Password, idPassword), s.meterBlock(a, w)).Keep(),
		row(t.ConfirmPassword, idConfirm),
		row(t.Question, idQuestion), row(t.OwnQuestion, idOwnQuestion), row(t.Answer, idAnswer),
		frame.Gap(),
		frame.Row(w, 2, s.block(a, w, idCancel), s.block(a, w, idSubmit)),
		rest,
	)}
}
