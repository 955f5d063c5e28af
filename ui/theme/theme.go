// Package theme holds the only colours of the program: a dark, a light and a
// colourless set of the same eight. Nothing is told by colour alone, so the
// colourless set loses no information.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"peremption/policy/strength"
)

// Theme is a set of styles for one terminal. The zero Theme is colourless.
type Theme struct {
	text, muted, blue, red, warn, good, field color.Color
}

// New picks the set for what the terminal can show and for its background.
// With 16 colours it names the terminal's own, which its user has made
// readable; with none it leaves only bold, faint, underline and reverse.
func New(profile colorprofile.Profile, dark bool) Theme {
	switch {
	case profile >= colorprofile.ANSI256 && dark:
		return Theme{
			text: lipgloss.Color("#E8E8F0"), muted: lipgloss.Color("#9A9AB0"),
			blue: lipgloss.Color("#8FA8FF"), red: lipgloss.Color("#FF7C80"),
			warn: lipgloss.Color("#FFB454"), good: lipgloss.Color("#6FD08C"),
			field: lipgloss.Color("#2A2A3C"),
		}
	case profile >= colorprofile.ANSI256:
		return Theme{
			text: lipgloss.Color("#161616"), muted: lipgloss.Color("#5A5A66"),
			blue: lipgloss.Color("#000091"), red: lipgloss.Color("#C9191E"),
			warn: lipgloss.Color("#A14A00"), good: lipgloss.Color("#18753C"),
			field: lipgloss.Color("#E8E8F2"),
		}
	case profile == colorprofile.ANSI && dark:
		return Theme{
			blue: lipgloss.BrightBlue, red: lipgloss.BrightRed, warn: lipgloss.BrightYellow,
			good: lipgloss.BrightGreen, muted: lipgloss.White,
		}
	case profile == colorprofile.ANSI:
		return Theme{
			blue: lipgloss.Blue, red: lipgloss.Red, warn: lipgloss.Magenta,
			good: lipgloss.Green, muted: lipgloss.BrightBlack,
		}
	}
	return Theme{}
}

// fg returns a style with the colour, or none where the set has none.
func fg(c color.Color) lipgloss.Style {
	s := lipgloss.NewStyle()
	if c != nil {
		s = s.Foreground(c)
	}
	return s
}

// Text is running text.
func (t Theme) Text() lipgloss.Style { return fg(t.text) }

// Muted is text that may be overlooked: hints, the foot.
func (t Theme) Muted() lipgloss.Style { return fg(t.muted).Faint(t.muted == nil) }

// Strong is a title.
func (t Theme) Strong() lipgloss.Style { return fg(t.text).Bold(true) }

// Heading is the head of a block.
func (t Theme) Heading() lipgloss.Style { return fg(t.blue).Bold(true) }

// Motto is the republic's, in italics.
func (t Theme) Motto() lipgloss.Style { return fg(t.text).Italic(true) }

// Link draws a line of something to follow: underlined; focused, reversed. The
// underline goes around the line, for a lipgloss style underlines rune by rune,
// which takes clusters apart and makes a page of links several times dearer.
func (t Theme) Link(line string, focused bool) string {
	line = fg(t.blue).Reverse(focused).Bold(focused).Render(line)
	if focused {
		return line
	}
	return ansi.NewStyle().Underline(true).Styled(line)
}

// Error is a refusal; Warning what is coming; Good what went well.
func (t Theme) Error() lipgloss.Style { return fg(t.red).Bold(true) }

// Warning is for what is coming.
func (t Theme) Warning() lipgloss.Style { return fg(t.warn).Bold(true) }

// Good is for what went well.
func (t Theme) Good() lipgloss.Style { return fg(t.good).Bold(true) }

// Tone is the colour of a button.
type Tone int

// The tones: the source's two spaces have their own.
const (
	Plain   Tone = iota
	Primary      // the page's main act
	Blue         // the personal space
	Red          // the professional space
)

// Button is a button of a tone; focused, it is reversed and bold. Without
// colour its brackets and the focus marker tell it apart.
func (t Theme) Button(tone Tone, focused, dead bool) lipgloss.Style {
	c := t.text
	switch tone {
	case Primary, Blue:
		c = t.blue
	case Red:
		c = t.red
	}
	s := fg(c).Bold(focused || tone != Plain).Reverse(focused)
	if dead {
		s = t.Muted()
	}
	return s
}

// Field is the text inside an input.
func (t Theme) Field() lipgloss.Style {
	s := fg(t.text)
	if t.field != nil {
		s = s.Background(t.field)
	}
	return s
}

// Placeholder is the example inside an empty input.
func (t Theme) Placeholder() lipgloss.Style {
	s := t.Muted()
	if t.field != nil {
		s = s.Background(t.field)
	}
	return s
}

// Marker is the sign beside what has the focus.
func (t Theme) Marker() lipgloss.Style { return fg(t.red).Bold(true) }

// Rule is a line between parts.
func (t Theme) Rule() lipgloss.Style { return t.Muted() }

// Flag returns the three styles of the line under the header.
func (t Theme) Flag() [3]lipgloss.Style {
	white := t.text
	if white == nil {
		white = t.muted
	}
	return [3]lipgloss.Style{fg(t.blue), fg(white), fg(t.red)}
}

// Level is the colour of a strength: red, orange, green.
func (t Theme) Level(l strength.Level) lipgloss.Style {
	switch l {
	case strength.Fort:
		return t.Good()
	case strength.Normal:
		return t.Warning()
	}
	return t.Error()
}

// Window is the border of a window over the screen.
func (t Theme) Window() lipgloss.Style { return fg(t.blue) }

// Picture is the ink of the image to copy.
func (t Theme) Picture() lipgloss.Style { return fg(t.text) }
