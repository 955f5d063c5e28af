package screen_test

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/screen"
	"peremption/ui/text"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

var kit = uitest.Kit()

// words are the sentences that the session puts into refusals and notices.
var words = text.French()

// What the tests type. Whatever is secret holds the canary.
var (
	password = uitest.Secret("-Violon-brume-77-")
	other    = uitest.Secret("-Falaise-girofle-18-")
	answer   = uitest.Secret(" Caramel ")
)

const address = "lila.rosemonde@orange.fr"

// lila is the leaflet's person, with so many days left.
func lila(daysLeft int) screen.Person {
	p := screen.Person{
		Number: "20101670101919", Title: "Mme", FirstName: "Lila", LastName: "ROSEMONDE",
		Email: address, Question: words.Create.Questions[0],
		Expiry: policy.Expiry{LastDay: policy.Date{Year: 2024, Month: 7, Day: 22}, DaysLeft: daysLeft},
	}
	if daysLeft < policy.WarnDays {
		p.Expiry.State = policy.Soon
	}
	return p
}

// leafletPicture is a drawing of the characters that the leaflet's own picture
// shows. They open nothing: every real image has others.
func leafletPicture() screen.PictureMsg {
	return screen.PictureMsg{Spoken: slices.Values([]rune("m8uq18")), Rows: []string{
		"   ▗▄           ▄▄▄▄▖                                       ",
		"   ▐█▙▖   ▗█   ▟▛▘▝▀▜▙▟▌      ▐▌                 ▄▄▄▄ ▘     ",
		"   ▐█▀█▖ ▗██▌  █▌   ▟██▛      █▌▄█▛▜█▙▄▗▄▄██   ▄█▀▀▀▜█▖     ",
		"   ▐█ ▝█▖█▛▜▙ ▗██████▗█       ███▘   ▝▜█▀ ▐█   █▙   ▗█▌     ",
		"   ▐█  ▝█▛ ▐█▗█▛    ███      ▗█▐█     ▐█  █▌  ▗▟██▄▄█▛      ",
		"   ▐█       █▟█▄▄▄▄▟▛▐▙    ▄▄▛▘▐█▖  █▄▐█  █▌ ▗█▀▘▝▀▀█▌   ▝▖ ",
		"   ▐█       █▌▝▀▀▀▀   ▀▀▀▀▀▀   ▗▜█▄▄▄██▛█▛▀▀▀▜█▖  ▗▟█▘      ",
		"    ▀       ▝▀                    ▀▀▀▀▝▀▘     ▀▀▀▀▀▀▘       ",
	}}
}

// scored is a measurement that says so, whatever was typed: the meter's look
// is pinned here, the estimates in their own package.
func scored(meter string, level strength.Level, guesses float64, reason strength.Reason, length int) tea.Msg {
	return widget.ScoredMsg{Meter: meter, Typed: true, Result: strength.Result{
		Level: level, Log10Guesses: guesses, Reason: reason, Length: length,
	}}
}

// The four looks of a meter in use.
func meterStates(meter string) map[string]tea.Msg {
	return map[string]tea.Msg{
		"meter_short":  scored(meter, strength.Faible, 6, strength.TooShort, 12),
		"meter_faible": scored(meter, strength.Faible, 4, strength.Keyboard, 24),
		"meter_normal": scored(meter, strength.Normal, 12, strength.None, 22),
		"meter_fort":   scored(meter, strength.Fort, 22, strength.None, 38),
	}
}

// beside is a refusal with sentences beside fields.
func beside(pairs ...string) screen.RefusedMsg {
	m := screen.RefusedMsg{Fields: map[string]string{}, KeepSecrets: true}
	for i := 0; i < len(pairs); i += 2 {
		m.Fields[pairs[i]] = pairs[i+1]
	}
	return m
}

// after drives a screen to a state, without its measurements, which would
// show the estimator of the day.
func after(s screen.Screen, parts ...[]tea.Msg) screen.Screen {
	for _, msg := range slices.Concat(parts...) {
		s, _, _ = s.Update(msg)
	}
	return s
}

// msgs makes a part of a script of single messages.
func msgs(m ...tea.Msg) []tea.Msg { return m }

// secretFields are the password fields of each room that has some.
var secretFields = map[string][]string{
	"login":              {"password"},
	"create":             {"password", "confirm", "answer"},
	"contact":            {"answer", "old_password"},
	"identifiers":        {"password", "confirm"},
	"identifiers_answer": {"answer"},
	"expired_password":   {"old_password", "password", "confirm"},
}

// typedInto types a canary into every password field of the room.
func typedInto(name string, shot uitest.Shot) uitest.Shot {
	for _, id := range secretFields[name] {
		shot = with(shot, after(shot.Top(), uitest.Clicked(id), uitest.Typed(password)))
	}
	return shot
}

// looks is the states of one room, by the name of their golden files. The
// first state is also shown at the least size, and styled.
type looks []look

type look struct {
	name string
	shot uitest.Shot
}

// goldens pins every state at both sizes, and the first at the least size, in
// colour and without.
func goldens(t *testing.T, all looks) {
	t.Helper()
	for i, l := range all {
		sizes := []uitest.Size{uitest.Standard, uitest.Large}
		if i == 0 {
			sizes = append(sizes, uitest.Least)
		}
		for _, size := range sizes {
			t.Run(l.name+"_"+size.String(), func(t *testing.T) { uitest.Golden(t, l.shot, size) })
		}
	}
	first := all[0].shot
	t.Run("colour", func(t *testing.T) { uitest.Styled(t, first, uitest.Standard) })
	first.Plain = true
	t.Run("colourless", func(t *testing.T) { uitest.Styled(t, first, uitest.Standard) })
}
