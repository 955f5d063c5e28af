package screen_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/ui/screen"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

// Enter moves on from a field and submits from the last one.
func TestEnterMovesOnAndSubmitsFromTheLastField(t *testing.T) {
	for name, order := range map[string][]string{
		"login":              {"email", "password"},
		"create":             {"title", "last_name", "first_name", "email", "email_confirm", "password", "confirm", "question", "own_question", "answer"},
		"contact":            {"question", "answer", "old_password"},
		"identifiers":        {"box.email", "email", "email_confirm", "box.password", "password", "confirm"},
		"identifiers_answer": {"answer"},
		"identifiers_code":   {"code"},
		"expired_address":    {"email", "captcha"},
		"expired_password":   {"old_password", "password", "confirm"},
	} {
		t.Run(name, func(t *testing.T) {
			shot := rooms()[name]
			shot = with(shot, after(shot.Top(), focusOn(order[0])))
			for i, want := range order {
				if got := uitest.Focused(t, shot.Compose(uitest.Large), uitest.Large); got != want {
					t.Fatalf("stop %d is %s, want %s", i, got, want)
				}
				next, event := uitest.Send(shot.Top(), uitest.Key("enter"))
				last := i == len(order)-1
				if submitted(event) != last {
					t.Fatalf("Enter on %s gives %T", want, event)
				}
				shot = with(shot, next)
			}
		})
	}
}

// focusOn is the message that a click on a field sends; a box or a choice is
// clicked on until it is as it was.
func focusOn(id string) []tea.Msg {
	times := map[string]int{"box.email": 2, "title": 2, "question": 6}[id]
	return slices.Repeat(uitest.Clicked(id), max(1, times))
}

func submitted(e screen.Event) bool {
	return e != nil && strings.HasSuffix(reflect.TypeOf(e).Name(), "Submitted")
}

// What was typed is what the session gets, to the letter.
func TestSubmittedFormsHoldWhatWasTyped(t *testing.T) {
	enter := uitest.Keys("enter")
	t.Run("login", func(t *testing.T) {
		_, e := uitest.Send(screen.NewLogin(kit, screen.LoginOptions{}),
			uitest.Script(uitest.Typed(" "+address), enter, uitest.Typed(password+" é\u0301 "), enter)...)
		got, ok := e.(screen.LoginSubmitted)
		if !ok || got.Email != " "+address || got.Password.Reveal() != password+" é\u0301 " {
			t.Errorf("%T with %q and %d bytes", e, got.Email, len(got.Password.Reveal()))
		}
	})
	t.Run("identifiers", func(t *testing.T) {
		_, e := uitest.Send(screen.NewIdentifiers(kit, lila(15), true),
			uitest.Script(uitest.Typed(password), enter, uitest.Typed(other), enter)...)
		got, ok := e.(screen.IdentifiersSubmitted)
		if !ok || got.ChangeEmail || !got.ChangePassword || got.Password.Reveal() != password || got.Confirm.Reveal() != other {
			t.Errorf("%T: %+v", e, got)
		}
	})
	t.Run("create", func(t *testing.T) {
		_, e := uitest.Send(signUp(screen.NewCreate(kit)), uitest.Script(
			enter, uitest.Typed(other), enter, uitest.Keys("left"), enter, uitest.Typed("Mon bateau ?"), enter, uitest.Typed(answer), enter)...)
		got, ok := e.(screen.CreateSubmitted)
		if !ok || got.Title != "Mme" || got.LastName != "ROSEMONDE" || got.FirstName != "Lila" || got.Email != address ||
			got.EmailConfirm != address || got.Question != "Mon bateau ?" || got.Password.Reveal() != password ||
			got.Confirm.Reveal() != other || got.Answer.Reveal() != answer {
			t.Errorf("%T: %+v", e, got)
		}
	})
	t.Run("contact", func(t *testing.T) {
		_, e := uitest.Send(screen.NewContact(kit, lila(15)),
			uitest.Script(uitest.Keys("right"), enter, uitest.Typed(answer), enter, uitest.Typed(password), enter)...)
		got, ok := e.(screen.ContactSubmitted)
		if !ok || got.Question != words.Create.Questions[1] || got.Answer.Reveal() != answer || got.Current.Reveal() != password {
			t.Errorf("%T: %+v", e, got)
		}
	})
	t.Run("expired", func(t *testing.T) {
		_, e := uitest.Send(screen.NewExpiredAddress(kit, ""), uitest.Script(uitest.Typed(address), enter, uitest.Typed("AB 23"), enter)...)
		if e != (screen.AddressSubmitted{Email: address, Captcha: "AB 23"}) {
			t.Errorf("%T: %+v", e, e)
		}
		_, e = uitest.Send(screen.NewExpiredPassword(kit, address),
			uitest.Script(uitest.Typed(other), enter, uitest.Typed(password), enter, uitest.Typed(answer), enter)...)
		got, ok := e.(screen.RenewalSubmitted)
		if !ok || got.Old.Reveal() != other || got.Password.Reveal() != password || got.Confirm.Reveal() != answer {
			t.Errorf("%T: %+v", e, got)
		}
	})
	t.Run("windows", func(t *testing.T) {
		_, e := uitest.Send(screen.NewIdentifiersAnswer(kit, "?"), uitest.Script(uitest.Typed(answer), enter)...)
		if got, ok := e.(screen.AnswerSubmitted); !ok || got.Answer.Reveal() != answer {
			t.Errorf("%T", e)
		}
		_, e = uitest.Send(screen.NewIdentifiersCode(kit, address), uitest.Script(uitest.Typed("1234 5678"), enter)...)
		if got, ok := e.(screen.CodeSubmitted); !ok || got.Code.Reveal() != "1234 5678" {
			t.Errorf("%T", e)
		}
	})
}

