package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/frame"
	"peremption/ui/text"
	"peremption/ui/widget"
)

func newMeter() widget.Meter { return widget.NewMeter("m", text.French(), strength.Person{}) }

func result(l strength.Level, guesses float64) widget.ScoredMsg {
	return widget.ScoredMsg{Meter: "m", Typed: true, Result: strength.Result{Level: l, Log10Guesses: guesses, Length: 30}}
}

// One measurement at a time; what has moved on meanwhile is measured again.
func TestMeterMeasuresOneAtATime(t *testing.T) {
	secret := policy.NewSecret("azerty")
	m, first := newMeter().Measure(secret, policy.Secret{})
	if first == nil {
		t.Fatal("nothing is measured")
	}
	m, second := m.Measure(policy.NewSecret("azertyu"), policy.Secret{})
	if second != nil {
		t.Error("a second measurement while one runs")
	}
	m, again := m.Update(first().(widget.ScoredMsg))
	if !again {
		t.Error("the stale measurement is taken for good")
	}
	m, third := m.Measure(secret, policy.Secret{})
	if third == nil {
		t.Fatal("the meter is stuck")
	}
	if _, again = m.Update(third().(widget.ScoredMsg)); again {
		t.Error("a fresh measurement is taken for stale")
	}
}

// A result of another meter ends nothing here.
func TestMeterKnowsItsOwnResults(t *testing.T) {
	m, cmd := newMeter().Measure(policy.NewSecret("azerty"), policy.Secret{})
	foreign := result(strength.Fort, 30)
	foreign.Meter = "other"
	m, again := m.Update(foreign)
	if again || strings.Contains(look(m), "Fort") {
		t.Error("a foreign result is shown")
	}
	if _, more := m.Measure(policy.NewSecret("a"), policy.Secret{}); more != nil {
		t.Error("a foreign result ends the measurement that runs")
	}
	if m, _ = m.Update(cmd().(widget.ScoredMsg)); !strings.Contains(look(m), "Faible") {
		t.Error("the own result is not shown")
	}
}

func look(m widget.Meter) string {
	return ansi.Strip(strings.Join(m.Block(frame.Area{}, 100).Lines, " "))
}

// The bar never shrinks as the guesses grow, each level has its own third, and
// it keeps its width.
func TestBarGrowsWithTheGuesses(t *testing.T) {
	before := 0
	for tenth := -50; tenth <= 3000; tenth++ {
		guesses := float64(tenth) / 10
		level := strength.Faible
		switch {
		case guesses >= strength.FortFrom:
			level = strength.Fort
		case guesses >= strength.FaibleBelow:
			level = strength.Normal
		}
		m, _ := newMeter().Update(result(level, guesses))
		bar, _, _ := strings.Cut(look(m), " ")
		full := strings.Count(bar, "█")
		if full < before || ansi.StringWidth(bar) != 12 {
			t.Fatalf("%v guesses: %q after %d", guesses, bar, before)
		}
		if third := (full - 1) / 4; third != int(level) {
			t.Fatalf("%v guesses are %v and fill %d of 12", guesses, level, full)
		}
		before = full
	}
	if before != 12 {
		t.Errorf("the strongest fills %d of 12", before)
	}
}

// The bar, the word, and what else a person needs to know at each level.
func TestMeterSaysItInWords(t *testing.T) {
	said := func(r strength.Result) string {
		m, _ := newMeter().Update(widget.ScoredMsg{Meter: "m", Typed: true, Result: r})
		return look(m)
	}
	words := text.French().Strength
	for r := strength.None + 1; r <= strength.Guessable; r++ {
		got := said(strength.Result{Level: strength.Faible, Reason: r, Length: 24})
		if !strings.Contains(got, words.Levels[strength.Faible]) || !strings.Contains(got, words.Reason[r]) {
			t.Errorf("%v: %q", r, got)
		}
	}
	for length, counted := range map[int]bool{1: true, 19: true, 20: false, 21: false} {
		got := said(strength.Result{Level: strength.Faible, Reason: strength.TooShort, Length: length})
		if strings.Contains(got, words.Count(length, policy.MinLength)) != counted {
			t.Errorf("%d characters: %q", length, got)
		}
	}
	if got := look(newMeter()); !strings.HasSuffix(got, words.Empty) {
		t.Errorf("empty: %q", got)
	}
}

// A meter that was reset forgets the measurement that is under way.
func TestResetMeterForgets(t *testing.T) {
	m, cmd := newMeter().Measure(policy.NewSecret("azerty"), policy.Secret{})
	m = m.Reset()
	if _, again := m.Update(cmd().(widget.ScoredMsg)); !again {
		t.Error("the late measurement is taken for that of the empty field")
	}
}
