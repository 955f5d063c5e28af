package widget

import (
	"slices"

	"peremption/policy"
)

// This file is what stands in a form; form.go is how one moves about in it.

// Refuse writes sentences beside fields and moves the focus to the first of
// them in the form's order.
func (f Form) Refuse(problems map[string]string) Form {
	f.problems = problems
	for _, c := range f.present() {
		if _, wrong := problems[c.ID()]; wrong {
			return f.Focus(c.ID())
		}
	}
	return f
}

// Wipe empties every password field.
func (f Form) Wipe() Form {
	for _, c := range f.controls {
		if field, ok := c.(Field); ok && field.masked {
			field.input.Reset()
			field.revealed = false
			f = f.with(field)
		}
	}
	return f
}

// Restore puts a field back as it is in another form.
func (f Form) Restore(from Form, id string) Form {
	if field, ok := from.control(id).(Field); ok {
		return f.with(field)
	}
	return f
}

// Set replaces the text of a field.
func (f Form) Set(id, value string) Form {
	if field, ok := f.control(id).(Field); ok {
		field.input.SetValue(value)
		field.input.CursorEnd()
		return f.with(field)
	}
	return f
}

// Has reports whether the control is on the page.
func (f Form) Has(id string) bool {
	return f.control(id) != nil && !slices.Contains(f.absent, id)
}

// Value returns the text of a field or the option of a choice.
func (f Form) Value(id string) string {
	switch c := f.control(id).(type) {
	case Field:
		if c.masked {
			return "" // a password leaves only as a Secret
		}
		return c.Value()
	case Choice:
		return c.Value()
	}
	return ""
}

// Secret returns what was typed into a field.
func (f Form) Secret(id string) policy.Secret {
	if field, ok := f.control(id).(Field); ok {
		return field.Secret()
	}
	return policy.Secret{}
}

// Ticked reports whether a box is ticked.
func (f Form) Ticked(id string) bool {
	c, ok := f.control(id).(Checkbox)
	return ok && c.Ticked
}

// Last reports whether a choice is at its last option.
func (f Form) Last(id string) bool {
	c, ok := f.control(id).(Choice)
	return ok && c.Last()
}

// With replaces a control by one with the same ID.
func (f Form) With(c Control) Form { return f.with(c) }

// Dirty reports whether anything is typed that would be lost.
func (f Form) Dirty() bool {
	return slices.ContainsFunc(f.present(), func(c Control) bool {
		field, ok := c.(Field)
		return ok && field.input.Value() != ""
	})
}

// InText reports whether a typed character would go into a field.
func (f Form) InText() bool {
	_, ok := f.current().(Field)
	return ok
}

// Kind is what sort of control has the focus, for the foot.
type Kind int

// The kinds.
const (
	KindOther Kind = iota
	KindText
	KindSecret
	KindBox
	KindChoice
)

// Kind tells what sort of control has the focus.
func (f Form) Kind() Kind {
	switch c := f.current().(type) {
	case Field:
		if c.masked {
			return KindSecret
		}
		return KindText
	case Checkbox:
		return KindBox
	case Choice:
		return KindChoice
	}
	return KindOther
}

// HasAdvice reports whether the focused field has a "?".
func (f Form) HasAdvice() bool {
	c, ok := f.current().(Field)
	return ok && c.help
}

// Same reports whether a field holds the same text in both forms.
func (f Form) Same(other Form, id string) bool {
	mine, _ := f.control(id).(Field)
	theirs, _ := other.control(id).(Field)
	return mine.input.Value() == theirs.input.Value()
}