// Échap goes back a step, and in a window closes it or goes on.
func TestEscapeGoesBack(t *testing.T) {
	special := map[string]screen.Event{
		"alert": screen.AlertAcknowledged{}, "recap": screen.RecapAcknowledged{}, "leave": screen.CloseAsked{},
		"advice": screen.CloseAsked{}, "help": screen.CloseAsked{}, "support": screen.CloseAsked{},
		"keys": screen.CloseAsked{}, "offer": screen.CloseAsked{},
	}
	for name, shot := range rooms() {
		var want screen.Event = screen.BackAsked{}
		if e, ok := special[name]; ok {
			want = e
		}
		if _, got := uitest.Send(shot.Top(), uitest.Key("esc")); got != want {
			t.Errorf("%s: %T, want %T", name, got, want)
		}
	}
}

func TestSpaceTicksBoxesAndPressesButtons(t *testing.T) {
	room := screen.NewIdentifiers(kit, lila(15), false)
	ticked := after(room, uitest.Keys("space"))
	shows := func(s screen.Screen, label string) bool {
		return strings.Contains(uitest.Text(uitest.Shot{Room: s}.Compose(uitest.Standard), uitest.Standard), label)
	}
	if shows(room, words.Identifiers.NewEmail) || !shows(ticked, words.Identifiers.NewEmail) {
		t.Error("the first Space does not open the address's fields")
	}
	if shows(after(ticked, uitest.Keys("space")), words.Identifiers.NewEmail) {
		t.Error("the second Space does not close them")
	}
	for _, press := range []string{"enter", "space"} {
		if _, e := uitest.Send(screen.NewWelcome(kit, screen.Notice{}), uitest.Key(press)); e != (screen.ProfessionalAsked{}) {
			t.Errorf("%s on the first button gives %T", press, e)
		}
	}
}

// A box that is unticked takes its fields out of what would be lost.
func TestUntickedFieldsAreNotDirty(t *testing.T) {
	room := after(screen.NewIdentifiers(kit, lila(15), true), uitest.Typed(password))
	if !room.Dirty() {
		t.Error("typed text is not dirty")
	}
	if after(room, uitest.Clicked("box.password")).Dirty() {
		t.Error("a field that is not on the page is dirty")
	}
}

