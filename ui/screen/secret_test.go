package screen_test

import (
	"fmt"
	"strings"
	"testing"

	"peremption/policy"
	"peremption/ui/screen"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

// visible reports whether the typed secret can be read on the screen.
func visible(shot uitest.Shot) bool {
	return strings.Contains(uitest.Text(shot.Compose(uitest.Large), uitest.Large), uitest.Canary)
}

// masked unless asked; and masked again when the focus leaves, before
// anything is submitted, in time, and when the passwords are wiped.
func TestPasswordsShowOnRequestAndHideAgain(t *testing.T) {
	for name, fields := range secretFields {
		for _, id := range fields {
			t.Run(name+"_"+id, func(t *testing.T) {
				shot := typedInto(name, rooms()[name])
				shot = with(shot, after(shot.Top(), uitest.Clicked(id)))
				if visible(shot) {
					t.Fatal("it shows unasked")
				}
				shown, event := uitest.Send(shot.Top(), uitest.Key("ctrl+r"))
				if event != (screen.RevealChanged{}) {
					t.Errorf("the session is told %T", event)
				}
				if !visible(with(shot, shown)) {
					t.Fatal("Ctrl+R does not show it")
				}
				for how, hidden := range map[string]screen.Screen{
					"ctrl+r again":      uitest.After(shown, uitest.Key("ctrl+r")),
					"tab":               uitest.After(shown, uitest.Key("tab")),
					"shift+tab":         uitest.After(shown, uitest.Key("shift+tab")),
					"enter":             uitest.After(shown, uitest.Key("enter")),
					"a click elsewhere": uitest.After(shown, uitest.Clicked("submit")...),
					"time":              uitest.After(shown, screen.MaskMsg{}),
					"wiping":            shown.Wipe(),
				} {
					if visible(with(shot, hidden)) {
						t.Errorf("it still shows after %s", how)
					}
				}
			})
		}
	}
}

// a window over the room takes the focus, so what was shown is not seen
// beside it.
func TestPasswordsHideUnderAWindow(t *testing.T) {
	for name, fields := range secretFields {
		shot := typedInto(name, rooms()[name])
		if len(shot.Windows) > 0 {
			continue // there is one window at a time
		}
		shot.Room = after(shot.Room, uitest.Clicked(fields[0]), uitest.Keys("ctrl+r"))
		if !visible(shot) {
			t.Fatalf("%s: Ctrl+R does not show it", name)
		}
		shot.Windows = []screen.Screen{sized(screen.NewOffer(kit, "TVA"))}
		if visible(shot) {
			t.Errorf("%s: it shows under a window", name)
		}
	}
}

// what Enter submits from the last field is masked in the same moment,
// for the screen stays while the work runs.
func TestSubmitMasks(t *testing.T) {
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), uitest.Keys("tab"), uitest.Typed(password), uitest.Keys("ctrl+r"))
	next, event := uitest.Send(room, uitest.Key("enter"))
	if _, ok := event.(screen.LoginSubmitted); !ok || visible(uitest.Shot{Room: next, Busy: true}) {
		t.Errorf("%T, visible %v", event, visible(uitest.Shot{Room: next, Busy: true}))
	}
}

// The eye is a click away, and tells its state by its shape.
func TestEyeTellsItsState(t *testing.T) {
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), uitest.Keys("tab"), uitest.Typed(password))
	eye := func(s screen.Screen, sign string) bool {
		return strings.Contains(uitest.Text(uitest.Shot{Room: s}.Compose(uitest.Standard), uitest.Standard), "] ? "+sign)
	}
	if shown := after(room, uitest.Clicked("password"+widget.EyeSuffix)); !eye(room, "◉") || !eye(shown, "◎") {
		t.Error("the eye looks the same open and closed")
	}
}

// Ctrl+R means nothing outside password fields.
func TestRevealIsForPasswordsOnly(t *testing.T) {
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), uitest.Keys("tab"), uitest.Typed(password), uitest.Keys("shift+tab"))
	if next, event := uitest.Send(room, uitest.Key("ctrl+r")); event != nil || visible(uitest.Shot{Room: next}) {
		t.Errorf("%T", event)
	}
}

func TestAdviceOpensFromANewPassword(t *testing.T) {
	for name, shot := range rooms() {
		shot = with(shot, after(shot.Top(), uitest.Clicked("password")))
		_, has := uitest.Zones(shot.Compose(uitest.Large), uitest.Large)["password"+widget.HelpSuffix]
		if _, e := uitest.Send(shot.Top(), uitest.Key("f2")); (e == screen.AdviceAsked{}) != has {
			t.Errorf("%s: F2 gives %T, with a ? on the screen: %v", name, e, has)
		}
		if _, e := uitest.Send(shot.Top(), uitest.Clicked("password"+widget.HelpSuffix)...); has && e != (screen.AdviceAsked{}) {
			t.Errorf("%s: a click on ? gives %T", name, e)
		}
	}
}

// nothing that prints a room or what it submits prints a secret.
func TestRoomsAndEventsDoNotPrintSecrets(t *testing.T) {
	_, event := uitest.Send(screen.NewExpiredPassword(kit, address), uitest.Script(
		uitest.Typed(other), uitest.Keys("enter"), uitest.Typed(password), uitest.Keys("enter"), uitest.Typed(password), uitest.Keys("enter"))...)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if printed := fmt.Sprintf(verb, event); strings.Contains(printed, uitest.Canary) {
			t.Errorf("%s prints %s", verb, printed)
		}
	}
}

// A wiped room holds nothing: it is the room as if nothing secret were typed.
func TestWipeEmptiesPasswordsAndMeters(t *testing.T) {
	for name := range secretFields {
		shot := rooms()[name]
		first := secretFields[name][0]
		empty := with(shot, after(shot.Top(), uitest.Clicked(first)))
		typed := typedInto(name, shot)
		wiped := with(typed, after(typed.Top().Wipe(), uitest.Clicked(first)))
		if a, b := wiped.Compose(uitest.Large).Content, empty.Compose(uitest.Large).Content; a != b {
			t.Errorf("%s keeps something:\n%s", name, a)
		}
	}
}

// The session's refusal of one thing wipes, of another keeps.
func TestRefusalWipesUnlessTold(t *testing.T) {
	typed := typedInto("expired_password", rooms()["expired_password"])
	dots := func(s screen.Screen) int {
		return strings.Count(uitest.Text(uitest.Shot{Room: s}.Compose(uitest.Large), uitest.Large), "•")
	}
	keep := beside("password", words.Errors.Password[policy.TooWeak])
	lose := beside("old_password", words.Errors.OldPassword)
	lose.KeepSecrets = false
	if dots(after(typed.Room, msgs(keep))) == 0 {
		t.Error("a rule's refusal loses what was typed")
	}
	if n := dots(after(typed.Room, msgs(lose))); n != 0 {
		t.Errorf("%d bullets after a refused password", n)
	}
}
