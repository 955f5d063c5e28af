package widget

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/keys"
)

// Form holds the controls of a page in their order and moves the focus among
// them. It is a value: every method that changes it returns the next form.
type Form struct {
	keys     keys.Map
	controls []Control
	absent   []string // controls that are not on the page now
	focus    string
	submit   string // what Enter on the last field presses
	problems map[string]string
}

// NewForm returns a form with the focus on its first control. submit names the
// button that Enter presses from the last field; "" where there is none.
func NewForm(k keys.Map, submit string, controls ...Control) Form {
	f := Form{keys: k, controls: controls, submit: submit}
	if len(controls) > 0 {
		f.focus = controls[0].ID()
	}
	return f
}

// Update moves the focus, edits, and returns the ID of what was pressed, ""
// for nothing.
func (f Form) Update(msg tea.Msg) (next Form, pressed string, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case ClickedMsg:
		next, pressed = f.click(msg.ID)
		return next, pressed, nil
	case tea.PasteMsg:
		return f.edit(msg)
	case tea.KeyPressMsg:
		return f.press(msg)
	}
	return f, "", nil
}

func (f Form) press(msg tea.KeyPressMsg) (Form, string, tea.Cmd) {
	current := f.current()
	switch {
	case key.Matches(msg, f.keys.Next):
		return f.move(+1), "", nil
	case key.Matches(msg, f.keys.Previous):
		return f.move(-1), "", nil
	case key.Matches(msg, f.keys.PageDown) && msg.Text == "":
		return f.turn(+1), "", nil
	case key.Matches(msg, f.keys.PageUp):
		return f.turn(-1), "", nil
	case key.Matches(msg, f.keys.Act):
		return f.act()
	case key.Matches(msg, f.keys.Reveal):
		return f.reveal(f.focus), "", nil
	case key.Matches(msg, f.keys.Advice):
		if field, ok := current.(Field); ok && field.help {
			return f, field.id + HelpSuffix, nil
		}
		return f, "", nil
	}
	switch c := current.(type) {
	case Button, Link:
		if key.Matches(msg, f.keys.Toggle) {
			return f, c.ID(), nil
		}
		return f, "", nil
	case Checkbox:
		if key.Matches(msg, f.keys.Toggle) {
			return f.toggle(c), c.id, nil
		}
		return f, "", nil
	}
	return f.edit(msg)
}

// act is Enter: press a button, follow a link, and from anything else move on
// to the next field, or press the submit button from the last.
func (f Form) act() (Form, string, tea.Cmd) {
	switch c := f.current().(type) {
	case nil:
		return f, "", nil
	case Button, Link:
		return f, c.ID(), nil
	}
	present := f.present()
	at := slices.IndexFunc(present, func(c Control) bool { return c.ID() == f.focus })
	for _, c := range present[at+1:] {
		switch c.(type) {
		case Field, Checkbox, Choice:
			return f.Focus(c.ID()), "", nil
		}
	}
	return f, f.submit, nil
}

// click does what a key would: focus a field, tick a box, press the rest.
func (f Form) click(id string) (Form, string) {
	if base, ok := strings.CutSuffix(id, EyeSuffix); ok {
		return f.Focus(base).reveal(base), ""
	}
	if strings.HasSuffix(id, HelpSuffix) {
		return f, id
	}
	switch c := f.control(id).(type) {
	case nil:
		return f, id // a sign of the page that is no control
	case Checkbox:
		return f.Focus(id).toggle(c), id
	case Choice:
		c.Chosen = (c.Chosen + 1) % len(c.options)
		return f.Focus(id).with(c), id
	case Field:
		return f.Focus(id), ""
	}
	return f.Focus(id), id
}

func (f Form) edit(msg tea.Msg) (Form, string, tea.Cmd) {
	current := f.current()
	if current == nil {
		return f, "", nil
	}
	changed, cmd := current.Update(msg)
	next := f.with(changed)
	if _, had := f.problems[f.focus]; had {
		next = next.without(f.focus)
	}
	return next, "", cmd
}

