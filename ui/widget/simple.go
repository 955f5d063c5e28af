package widget

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/theme"
)

// Button is something to press.
type Button struct {
	id, label string
	busy      string // what it says while its work runs; "" where it has none
	tone      theme.Tone
}

// NewButton returns a button; busy is what it says while its work runs.
func NewButton(id, label, busy string, tone theme.Tone) Button {
	return Button{id, label, busy, tone}
}

// ID implements Control.
func (b Button) ID() string { return b.id }

// Update implements Control; the form presses buttons.
func (b Button) Update(tea.Msg) (Control, tea.Cmd) { return b, nil }

// Block implements Control.
func (b Button) Block(l Look) frame.Block {
	label := b.label
	if l.Area.Busy && b.busy != "" {
		label = l.Area.Spinner + " " + b.busy
	}
	style := l.Area.Theme.Button(b.tone, l.lit() && !l.Area.Busy, l.Area.Busy && b.busy == "")
	out := frame.Lines(marker(l) + style.Render("[ "+label+" ]"))
	return out.Zoned(b.id, l.Focused)
}

// Link is something to follow. Its label wraps.
type Link struct{ id, label string }

// NewLink returns a link.
func NewLink(id, label string) Link { return Link{id, label} }

// ID implements Control.
func (k Link) ID() string { return k.id }

// Update implements Control; the form follows links.
func (k Link) Update(tea.Msg) (Control, tea.Cmd) { return k, nil }

// Block implements Control.
func (k Link) Block(l Look) frame.Block {
	b := frame.Lines(frame.Wrap(frame.Clean(k.label), max(4, l.Width-1))...)
	for i, line := range b.Lines {
		b.Lines[i] = l.Area.Theme.Link(line, l.lit())
	}
	b = b.Indent(1)
	b.Lines[0] = marker(l) + b.Lines[0][1:]
	return b.Zoned(k.id, l.Focused)
}

// Checkbox is a box to tick.
type Checkbox struct {
	id, label string
	on, off   string // the signs
	Ticked    bool
}

// NewCheckbox returns a box, not ticked.
func NewCheckbox(id, label, on, off string) Checkbox {
	return Checkbox{id: id, label: label, on: on, off: off}
}

// ID implements Control.
func (c Checkbox) ID() string { return c.id }

// Update implements Control; the form ticks boxes.
func (c Checkbox) Update(tea.Msg) (Control, tea.Cmd) { return c, nil }

// Block implements Control.
func (c Checkbox) Block(l Look) frame.Block {
	sign := c.off
	if c.Ticked {
		sign = c.on
	}
	style := l.Area.Theme.Text()
	if l.lit() {
		style = style.Bold(true)
	}
	b := frame.Text(style, max(4, l.Width-1), sign+" "+c.label).Indent(1)
	b.Lines[0] = marker(l) + b.Lines[0][1:]
	return b.Zoned(c.id, l.Focused)
}

// Choice is one of several, stepped through with the arrows.
type Choice struct {
	id      string
	options []string
	Chosen  int
}

// NewChoice returns a choice at its first option.
func NewChoice(id string, options []string) Choice { return Choice{id: id, options: options} }

// ID implements Control.
func (c Choice) ID() string { return c.id }

// Value returns the chosen option.
func (c Choice) Value() string { return c.options[c.Chosen] }

// Last reports whether the last option is chosen.
func (c Choice) Last() bool { return c.Chosen == len(c.options)-1 }

// Choose returns the choice at the option with that text, or at the last.
func (c Choice) Choose(value string) Choice {
	c.Chosen = len(c.options) - 1
	for i, o := range c.options {
		if o == value {
			c.Chosen = i
		}
	}
	return c
}

// Update implements Control: left, right and space step through the options.
func (c Choice) Update(msg tea.Msg) (Control, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, key.NewBinding(key.WithKeys("right", "space"))):
			c.Chosen = (c.Chosen + 1) % len(c.options)
		case key.Matches(k, key.NewBinding(key.WithKeys("left"))):
			c.Chosen = (c.Chosen + len(c.options) - 1) % len(c.options)
		}
	}
	return c, nil
}

// Block implements Control: ‹ option ›.
func (c Choice) Block(l Look) frame.Block {
	style := l.Area.Theme.Button(theme.Plain, l.lit(), false)
	b := frame.Lines(marker(l) + style.Render("‹ "+frame.Clean(c.Value())+" ›"))
	return b.Zoned(c.id, l.Focused)
}
