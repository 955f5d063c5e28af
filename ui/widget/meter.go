package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/text"
)

// Meter shows how strong the password being typed is. It measures in a
// command, one at a time: while one runs, later keys only note that the text
// has moved on, so that fast typing never queues up work.
type Meter struct {
	text    *text.Catalog
	person  strength.Person
	id      string // tells this meter's results from another's
	result  strength.Result
	typed   bool
	running bool
	stale   bool
}

// NewMeter returns an empty meter that knows the person.
func NewMeter(id string, t *text.Catalog, p strength.Person) Meter {
	return Meter{id: id, text: t, person: p}
}

// ScoredMsg is a measurement. It carries nothing of the password.
type ScoredMsg struct {
	Meter  string // whose it is
	Result strength.Result
	Typed  bool // something was typed when it was made
}

// Warm builds the tables of the first measurement, about a tenth of a second,
// while the person is still reading.
func Warm() tea.Msg {
	strength.Estimate(" ", strength.Person{})
	return nil
}

// Measure notes what is typed now and, unless a measurement runs, starts one.
func (m Meter) Measure(password, previous policy.Secret) (Meter, tea.Cmd) {
	if m.running {
		m.stale = true
		return m, nil
	}
	m.running, m.stale = true, false
	id, person := m.id, m.person
	return m, func() tea.Msg {
		person.Previous = previous.NFC()
		return ScoredMsg{Meter: id, Result: strength.Estimate(password.NFC(), person), Typed: !password.Empty()}
	}
}

// Update takes a measurement in. again reports that the text has moved on
// meanwhile, and Measure is to be called with the present one.
func (m Meter) Update(msg ScoredMsg) (next Meter, again bool) {
	if msg.Meter != m.id {
		return m, false
	}
	again = m.stale
	m.running, m.stale = false, false
	m.result, m.typed = msg.Result, msg.Typed
	return m, again
}

// barCells is the width of the bar.
const barCells = 12

// oneLine is the width from which the bar, its word, the count and any reason
// stand on one line; under it they have two, so that the form does not jump
// while somebody types.
const oneLine = 100

// Block draws the bar, its word, the count under the minimum, and one reason.
func (m Meter) Block(a frame.Area, width int) frame.Block {
	b := m.draw(a, width)
	if width < oneLine && b.Height() < 2 {
		b = frame.Stack(b, frame.Blank())
	}
	return b
}

func (m Meter) draw(a frame.Area, width int) frame.Block {
	if !m.typed {
		empty := a.Theme.Muted().Render(strings.Repeat("─", barCells))
		return frame.Row(width, 1, frame.Lines(empty), frame.Lines(a.Theme.Muted().Render(m.text.Strength.Empty)))
	}
	style := a.Theme.Level(m.result.Level)
	parts := []frame.Block{
		frame.Lines(m.bar(style, a.Theme.Muted())),
		frame.Lines(style.Render(m.text.Strength.Levels[m.result.Level])),
	}
	if m.result.Length < policy.MinLength {
		parts = append(parts, frame.Lines(a.Theme.Muted().Render(m.text.Strength.Count(m.result.Length, policy.MinLength))))
	}
	if m.result.Level == strength.Faible && m.result.Reason != strength.None {
		parts = append(parts, frame.Lines(a.Theme.Muted().Render("· "+m.text.Strength.Reason[m.result.Reason])))
	}
	return frame.Row(width, 1, parts...)
}

// bar fills with the guesses, within its level's third.
func (m Meter) bar(full, rest lipgloss.Style) string {
	third := barCells / 3
	n := 1
	share := m.result.Log10Guesses / strength.FaibleBelow
	switch m.result.Level {
	case strength.Faible:
		n = 1 + int(min(1, max(0, share))*float64(third-1))
	case strength.Normal:
		n = third + 1 + int((m.result.Log10Guesses-strength.FaibleBelow)/(strength.FortFrom-strength.FaibleBelow)*float64(third-1))
	case strength.Fort:
		n = min(barCells, 2*third+1+int((m.result.Log10Guesses-strength.FortFrom)/3))
	}
	return full.Render(strings.Repeat("█", n)) + rest.Render(strings.Repeat("░", barCells-n))
}

// Reset returns the meter as if nothing were typed; a measurement under way is
// forgotten when it comes.
func (m Meter) Reset() Meter {
	m.result, m.typed = strength.Result{}, false
	m.stale = m.running
	return m
}

// For returns the meter knowing another person.
func (m Meter) For(p strength.Person) Meter {
	m.person = p
	return m
}
