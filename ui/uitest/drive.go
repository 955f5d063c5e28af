package uitest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"peremption/ui/frame"
	"peremption/ui/screen"
	"peremption/ui/widget"
)

// named are the keys that are not their own character.
var named = map[string]rune{
	"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"backspace": tea.KeyBackspace, "f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4,
}

// Key is one press of a key, named as bindings name it: "shift+tab", "ctrl+r".
func Key(name string) tea.KeyPressMsg {
	var k tea.Key
	for {
		mod, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		k.Mod |= map[string]tea.KeyMod{"shift": tea.ModShift, "ctrl": tea.ModCtrl, "alt": tea.ModAlt}[mod]
		name = rest
	}
	if code, ok := named[name]; ok {
		k.Code = code
		if code == tea.KeySpace && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	k.Code = []rune(name)[0]
	if k.Mod == 0 {
		k.Text = name
	}
	return tea.KeyPressMsg(k)
}

// Keys are several presses.
func Keys(names ...string) []tea.Msg {
	msgs := make([]tea.Msg, len(names))
	for i, n := range names {
		msgs[i] = Key(n)
	}
	return msgs
}

// Typed are the presses that type a text, one for each cluster, as a terminal
// sends them.
func Typed(text string) []tea.Msg {
	var msgs []tea.Msg
	for g := uniseg.NewGraphemes(text); g.Next(); {
		if g.Str() == " " {
			msgs = append(msgs, Key("space"))
			continue
		}
		msgs = append(msgs, tea.KeyPressMsg{Code: g.Runes()[0], Text: g.Str()})
	}
	return msgs
}

// Pasted is a paste.
func Pasted(text string) []tea.Msg { return []tea.Msg{tea.PasteMsg{Content: text}} }

// Clicked is a click on a control, as the session passes it on.
func Clicked(id string) []tea.Msg { return []tea.Msg{widget.ClickedMsg{ID: id}} }

// Script joins presses, pastes and messages into one row.
func Script(parts ...[]tea.Msg) []tea.Msg { return slices.Concat(parts...) }

// Send gives the messages to the screen, runs its commands by hand and feeds
// back what they say. It returns the last event.
func Send(s screen.Screen, msgs ...tea.Msg) (screen.Screen, screen.Event) {
	var last screen.Event
	for _, msg := range msgs {
		next, event, cmd := s.Update(msg)
		if event != nil {
			last = event
		}
		s = next
		for _, answer := range Run(cmd) {
			if s, event = Send(s, answer); event != nil {
				last = event
			}
		}
	}
	return s, last
}

// After is Send for who does not ask for the event.
func After(s screen.Screen, msgs ...tea.Msg) screen.Screen {
	s, _ = Send(s, msgs...)
	return s
}

// Run runs a command by hand and returns what it says.
func Run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			all = append(all, Run(c)...)
		}
		return all
	default:
		return []tea.Msg{msg}
	}
}

// Zones are the controls that a click can reach, each with the first of its
// cells in reading order. It asks the composed screen cell by cell.
func Zones(s frame.Screen, size Size) map[string]frame.Point {
	zones := map[string]frame.Point{}
	for y := range size.Height {
		for x := range size.Width {
			if id := s.Hit(x, y); id != "" {
				if _, known := zones[id]; !known {
					zones[id] = frame.Point{X: x, Y: y}
				}
			}
		}
	}
	return zones
}

// ZoneIDs are the names of the zones, sorted.
func ZoneIDs(s frame.Screen, size Size) []string {
	return slices.Sorted(maps.Keys(Zones(s, size)))
}

// Focused returns the control that a person sees to have the focus: the one
// with the marker. It fails where none or several have it.
func Focused(t testing.TB, s frame.Screen, size Size) string {
	t.Helper()
	var found []string
	for y, row := range Rows(s, size) {
		before, _, marked := strings.Cut(row, Marker)
		if !marked {
			continue
		}
		id := s.Hit(uniseg.StringWidth(before), y)
		if id == "" || strings.Count(row, Marker) > 1 {
			t.Errorf("row %d has a stray marker: %q", y, row)
		}
		found = append(found, id)
	}
	if len(found) != 1 {
		t.Errorf("the focus shows on %q in %v:\n%s", found, size, strings.Join(Rows(s, size), "\n"))
		return ""
	}
	return found[0]
}
