package widget

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"

	"peremption/policy"
	"peremption/ui/frame"
)

// Field is a line of text to type. It edits with bubbles' textinput and draws
// itself: textinput counts runes where a terminal counts cells, so its own
// cursor strays in wide, composed and masked text.
type Field struct {
	id          string
	placeholder string
	input       textinput.Model
	limit       int
	masked      bool // a password: bullets unless revealed
	revealed    bool
	help        bool // has a "?" that opens the advice
	problem     string
	sentences   Sentences
}

// Sentences are what a field itself has to say.
type Sentences struct{ PasteControl, PasteTooLong, Full string }

// TextLimit and SecretLimit are how many code points a field takes. A secret's
// is past the longest password, so that one that is too long can be refused in
// words instead of being cut in silence.
const (
	TextLimit   = 254
	SecretLimit = policy.MaxLength + 64
)

// mask is the bullet that stands for one grapheme of a password.
const mask = "•"

// NewField returns an empty field.
func NewField(id, placeholder string, s Sentences) Field {
	in := textinput.New()
	in.SetVirtualCursor(false)
	in.Prompt = ""
	in.CharLimit = TextLimit
	// Its Paste would read the clipboard of the machine that runs the program,
	// which over SSH is not the person's.
	in.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	// Arrows up and down move the focus.
	in.KeyMap.NextSuggestion = key.NewBinding(key.WithDisabled())
	in.KeyMap.PrevSuggestion = key.NewBinding(key.WithDisabled())
	return Field{id: id, placeholder: placeholder, input: in, limit: TextLimit, sentences: s}
}

// NewSecret returns an empty masked field; help gives it a "?".
func NewSecret(id string, help bool, s Sentences) Field {
	f := NewField(id, "", s)
	f.masked, f.help = true, help
	f.limit, f.input.CharLimit = SecretLimit, SecretLimit
	f.input.EchoMode = textinput.EchoPassword // word keys must not betray word ends
	return f
}

// ID implements Control.
func (f Field) ID() string { return f.id }

// Value returns the text of a field that is no secret.
func (f Field) Value() string { return f.input.Value() }

// Secret returns what was typed, kept from printing.
func (f Field) Secret() policy.Secret { return policy.NewSecret(f.input.Value()) }

// Update implements Control: keys edit, a paste goes in whole or not at all.
func (f Field) Update(msg tea.Msg) (Control, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.paste(msg.Content), nil
	case tea.KeyPressMsg:
		typed := utf8.RuneCountInString(msg.Text)
		if typed > 0 && utf8.RuneCountInString(f.input.Value())+typed > f.limit {
			f.problem = f.sentences.Full
			return f, nil // a flood of keys into a full field must cost nothing
		}
		f.problem = ""
		if msg.Text != "" && policy.HasControl(msg.Text) {
			return f, nil
		}
		f.input.Focus()
		f.input, _ = f.input.Update(msg)
		f.input.Blur()
	}
	return f, nil
}

// paste takes a pasted text whole, less one line end at its end, or refuses it
// in words: a control character in it, or too long for the field.
func (f Field) paste(content string) Field {
	content = strings.TrimSuffix(strings.TrimSuffix(content, "\n"), "\r")
	f.problem = ""
	switch {
	case policy.HasControl(content) || !utf8.ValidString(content):
		f.problem = f.sentences.PasteControl
	case utf8.RuneCountInString(f.input.Value())+utf8.RuneCountInString(content) > f.limit:
		f.problem = f.sentences.PasteTooLong
	default:
		at := f.input.Position()
		runes := []rune(f.input.Value())
		f.input.SetValue(string(runes[:at]) + content + string(runes[at:]))
		f.input.SetCursor(at + utf8.RuneCountInString(content))
	}
	return f
}

// graphemes returns what stands in the field, one cluster each, and before
// which of them the cursor is.
func (f Field) graphemes() (shown []string, cursor int) {
	at, runes := f.input.Position(), 0
	cursor = -1
	g := uniseg.NewGraphemes(f.input.Value())
	for g.Next() {
		if runes >= at && cursor < 0 {
			cursor = len(shown)
		}
		runes += len(g.Runes())
		cluster := frame.Clean(g.Str())
		if f.masked && !f.revealed {
			cluster = mask
		}
		shown = append(shown, cluster)
	}
	if cursor < 0 {
		cursor = len(shown)
	}
	return shown, cursor
}

// Block implements Control: [text      ] with "?" and the eye after a secret.
func (f Field) Block(l Look) frame.Block {
	if l.Area.Behind {
		f.revealed = false // the focus is in the window
	}
	inner := max(4, l.Width-3-f.tailWidth())
	text, column := f.window(inner)
	style := l.Area.Theme.Field()
	if text == "" && f.placeholder != "" {
		text, style = ansi.Truncate(f.placeholder, inner, "…"), l.Area.Theme.Placeholder()
	}
	box := frame.Lines(marker(l)+"["+style.Render(frame.PadRight(text, inner))+"]").Zoned(f.id, l.Focused)
	if l.Focused {
		box.Cursor = &frame.Point{X: 2 + column}
	}
	if f.masked {
		box = frame.Beside(1, box, f.tail(l))
	}
	return box
}

// window returns what is shown of the text in width cells, and the cell the
// cursor stands in.
func (f Field) window(width int) (text string, column int) {
	shown, cursor := f.graphemes()
	cells := 0
	for i := firstShown(shown, cursor, width); i < len(shown); i++ {
		w := ansi.StringWidth(shown[i])
		if cells+w > width {
			break
		}
		if i < cursor {
			column += w
		}
		text, cells = text+shown[i], cells+w
	}
	return text, column
}

// Suffixes of the zones beside a secret. No control's ID ends like this.
const (
	HelpSuffix = "/help"
	EyeSuffix  = "/eye"
)

// tail is the "?" and the eye after a secret, each with a zone of its own.
func (f Field) tail(l Look) frame.Block {
	eye := "◉"
	if f.revealed {
		eye = "◎"
	}
	sign := frame.Lines(l.Area.Theme.Muted().Render(eye)).Zoned(f.id+EyeSuffix, false)
	if !f.help {
		return sign
	}
	mark := frame.Lines(l.Area.Theme.Link("?", false)).Zoned(f.id+HelpSuffix, false)
	return frame.Beside(1, mark, sign)
}

func (f Field) tailWidth() int {
	switch {
	case f.masked && f.help:
		return 4
	case f.masked:
		return 2
	}
	return 0
}

// firstShown returns the first cluster to show so that the cursor, and the
// cell it stands in, are within width.
func firstShown(shown []string, cursor, width int) int {
	room := width - 1 // the cursor's own cell
	first := cursor
	for first > 0 {
		w := ansi.StringWidth(shown[first-1])
		if w > room {
			break
		}
		room -= w
		first--
	}
	return first
}
