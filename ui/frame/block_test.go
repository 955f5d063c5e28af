package frame_test

import (
	"slices"
	"testing"

	"peremption/ui/frame"
)

// Gaps go before anything scrolls, the last first.
func TestFitDropsGapsLastFirst(t *testing.T) {
	a, b, c := frame.Lines("a"), frame.Lines("b"), frame.Lines("c")
	blocks := []frame.Block{a, frame.Gap(), b, frame.Blank(), c, frame.Gap()}
	for height, want := range map[int][]string{
		9: {"a", "", "b", "", "c", ""},
		6: {"a", "", "b", "", "c", ""},
		5: {"a", "", "b", "", "c"},
		4: {"a", "b", "", "c"},
		3: {"a", "b", "", "c"}, // a blank stays, and the rest scrolls
		0: {"a", "b", "", "c"},
	} {
		if got := frame.Fit(height, blocks...).Lines; !slices.Equal(got, want) {
			t.Errorf("in %d lines: %q, want %q", height, got, want)
		}
	}
	if got := frame.Fit(3, blocks...); !slices.Equal(frame.Fit(9, blocks...).Lines, []string{"a", "", "b", "", "c", ""}) || got.Height() != 4 {
		t.Error("fitting once changes what is fitted again")
	}
}

// Zones, focus and cursor go where their block goes.
func TestZonesMoveWithTheirBlocks(t *testing.T) {
	field := frame.Lines("[  ]").Zoned("field", true)
	field.Cursor = &frame.Point{X: 1}
	label := frame.Lines("漢字") // four cells
	b := frame.Stack(frame.Blank(), frame.Beside(2, label, field)).Indent(3)
	want := frame.Zone{ID: "field", X: 3 + 4 + 2, Y: 1, W: 4, H: 1}
	if len(b.Zones) != 1 || b.Zones[0] != want || *b.Focus != want {
		t.Errorf("zones %v, focus %v, want %v", b.Zones, *b.Focus, want)
	}
	if *b.Cursor != (frame.Point{X: want.X + 1, Y: 1}) {
		t.Errorf("the cursor is at %v", *b.Cursor)
	}
	if kept := b.Keep(); kept.Focus.H != 2 || kept.Focus.W != b.Width() {
		t.Errorf("all of the block is to be in view, not %v", *kept.Focus)
	}
}

func TestRowStartsANewLineWhereTheWidthIsUsedUp(t *testing.T) {
	words := []frame.Block{frame.Lines("aaa"), frame.Lines("bbb"), frame.Lines("ccc")}
	for width, want := range map[int][]string{
		13: {"aaa  bbb  ccc"},
		12: {"aaa  bbb", "ccc"},
		7:  {"aaa", "bbb", "ccc"},
		1:  {"aaa", "bbb", "ccc"},
	} {
		if got := frame.Row(width, 2, words...).Lines; !slices.Equal(got, want) {
			t.Errorf("at %d: %q, want %q", width, got, want)
		}
	}
}

func TestSpreadStacksWhatDoesNotFit(t *testing.T) {
	left, right := frame.Lines("left"), frame.Lines("right")
	for width, want := range map[int][]string{
		12: {"left   right"},
		10: {"left right"},
		9:  {"left", "right"},
	} {
		if got := frame.Spread(width, left, right).Lines; !slices.Equal(got, want) {
			t.Errorf("at %d: %q, want %q", width, got, want)
		}
	}
}

func TestPadRightCountsCells(t *testing.T) {
	for line, want := range map[string]string{
		"ab":              "ab  ",
		"abcd":            "abcd",
		"abcde":           "abc…",
		"漢字漢":             "漢… ",
		"e\u0301":         "e\u0301   ",
		"\x1b[1mab\x1b[m": "\x1b[1mab\x1b[m  ",
	} {
		if got := frame.PadRight(line, 4); got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
}
