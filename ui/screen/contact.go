package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Contact is « Gérer vos coordonnées »: the confidence question.
type Contact struct {
	page
	person Person
}

// NewContact starts at the question. The stored answer is never shown, so its
// field is empty.
func NewContact(k Kit, p Person) Contact {
	t := k.Text.Contact
	question := widget.NewChoice(idQuestion, k.Text.Create.Questions)
	if p.Question != "" {
		question = question.Choose(p.Question)
	}
	controls := append([]widget.Control{
		question,
		widget.NewField(idOwnQuestion, "", k.sentences()),
		widget.NewSecret(idAnswer, false, k.sentences()),
		widget.NewSecret(idOld, false, k.sentences()),
		widget.NewButton(idCancel, k.Text.Common.Cancel, "", theme.Plain),
		widget.NewButton(idSubmit, t.Submit, k.Text.Common.Saving, theme.Primary),
	}, spaceControls(k)...)
	s := Contact{page{kit: k, form: widget.NewForm(k.Keys, idSubmit, controls...)}, p}
	s.form = s.form.Show(idOwnQuestion, s.form.Last(idQuestion))
	if s.form.Last(idQuestion) {
		s.form = s.form.Set(idOwnQuestion, p.Question)
	}
	return s
}

// Update implements Screen.
func (s Contact) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	if refused, ok := msg.(RefusedMsg); ok && !refused.KeepSecrets {
		// What is refused is the password; the answer is no password, and stays.
		next, _, _, _ := s.update(refused)
		next.form = next.form.Restore(s.form, idAnswer)
		s.page = next
		return s, nil, nil
	}
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	s.form = s.form.Show(idOwnQuestion, s.form.Last(idQuestion))
	if pressed == idSubmit {
		s.form = s.form.Mask()
		event = ContactSubmitted{
			Question: chosenQuestion(s.form),
			Answer:   s.form.Secret(idAnswer),
			Current:  s.form.Secret(idOld),
		}
	}
	return s, event, cmd
}

// chosenQuestion is the question chosen from the list, or the person's own.
func chosenQuestion(f widget.Form) string {
	if f.Last(idQuestion) {
		return f.Value(idOwnQuestion)
	}
	return f.Value(idQuestion)
}

// Dirty implements Screen.
func (s Contact) Dirty() bool {
	return !s.form.Secret(idAnswer).Empty() || !s.form.Secret(idOld).Empty() ||
		(s.form.Last(idQuestion) && s.form.Value(idOwnQuestion) != s.person.Question)
}

// Wipe implements Screen.
func (s Contact) Wipe() Screen {
	s.page = s.wiped()
	return s
}

// View implements Screen.
func (s Contact) View(a frame.Area) frame.Frame {
	t, p, w := s.kit.Text.Contact, s.person, a.Column()
	top := s.spaceTop(a, t.Breadcrumb)
	fact := func(label, value string) frame.Block {
		return frame.Row(w, 1, frame.Lines(a.Theme.Muted().Render(label)), sentence(a, w, value))
	}
	set, note := frame.Block{}, frame.Text(a.Theme.Muted(), w, t.Note)
	if p.Question == "" {
		set, note = frame.Text(a.Theme.Warning(), w, t.Set), frame.Block{}
	}
	label, field := 24, min(w, 96)
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		title(a, w, t.Title), s.messages(a, w), frame.Gap(),
		fact(t.Name, s.kit.Text.Home.Name(p.Title, p.FirstName, p.LastName)),
		fact(t.Subscriber, p.Number), frame.Gap(),
		set,
		s.labelled(a, field, label, t.Question, idQuestion),
		s.labelled(a, field, label, t.Own, idOwnQuestion),
		s.labelled(a, field, label, t.Answer, idAnswer),
		s.labelled(a, field, label, t.Current, idOld),
		note, frame.Gap(),
		frame.Row(w, 2, s.block(a, w, idCancel), s.block(a, w, idSubmit)),
	)}
}
