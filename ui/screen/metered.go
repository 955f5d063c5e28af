package screen

import (
	tea "charm.land/bubbletea/v2"

	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/widget"
)

// metered is a page with a new password and its meter. Rooms embed it as they
// do a page.
type metered struct {
	page
	meter widget.Meter
	// who tells from the form whom the password is for.
	who func(widget.Form) strength.Person
}

// newMetered starts an empty meter; id tells its measurements from another's.
func newMetered(p page, id string, who func(widget.Form) strength.Person) metered {
	return metered{p, widget.NewMeter(id, p.kit.Text, strength.Person{}), who}
}

// knowing is a who that the form does not change.
func knowing(p strength.Person) func(widget.Form) strength.Person {
	return func(widget.Form) strength.Person { return p }
}

// update is page.update, and keeps the meter with what is typed.
func (m metered) update(msg tea.Msg) (next metered, pressed string, event Event, cmd tea.Cmd) {
	if scored, ok := msg.(widget.ScoredMsg); ok {
		var again bool
		if m.meter, again = m.meter.Update(scored); again {
			m, cmd = m.measure()
		}
		return m, "", nil, cmd
	}
	before := m.form
	m.page, pressed, event, cmd = m.page.update(msg)
	if before.Same(m.form, idPassword) && before.Same(m.form, idOld) {
		return m, pressed, event, cmd
	}
	m, measured := m.measure()
	return m, pressed, event, tea.Batch(cmd, measured)
}

// measure starts a measurement of what is typed now, or notes that one is due.
func (m metered) measure() (next metered, cmd tea.Cmd) {
	m.meter, cmd = m.meter.For(m.who(m.form)).Measure(m.form.Secret(idPassword), m.form.Secret(idOld))
	return m, cmd
}

// wiped empties the passwords and the meter.
func (m metered) wiped() metered {
	m.page = m.page.wiped()
	m.meter = m.meter.Reset()
	return m
}

// meterBlock draws the meter, to stand under its field.
func (m metered) meterBlock(a frame.Area, width int) frame.Block {
	return m.meter.Block(a, width-1).Indent(1)
}
