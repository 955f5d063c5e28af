package screen_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/policy/strength"
	"peremption/ui/screen"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

// metered are the rooms with a meter, starting in the new password's field,
// with the name of their meter.
func metered() map[string]screen.Screen {
	return map[string]screen.Screen{
		"identifiers": screen.NewIdentifiers(kit, lila(15), true),
		"create":      after(screen.NewCreate(kit), uitest.Clicked("password")),
		"expired":     after(screen.NewExpiredPassword(kit, address), uitest.Keys("tab")),
	}
}

func shows(s screen.Screen, sentence string) bool {
	return strings.Contains(uitest.Text(uitest.Shot{Room: s}.Compose(uitest.Large), uitest.Large), sentence)
}

// The meter follows each key: from its name through its levels.
func TestMeterFollowsWhatIsTyped(t *testing.T) {
	levels := words.Strength.Levels
	for name, room := range metered() {
		if !shows(room, words.Strength.Empty) {
			t.Errorf("%s: an empty meter does not say what it is", name)
		}
		weak := uitest.After(room, uitest.Typed("aaaaaaaaaaaa")...)
		if !shows(weak, levels[strength.Faible]+" 12/20") {
			t.Errorf("%s: twelve letters are not faible, or not counted", name)
		}
		strong := uitest.After(weak, uitest.Typed("Kv7#tq9!Zx2&Wm4?Rb8%Jc5*")...)
		if !shows(strong, levels[strength.Fort]) {
			t.Errorf("%s: random characters are not fort", name)
		}
		emptied := uitest.After(strong, uitest.Keys("ctrl+u")...)
		if !shows(emptied, words.Strength.Empty) {
			t.Errorf("%s: emptied, the meter keeps a level", name)
		}
	}
}

// Fast typing queues up nothing: one measurement runs at a time, and what has
// moved on meanwhile is measured once more.
func TestOneMeasurementAtATime(t *testing.T) {
	for name, room := range metered() {
		next, _, first := room.Update(uitest.Typed("a")[0])
		if first == nil {
			t.Fatalf("%s: the first key measures nothing", name)
		}
		for _, msg := range uitest.Typed("zertyuiopqsdfghjklm") {
			var cmd tea.Cmd
			if next, _, cmd = next.Update(msg); len(uitest.Run(cmd)) != 0 {
				t.Fatalf("%s: a second measurement while one runs", name)
			}
		}
		answers := uitest.Run(first)
		stale, _, again := next.Update(answers[0])
		if again == nil || !shows(stale, "1/20") {
			t.Fatalf("%s: the stale result is not measured again", name)
		}
		settled, _, more := stale.Update(uitest.Run(again)[0])
		if more != nil || !shows(settled, words.Strength.Reason[strength.Keyboard]) || shows(settled, "/20") {
			t.Errorf("%s: after the last measurement: more %v", name, more != nil)
		}
	}
}

// A measurement carries nothing of the password, and another meter's result is
// none of this one's business.
func TestForeignMeasurementsAreIgnored(t *testing.T) {
	for name, room := range metered() {
		typed := uitest.After(room, uitest.Typed("aaaa")...)
		for _, other := range []string{"identifiers", "create", "expired", ""} {
			next := after(typed, msgs(scored(other, strength.Fort, 30, strength.None, 40)))
			if got := shows(next, words.Strength.Levels[strength.Fort]); got != (other == name) {
				t.Errorf("%s takes a result of %q: %v", name, other, got)
			}
		}
	}
}

// Only what the estimate depends on is measured: a key elsewhere costs nothing.
func TestOtherFieldsAreNotMeasured(t *testing.T) {
	for name, room := range metered() {
		_, _, cmd := after(room, uitest.Clicked("confirm")).Update(uitest.Typed("x")[0])
		if len(uitest.Run(cmd)) != 0 {
			t.Errorf("%s measures the confirmation", name)
		}
	}
	old := after(metered()["expired"], uitest.Clicked("old_password"))
	if _, _, cmd := old.Update(uitest.Typed("x")[0]); len(uitest.Run(cmd)) != 1 {
		t.Error("a new old password does not change what is too near to it")
	}
}

// A refusal that empties the passwords empties the meter too.
func TestWipedMeterForgetsALateMeasurement(t *testing.T) {
	room, _, cmd := metered()["identifiers"].Update(uitest.Typed("a")[0])
	wiped := room.Wipe()
	late := uitest.After(wiped, uitest.Run(cmd)...)
	if !shows(late, words.Strength.Empty) {
		t.Error("a late measurement shows for an empty field")
	}
	refused := uitest.After(uitest.After(room, uitest.Run(cmd)...), screen.RefusedMsg{Page: words.Errors.Unavailable})
	if !shows(refused, words.Strength.Empty) {
		t.Error("the meter tells of a password that is gone")
	}
	var _ tea.Msg = widget.ScoredMsg{} // it is data, and nothing in it is secret
}
