package screen_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"peremption/ui/screen"
	"peremption/ui/uitest"
	"peremption/ui/widget"
)

// forms are the rooms and windows that have a focus to move; the others are
// there to be read, and scroll.
func forms() map[string]uitest.Shot {
	all := rooms()
	maps.DeleteFunc(all, func(name string, _ uitest.Shot) bool {
		return slices.Contains([]string{"advice", "help", "support", "keys", "offer"}, name)
	})
	return all
}

// with is the shot with another top.
func with(shot uitest.Shot, top screen.Screen) uitest.Shot {
	if len(shot.Windows) > 0 {
		shot.Windows = []screen.Screen{top}
		return shot
	}
	shot.Room = top
	return shot
}

// step is one stop of a walk: what has the focus, and the screen then.
type step struct {
	id   string
	shot uitest.Shot
}

// walk presses the key until the focus is back where it began.
func walk(t *testing.T, shot uitest.Shot, press string, size uitest.Size) []step {
	t.Helper()
	var steps []step
	for range 100 {
		id := uitest.Focused(t, shot.Compose(size), size)
		if len(steps) > 0 && id == steps[0].id {
			return steps
		}
		steps = append(steps, step{id, shot})
		shot = with(shot, uitest.After(shot.Top(), uitest.Key(press)))
	}
	t.Fatalf("%s does not come back to %s", press, steps[0].id)
	return nil
}

func ids(steps []step) []string {
	out := make([]string, len(steps))
	for i, s := range steps {
		out[i] = s.id
	}
	return out
}

// Every control can have the focus, it is in view then, and one glance tells
// which it is.
func TestFocusReachesEveryControlAndStaysInView(t *testing.T) {
	for name, shot := range forms() {
		for _, size := range []uitest.Size{uitest.Least, uitest.Standard, uitest.Large} {
			t.Run(name+"_"+size.String(), func(t *testing.T) {
				steps := walk(t, shot, "tab", size)
				reached := ids(steps)
				for _, s := range steps {
					composed := s.shot.Compose(size)
					uitest.Check(t, s.shot, composed, size)
					for _, id := range uitest.ZoneIDs(composed, size) {
						if !slices.Contains(reached, id) && !strings.HasSuffix(id, widget.EyeSuffix) && !strings.HasSuffix(id, widget.HelpSuffix) {
							t.Errorf("%s answers a click and never has the focus", id)
						}
					}
				}
			})
		}
	}
}

func TestArrowsAndShiftTabMoveTheFocusToo(t *testing.T) {
	for name, shot := range forms() {
		t.Run(name, func(t *testing.T) {
			forward := ids(walk(t, shot, "tab", uitest.Standard))
			if got := ids(walk(t, shot, "down", uitest.Standard)); !slices.Equal(got, forward) {
				t.Errorf("down goes %v, tab %v", got, forward)
			}
			backward := slices.Clone(forward[1:])
			slices.Reverse(backward)
			backward = append(forward[:1:1], backward...)
			for _, press := range []string{"shift+tab", "up"} {
				if got := ids(walk(t, shot, press, uitest.Standard)); !slices.Equal(got, backward) {
					t.Errorf("%s goes %v, want %v", press, got, backward)
				}
			}
		})
	}
}

// Under a window the room shows no focus: there is one on the screen.
func TestOnlyTheWindowShowsAFocus(t *testing.T) {
	for name, shot := range rooms() {
		if len(shot.Windows) == 0 {
			continue
		}
		for _, row := range uitest.Rows(shot.Compose(uitest.Least), uitest.Least) {
			if strings.Count(row, uitest.Marker) > 1 {
				t.Errorf("%s: two markers in %q", name, row)
			}
		}
	}
}

// Without colour the focus is told by the marker and by reverse video.
func TestFocusShowsWithoutColour(t *testing.T) {
	for name, shot := range forms() {
		shot.Plain = true
		for _, s := range walk(t, shot, "tab", uitest.Large) {
			content := s.shot.Compose(uitest.Large).Content
			if strings.Contains(content, "38;") || strings.Contains(content, "48;") {
				t.Errorf("%s: a colour in the colourless screen", name)
			}
			if got := uitest.Focused(t, s.shot.Compose(uitest.Large), uitest.Large); got != s.id {
				t.Errorf("%s: the focus shows on %s, not on %s", name, got, s.id)
			}
		}
	}
}

// Nothing typed is lost when the window shrinks to nothing and grows again,
// for a room knows no size.
func TestResizeLosesNothing(t *testing.T) {
	typed := signUp(screen.NewCreate(kit))
	shot := uitest.Shot{Room: typed}
	before := shot.Compose(uitest.Large).Content
	for _, size := range []uitest.Size{uitest.Below, uitest.At(1, 1), uitest.Least, uitest.At(300, 100)} {
		shot.Compose(size)
	}
	if shot.Compose(uitest.Large).Content != before {
		t.Error("the screen is another one after resizing")
	}
}

// every room at every size a terminal may have, without a panic, a row
// too wide, a stray byte or a secret.
func TestEverySizeIsDrawn(t *testing.T) {
	for name, shot := range rooms() {
		shot = typedInto(name, shot)
		for w := 20; w <= 300; w += 40 {
			for h := 5; h <= 100; h += 12 {
				size := uitest.At(w, h)
				uitest.Check(t, shot, shot.Compose(size), size)
			}
		}
	}
}