// Focus moves the focus to the control, where it is on the page. A password
// that was shown is masked again when the focus leaves it.
func (f Form) Focus(id string) Form {
	if !f.Has(id) {
		return f
	}
	if id != f.focus {
		f = f.Mask()
	}
	f.focus = id
	return f
}

// Focused returns the ID of what has the focus.
func (f Form) Focused() string { return f.focus }

func (f Form) move(by int) Form {
	present := f.present()
	if len(present) == 0 {
		return f
	}
	at := slices.IndexFunc(present, func(c Control) bool { return c.ID() == f.focus })
	return f.Focus(present[(at+by+len(present))%len(present)].ID())
}

// pageOf is how many controls PgDn and PgUp pass; the view follows the focus.
const pageOf = 8

// turn moves the focus by a page, and stops at the ends.
func (f Form) turn(direction int) Form {
	present := f.present()
	if len(present) == 0 {
		return f
	}
	at := slices.IndexFunc(present, func(c Control) bool { return c.ID() == f.focus })
	return f.Focus(present[max(0, min(at+direction*pageOf, len(present)-1))].ID())
}

func (f Form) toggle(c Checkbox) Form {
	c.Ticked = !c.Ticked
	return f.with(c)
}

func (f Form) reveal(id string) Form {
	if field, ok := f.control(id).(Field); ok && field.masked {
		field.revealed = !field.revealed
		return f.with(field)
	}
	return f
}

// Mask hides every password that was shown.
func (f Form) Mask() Form {
	for _, c := range f.controls {
		if field, ok := c.(Field); ok && field.revealed {
			field.revealed = false
			f = f.with(field)
		}
	}
	return f
}

// Revealed reports whether a password is shown.
func (f Form) Revealed() bool {
	return slices.ContainsFunc(f.controls, func(c Control) bool {
		field, ok := c.(Field)
		return ok && field.revealed
	})
}

// Show puts the control on the page or takes it off.
func (f Form) Show(id string, present bool) Form {
	f.absent = slices.DeleteFunc(slices.Clone(f.absent), func(a string) bool { return a == id })
	if !present {
		f.absent = append(f.absent, id)
	}
	return f
}

// Block draws one control; nothing where it is not on the page.
func (f Form) Block(id string, a frame.Area, width int) frame.Block {
	c := f.control(id)
	if c == nil || slices.Contains(f.absent, id) {
		return frame.Block{}
	}
	return c.Block(Look{Area: a, Width: width, Focused: id == f.focus})
}

// Problem returns what is wrong with a control, "" for nothing.
func (f Form) Problem(id string) string {
	if field, ok := f.control(id).(Field); ok && field.problem != "" {
		return field.problem
	}
	return f.problems[id]
}

// Controls returns those on the page, in their order: another face than the
// terminal's walks them.
func (f Form) Controls() []Control { return f.present() }

func (f Form) present() []Control {
	return slices.DeleteFunc(slices.Clone(f.controls), func(c Control) bool {
		return slices.Contains(f.absent, c.ID())
	})
}

func (f Form) current() Control { return f.control(f.focus) }

func (f Form) control(id string) Control {
	for _, c := range f.controls {
		if c.ID() == id {
			return c
		}
	}
	return nil
}

func (f Form) with(changed Control) Form {
	f.controls = slices.Clone(f.controls)
	for i, c := range f.controls {
		if c.ID() == changed.ID() {
			f.controls[i] = changed
		}
	}
	return f
}

// without forgets what was wrong with a field: the next key there clears it.
func (f Form) without(id string) Form {
	left := make(map[string]string, len(f.problems))
	for k, v := range f.problems {
		if k != id {
			left[k] = v
		}
	}
	f.problems = left
	return f
}