// A click does what the keyboard does, on every zone of every screen.
func TestClickDoesWhatKeysDo(t *testing.T) {
	size := uitest.Large
	for name, shot := range forms() {
		stops := walk(t, shot, "tab", size)
		seen := map[string]bool{}
		for _, stop := range stops {
			composed := stop.shot.Compose(size)
			for id, at := range uitest.Zones(composed, size) {
				if seen[id] {
					continue
				}
				seen[id] = true
				t.Run(name+"_"+strings.ReplaceAll(id, "/", "_"), func(t *testing.T) {
					clicked, event := uitest.Send(stop.shot.Top(), uitest.Clicked(composed.Hit(at.X, at.Y))...)
					pressed, want := byKeys(t, stops, id)
					if !reflect.DeepEqual(event, want) {
						t.Errorf("a click gives %#v, keys %#v", event, want)
					}
					if strings.HasSuffix(id, widget.HelpSuffix) {
						return // opens a window; the focus stays
					}
					a, b := with(shot, clicked).Compose(size).Content, with(shot, pressed).Compose(size).Content
					if a != b {
						t.Errorf("the screens differ:\n%s\nby keys:\n%s", a, b)
					}
				})
			}
		}
	}
}

// byKeys goes to the control with Tab and uses it with the keys it has.
func byKeys(t *testing.T, stops []step, id string) (screen.Screen, screen.Event) {
	t.Helper()
	base, press := id, ""
	if b, ok := strings.CutSuffix(id, widget.EyeSuffix); ok {
		base, press = b, "ctrl+r"
	}
	if b, ok := strings.CutSuffix(id, widget.HelpSuffix); ok {
		base, press = b, "f2"
	}
	at := slices.IndexFunc(stops, func(s step) bool { return s.id == base })
	if at < 0 {
		t.Fatalf("Tab never reaches %s", base)
	}
	top := stops[at].shot.Top()
	if press == "" && top.InText() {
		return top, nil // a click on a field focuses it, and no more
	}
	if press == "" {
		press = "space"
	}
	return uitest.Send(top, uitest.Key(press))
}

// Windows to read close with each of their keys and signs.
func TestReadersClose(t *testing.T) {
	for _, name := range []string{"advice", "help", "support", "keys", "offer"} {
		shot := rooms()[name]
		for _, press := range []string{"esc", "enter"} {
			if _, e := uitest.Send(shot.Top(), uitest.Key(press)); e != (screen.CloseAsked{}) {
				t.Errorf("%s: %s gives %T", name, press, e)
			}
		}
		for _, press := range [][]tea.Msg{nil, uitest.Keys("end")} {
			s := with(shot, uitest.After(shot.Top(), press...)).Compose(uitest.Standard)
			for id, at := range uitest.Zones(s, uitest.Standard) {
				if _, e := uitest.Send(shot.Top(), uitest.Clicked(s.Hit(at.X, at.Y))...); e != (screen.CloseAsked{}) {
					t.Errorf("%s: a click on %s gives %T", name, id, e)
				}
			}
			if len(uitest.Zones(s, uitest.Standard)) == 0 {
				t.Errorf("%s: nothing to click on closes it", name)
			}
		}
	}
}

// The wheel, the arrows and the pages scroll, and stop at both ends.
func TestReadersScrollAndStop(t *testing.T) {
	top := sized(screen.NewHelp(kit, nil))
	at := func(s screen.Screen) int { return s.View(uitest.Shot{}.Area(uitest.Standard)).Scroll }
	end := at(after(top, uitest.Keys("end")))
	if end == 0 {
		t.Fatal("the leaflet fits a screen")
	}
	for _, c := range []struct {
		name string
		msgs []tea.Msg
		want int
	}{
		{"down", uitest.Keys("down"), 1},
		{"up at the top", uitest.Keys("up"), 0},
		{"down and up", uitest.Keys("down", "down", "up"), 1},
		{"page", uitest.Keys("pgdown"), 19},
		{"space", uitest.Keys("space"), 19},
		{"page back", uitest.Keys("pgdown", "pgup"), 0},
		{"wheel", msgs(tea.MouseWheelMsg{Button: tea.MouseWheelDown}), 3},
		{"wheel back", msgs(tea.MouseWheelMsg{Button: tea.MouseWheelUp}), 0},
		{"down at the end", uitest.Keys("end", "down", "pgdown"), end},
		{"home", uitest.Keys("end", "home"), 0},
	} {
		if got := at(after(top, c.msgs)); got != c.want {
			t.Errorf("%s: line %d, want %d", c.name, got, c.want)
		}
	}
	if got := at(resized(after(top, uitest.Keys("end")), uitest.At(80, 200))); got != 0 {
		t.Errorf("in a terminal that shows all: line %d", got)
	}
}
