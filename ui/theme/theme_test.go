package theme

import (
	"image/color"
	"math"
	"regexp"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"peremption/policy/strength"
)

// luminance and contrast are WCAG 2.1's.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrastOfKnownPairs(t *testing.T) {
	if got := contrast(lipgloss.Color("#000000"), lipgloss.Color("#FFFFFF")); math.Abs(got-21) > 0.01 {
		t.Errorf("black on white: %.2f", got)
	}
	if got := contrast(lipgloss.Color("#767676"), lipgloss.Color("#FFFFFF")); math.Abs(got-4.54) > 0.01 {
		t.Errorf("#767676 on white: %.2f", got)
	}
}

// text can be read, 4.5 to 1 at least, on the backgrounds that dark and
// light terminals have, and inside a field. Reversed, a pair has the same
// contrast.
func TestTextCanBeRead(t *testing.T) {
	const enough = 4.5
	for name, c := range map[string]struct {
		theme       Theme
		backgrounds []string
	}{
		"dark":  {New(colorprofile.TrueColor, true), []string{"#000000", "#161616", "#1E1E1E", "#282A36"}},
		"light": {New(colorprofile.TrueColor, false), []string{"#FFFFFF", "#FAFAFA", "#FDF6E3"}},
	} {
		inks := map[string]color.Color{
			"text": c.theme.text, "muted": c.theme.muted, "blue": c.theme.blue,
			"red": c.theme.red, "warn": c.theme.warn, "good": c.theme.good,
		}
		for _, background := range c.backgrounds {
			for ink, colour := range inks {
				if got := contrast(colour, lipgloss.Color(background)); got < enough {
					t.Errorf("%s: %s on %s is %.2f to 1", name, ink, background, got)
				}
			}
		}
		for _, ink := range []string{"text", "muted"} {
			if got := contrast(inks[ink], c.theme.field); got < enough {
				t.Errorf("%s: %s in a field is %.2f to 1", name, ink, got)
			}
		}
	}
}

// styles are all that a theme can draw.
func styles(th Theme) map[string]string {
	flag := th.Flag()
	out := map[string]string{
		"text": th.Text().Render("x"), "muted": th.Muted().Render("x"), "strong": th.Strong().Render("x"),
		"heading": th.Heading().Render("x"), "motto": th.Motto().Render("x"), "error": th.Error().Render("x"),
		"warning": th.Warning().Render("x"), "good": th.Good().Render("x"), "field": th.Field().Render("x"),
		"placeholder": th.Placeholder().Render("x"), "marker": th.Marker().Render("x"), "rule": th.Rule().Render("x"),
		"window": th.Window().Render("x"), "picture": th.Picture().Render("x"),
		"link": th.Link("x", false), "link focused": th.Link("x", true),
		"flag": flag[0].Render("x") + flag[1].Render("x") + flag[2].Render("x"),
	}
	for l := strength.Faible; l <= strength.Fort; l++ {
		out["level "+l.String()] = th.Level(l).Render("x")
	}
	for tone := Plain; tone <= Red; tone++ {
		out["button"] = th.Button(tone, false, false).Render("x")
		out["button focused"] = th.Button(tone, true, false).Render("x")
		out["button dead"] = th.Button(tone, false, true).Render("x")
	}
	return out
}

// colours matches an SGR sequence that sets one.
var colours = regexp.MustCompile("\x1b\\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")

// What can show no colour gets none, and keeps weight, underline and reverse.
func TestColourlessThemeHasNoColour(t *testing.T) {
	for name, th := range map[string]Theme{
		"zero":   {},
		"ascii":  New(colorprofile.ASCII, true),
		"no tty": New(colorprofile.NoTTY, false),
	} {
		all := styles(th)
		for what, drawn := range all {
			if colours.MatchString(drawn) {
				t.Errorf("%s: %s is %q", name, what, drawn)
			}
		}
		for what, sgr := range map[string]string{"link": "4", "link focused": "7", "button focused": "7", "error": "1", "strong": "1"} {
			if !strings.Contains(all[what], sgr) {
				t.Errorf("%s: %s is %q, without %s", name, what, all[what], sgr)
			}
		}
	}
}

// Every set with colours uses them; 16 colours are the terminal's own.
func TestColouredThemesHaveColours(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for profile, numbered := range map[colorprofile.Profile]bool{
			colorprofile.TrueColor: false, colorprofile.ANSI256: false, colorprofile.ANSI: true,
		} {
			for _, what := range []string{"heading", "error", "warning", "good", "link", "window"} {
				drawn := styles(New(profile, dark))[what]
				if !colours.MatchString(drawn) || strings.Contains(drawn, "38;2;") == numbered {
					t.Errorf("%v, dark %v: %s is %q", profile, dark, what, drawn)
				}
			}
		}
	}
}

// What has the focus is reversed in every set.
func TestFocusIsReversedInEverySet(t *testing.T) {
	reverse := regexp.MustCompile("\x1b\\[([0-9;]*;)?7[;m]")
	for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII} {
		all := styles(New(profile, true))
		for _, what := range []string{"link focused", "button focused"} {
			if !reverse.MatchString(all[what]) {
				t.Errorf("%v: %s is %q", profile, what, all[what])
			}
		}
	}
}
