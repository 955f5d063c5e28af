package screen

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// reader is a window with text to read: it scrolls, and closes with Échap,
// Entrée or a click on its button. Advice, help, support, the keys and offers
// are readers with different words.
type reader struct {
	kit    Kit
	title  string
	scroll int
	last   int // the first line shown when the last one is
	page   int // how many lines PgDn turns
	words  func(a frame.Area, width int) frame.Block
}

const idClose = "close"

// Update implements Screen.
func (s reader) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	switch msg := msg.(type) {
	case widget.ClickedMsg:
		if msg.ID == idClose {
			return s, CloseAsked{}, nil
		}
	case tea.WindowSizeMsg:
		a := frame.Area{Width: msg.Width, Height: msg.Height}
		s.last = max(0, s.View(a).Body.Height()-a.WindowHeight())
		s.page = max(1, a.WindowHeight()-1)
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			s.scroll -= 3
		case tea.MouseWheelDown:
			s.scroll += 3
		}
	case tea.KeyPressMsg:
		k := s.kit.Keys
		switch {
		case key.Matches(msg, k.Close), key.Matches(msg, k.CloseToo), s.last == 0 && key.Matches(msg, k.Toggle):
			return s, CloseAsked{}, nil
		case key.Matches(msg, k.ScrollUp):
			s.scroll--
		case key.Matches(msg, k.ScrollDown):
			s.scroll++
		case key.Matches(msg, k.PageUp):
			s.scroll -= s.page
		case key.Matches(msg, k.PageDown):
			s.scroll += s.page
		case key.Matches(msg, k.Home):
			s.scroll = 0
		case key.Matches(msg, k.End):
			s.scroll = s.last
		}
	}
	s.scroll = max(0, min(s.scroll, s.last))
	return s, nil, nil
}

// View implements Screen.
func (s reader) View(a frame.Area) frame.Frame {
	w := a.WindowWidth()
	button := widget.NewButton(idClose, "✕ "+s.kit.Text.Common.Close, "", theme.Primary)
	closing := button.Block(widget.Look{Area: a, Width: w, Focused: true})
	closing.Focus = nil // what is read decides what is in view
	return frame.Frame{
		Title: s.title, Body: frame.Stack(s.words(a, w), frame.Blank(), closing),
		Scroll: s.scroll, Close: idClose,
	}
}

// Bindings implements Screen.
func (s reader) Bindings() []key.Binding {
	k := s.kit.Keys
	if s.last == 0 {
		return []key.Binding{k.Close, k.CloseToo}
	}
	return []key.Binding{k.Close, k.CloseToo, k.ScrollDown, k.PageDown}
}

// Dirty implements Screen.
func (s reader) Dirty() bool { return false }

// InText implements Screen.
func (s reader) InText() bool { return false }

// Wipe implements Screen.
func (s reader) Wipe() Screen { return s }

// paragraphs stacks sentences with a line between them.
func paragraphs(a frame.Area, width int, sentences ...string) frame.Block {
	var blocks []frame.Block
	for i, s := range sentences {
		if i > 0 {
			blocks = append(blocks, frame.Blank())
		}
		blocks = append(blocks, sentence(a, width, s))
	}
	return frame.Stack(blocks...)
}

// bullet is one item of a list.
func bullet(a frame.Area, width int, s string) frame.Block {
	return frame.Beside(1, frame.Lines(a.Theme.Heading().Render("•")), sentence(a, width-2, s))
}

// Leave asks before typed text is lost.
type Leave struct{ page }

const idStay, idLeave = "stay", "leave"

// NewLeave starts at the safe answer.
func NewLeave(k Kit) Leave {
	t := k.Text.Overlays.Leave
	return Leave{page{kit: k, form: widget.NewForm(k.Keys, "",
		widget.NewButton(idStay, t.Stay, "", theme.Primary),
		widget.NewButton(idLeave, t.Leave, "", theme.Red),
	)}}
}

// Update implements Screen.
func (s Leave) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	if _, back := event.(BackAsked); back || pressed == idStay {
		event = CloseAsked{}
	}
	if pressed == idLeave {
		event = LeaveConfirmed{}
	}
	return s, event, cmd
}

// Wipe implements Screen.
func (s Leave) Wipe() Screen { return s }

// View implements Screen.
func (s Leave) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Overlays.Leave, a.WindowWidth()
	return frame.Frame{Title: t.Title, Body: frame.Stack(
		sentence(a, w, t.Question), frame.Blank(),
		frame.Row(w, 2, s.block(a, w, idStay), s.block(a, w, idLeave)),
	)}
}
