package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Login is « Connexion à mon espace professionnel ».
type Login struct {
	page
	empty bool
}

// LoginOptions are what the session knows when it opens the login page.
type LoginOptions struct {
	Notice Notice // above the form
	Empty  bool   // no account exists yet: point to creation
}

// NewLogin starts at the address.
func NewLogin(k Kit, o LoginOptions) Login {
	t := k.Text.Login
	controls := append([]widget.Control{
		widget.NewField(idEmail, "", k.sentences()),
		widget.NewSecret(idPassword, true, k.sentences()),
		widget.NewLink(idForgotten, t.Forgotten),
		widget.NewButton(idSubmit, t.Submit, k.Text.Common.Checking, theme.Primary),
		widget.NewButton(idPay, t.PayButton, "", theme.Plain),
		widget.NewButton(idCreate, t.CreateButton, "", theme.Plain),
		widget.NewButton(idActivate, t.ActivateButton, "", theme.Plain),
	}, publicControls(k)...)
	return Login{page{kit: k, form: widget.NewForm(k.Keys, idSubmit, controls...), notice: o.Notice}, o.Empty}
}

// Update implements Screen.
func (s Login) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	switch pressed {
	case idSubmit:
		s.form = s.form.Mask()
		event = LoginSubmitted{s.form.Value(idEmail), s.form.Secret(idPassword)}
	case idForgotten:
		event = ForgottenAsked{}
	case idCreate:
		event = CreateAsked{}
	case idPay:
		event = OfferAsked{s.kit.Text.Login.PayButton}
	case idActivate:
		event = OfferAsked{s.kit.Text.Login.ActivateButton}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Login) Wipe() Screen { return Login{s.wiped(), s.empty} }

// View implements Screen.
func (s Login) View(a frame.Area) frame.Frame {
	t := s.kit.Text.Login
	top, rest := s.publicTop(a, t.Breadcrumb)
	width := a.Column()
	half := width
	if a.Wide() {
		half = (width - 4) / 2
	}
	label := 22
	if a.Wide() {
		label = 0
	}
	sign := []frame.Block{
		title(a, half, t.Title),
		s.hint(a, half),
		s.messages(a, half),
		frame.Gap(),
		s.labelled(a, min(half, 64), label, t.Email, idEmail),
		s.labelled(a, min(half, 64), label, t.Password, idPassword),
		frame.Gap(),
		frame.Row(half, 2, s.block(a, half, idForgotten), s.block(a, half, idSubmit)),
	}
	pay := []frame.Block{
		frame.Gap(),
		frame.Text(a.Theme.Muted(), half, t.Pay),
		s.block(a, half, idPay),
	}
	if a.Wide() {
		left := frame.Stack(append(sign, pay...)...)
		other := frame.Stack(
			heading(a, half, t.CreateTitle), frame.Blank(), s.block(a, half, idCreate), frame.Blank(),
			heading(a, half, t.ActivateTitle), frame.Blank(), s.block(a, half, idActivate),
		)
		body := frame.Fit(a.Body(top.Height()), frame.Gap(), frame.Columns(half, 4, left, other), s.demo(a, width))
		return frame.Frame{Title: t.Title, Top: top, Body: body}
	}
	blocks := append(sign, pay...)
	blocks = append(blocks,
		frame.Gap(),
		frame.Row(width, 1, heading(a, width, t.CreateTitle), s.block(a, width, idCreate)),
		frame.Row(width, 1, heading(a, width, t.ActivateTitle), s.block(a, width, idActivate)),
		rest, s.demo(a, width))
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()), blocks...)}
}

// hint points an empty store's first person to creation.
func (s Login) hint(a frame.Area, width int) frame.Block {
	if !s.empty {
		return frame.Block{}
	}
	return frame.Text(a.Theme.Warning(), width, s.kit.Text.Login.EmptyStore)
}
