package screen

import (
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// ExpiredAddress is « Mot de passe expiré » 1/3: the address and the image.
type ExpiredAddress struct {
	page
	picture []string
	symbols iter.Seq[rune]
	spoken  bool // the image is said in words
}

// NewExpiredAddress starts at the address, or at the image where the address
// is known from before. The picture comes by PictureMsg.
func NewExpiredAddress(k Kit, email string) ExpiredAddress {
	t := k.Text.Expired
	form := widget.NewForm(k.Keys, idSubmit,
		widget.NewField(idEmail, t.EmailPlaceholder, k.sentences()),
		widget.NewField(idCaptcha, "", k.sentences()),
		widget.NewLink(idRefresh, t.ChangeImage),
		widget.NewLink(idListen, t.Listen),
		widget.NewButton(idSubmit, t.Next, k.Text.Common.Checking, theme.Primary),
		widget.NewLink(idSupport, k.Text.Overlays.Support.Link),
	)
	if email != "" {
		form = form.Set(idEmail, email).Focus(idCaptcha)
	}
	return ExpiredAddress{page: page{kit: k, form: form}}
}

// Update implements Screen.
func (s ExpiredAddress) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	switch msg := msg.(type) {
	case PictureMsg:
		s.picture, s.symbols = msg.Rows, msg.Spoken
		s.form = s.form.Set(idCaptcha, "")
		return s, nil, nil
	case RefusedMsg:
		msg.KeepSecrets = true // there are none here
		next, _, event, cmd := s.update(msg)
		s.page = next
		return s, event, cmd
	}
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	switch pressed {
	case idSubmit:
		event = AddressSubmitted{s.form.Value(idEmail), s.form.Value(idCaptcha)}
	case idRefresh:
		s.form = s.form.Focus(idCaptcha)
		event = PictureAsked{}
	case idListen:
		s.spoken = !s.spoken
		s.form = s.form.With(widget.NewLink(idListen, s.listenLabel())).Focus(idCaptcha)
	}
	return s, event, cmd
}

// listenLabel is what the link of the spoken form does next.
func (s ExpiredAddress) listenLabel() string {
	if s.spoken {
		return s.kit.Text.Captcha.Hide
	}
	return s.kit.Text.Expired.Listen
}

// Wipe implements Screen.
func (s ExpiredAddress) Wipe() Screen {
	s.picture, s.symbols, s.spoken = nil, nil, false
	return s
}

// View implements Screen.
func (s ExpiredAddress) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Expired, a.Column()
	top := s.plainTop(a)
	label, field := 40, min(w, 72)
	email := s.labelled(a, min(w, 66), 0, t.Email, idEmail)
	copied := s.labelled(a, field, label, t.CopyImage, idCaptcha)
	image := frame.Stack(copied, s.image(a, w)).Keep()
	return frame.Frame{Title: t.Title, Top: top, Body: frame.Fit(a.Body(top.Height()),
		title(a, w, t.Title),
		widget.Steps(a, w, t.Steps, 0),
		frame.Gap(),
		heading(a, w, t.Address),
		frame.Text(a.Theme.Muted(), w, s.kit.Text.Common.Required),
		s.messages(a, w),
		email, image,
		frame.Row(w, 2, s.block(a, w, idRefresh), s.block(a, w, idListen)),
		frame.Gap(),
		frame.Row(w, 2, s.block(a, w, idSubmit), s.block(a, w, idSupport)),
	)}
}

// image is the picture, or on request its symbols in words.
func (s ExpiredAddress) image(a frame.Area, width int) frame.Block {
	if len(s.picture) == 0 {
		return frame.Text(a.Theme.Muted(), width, s.kit.Text.Common.Loading)
	}
	lines := make([]string, len(s.picture))
	for i, row := range s.picture {
		lines[i] = a.Theme.Picture().Render(row)
	}
	if !s.spoken {
		return frame.Lines(lines...)
	}
	words := frame.Text(a.Theme.Strong(), min(width, 60), s.kit.Text.Captcha.Spoken(slices.Collect(s.symbols)))
	for i := range lines {
		lines[i] = ""
	}
	copy(lines, words.Lines) // as high as the picture, so that nothing jumps
	return frame.Lines(lines...)
}
