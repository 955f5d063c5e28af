package screen_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/ui/screen"
	"peremption/ui/uitest"
)

// signIn drives the login page with the address given, and submits.
func signIn(t *testing.T, script ...[]tea.Msg) (email, secret string) {
	t.Helper()
	room := screen.NewLogin(kit, screen.LoginOptions{})
	s, event := uitest.Send(room, uitest.Script(script...)...)
	if event != nil {
		t.Fatalf("it submits by itself: %T", event)
	}
	_, event = uitest.Send(s, uitest.Script(uitest.Clicked("password"), uitest.Keys("enter"))...)
	got, ok := event.(screen.LoginSubmitted)
	if !ok {
		t.Fatalf("%T", event)
	}
	return got.Email, got.Password.Reveal()
}

// a paste goes in to the letter, less one line end at its end, and
// never submits.
func TestPasteGoesInWhole(t *testing.T) {
	long := strings.Repeat("Pâte-à-coller 漢🙂", 15)
	long = string([]rune(long + long)[:256])
	for name, c := range map[string]struct{ pasted, want string }{
		"plain":                {"abc", "abc"},
		"256 characters":       {long, long},
		"spaces at both ends":  {"  abc  ", "  abc  "},
		"a line feed":          {"abc\n", "abc"},
		"a carriage return":    {"abc\r", "abc"},
		"both":                 {"abc\r\n", "abc"},
		"decomposed":           {"e\u0301", "e\u0301"},
		"zero width":           {"a\u200bb", "a\u200bb"},
		"nothing":              {"", ""},
		"a line end by itself": {"\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := signIn(t, uitest.Keys("tab"), uitest.Pasted(c.pasted)); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			want := c.want
			if len(want) > 254 {
				return // longer than an address may be
			}
			if got, _ := signIn(t, uitest.Pasted(c.pasted)); got != want {
				t.Errorf("in a plain field: %q, want %q", got, want)
			}
		})
	}
}

// what cannot go in whole does not go in at all, and the field
// says why, in every field.
func TestPasteIsRefusedWholeInWords(t *testing.T) {
	e := words.Errors
	for name, c := range map[string]struct{ pasted, sentence string }{
		"a line end inside": {"abc\ndef", e.PasteControl},
		"two line ends":     {"abc\n\n", e.PasteControl},
		"a tab":             {"abc\tdef", e.PasteControl},
		"an escape":         {"\x1b[31mabc", e.PasteControl},
		"NUL":               {"a\x00b", e.PasteControl},
		"DEL":               {"a\x7fb", e.PasteControl},
		"C1":                {"a\u009bb", e.PasteControl},
		"not UTF-8":         {"a\xffb", e.PasteControl},
		"too long":          {strings.Repeat("a", 400), e.PasteTooLong},
	} {
		for field, press := range map[string][]tea.Msg{"email": uitest.Keys("shift+tab", "tab"), "password": uitest.Keys("tab")} {
			t.Run(name+" in "+field, func(t *testing.T) {
				room := after(screen.NewLogin(kit, screen.LoginOptions{}), press, uitest.Typed("xy"))
				refused, event := uitest.Send(room, uitest.Pasted(c.pasted)...)
				if event != nil || !says(refused, c.sentence) {
					t.Errorf("%T, says so: %v", event, says(refused, c.sentence))
				}
				if typed := after(refused, uitest.Typed("z")); says(typed, c.sentence) {
					t.Error("the next key does not clear it")
				}
				if email, secret := signIn(t, press, uitest.Typed("xy"), uitest.Pasted(c.pasted)); email+secret != "xy" {
					t.Errorf("the field holds %q", email+secret)
				}
			})
		}
	}
}

func TestPasteGoesInWhereTheCursorIs(t *testing.T) {
	got, _ := signIn(t, uitest.Typed("lila@fr"), uitest.Keys("left", "left"), uitest.Pasted("orange."), uitest.Typed("x"))
	if got != "lila@orange.xfr" {
		t.Errorf("%q", got)
	}
}

// A full field takes no more, drops nothing, and cuts no character in two.
func TestFullFieldDropsFurtherKeys(t *testing.T) {
	full := strings.Repeat("a", 254)
	for name, more := range map[string]string{"a letter": "b", "a cluster": "e\u0301", "an emoji": "🙂"} {
		if got, _ := signIn(t, uitest.Pasted(full), uitest.Typed(more)); got != full {
			t.Errorf("%s: %d bytes", name, len(got))
		}
	}
	if got, _ := signIn(t, uitest.Pasted(full[1:]), uitest.Typed("e\u0301")); got != full[1:] {
		t.Errorf("half a cluster went in: %q", got[len(got)-4:])
	}
	if got, _ := signIn(t, uitest.Pasted(full), uitest.Keys("backspace"), uitest.Typed("b")); got != full[1:]+"b" {
		t.Error("a full field cannot be edited")
	}
}

// Ctrl+V would read the clipboard of the machine that runs the program.
func TestCtrlVDoesNotPaste(t *testing.T) {
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), uitest.Typed("a"))
	next, event, cmd := room.Update(uitest.Key("ctrl+v"))
	if event != nil || cmd != nil {
		t.Errorf("%T and a command: %v", event, cmd != nil)
	}
	if email, _ := signIn(t, uitest.Typed("a"), uitest.Keys("ctrl+v")); email != "a" || !next.InText() {
		t.Errorf("%q", email)
	}
}

// a control character that comes as a key goes nowhere.
func TestControlKeysGoNowhere(t *testing.T) {
	for _, text := range []string{"\x1b", "\x00", "\u0085", "\u009b", "\t"} {
		if email, _ := signIn(t, msgs(tea.KeyPressMsg{Code: 'x', Text: text})); email != "" {
			t.Errorf("%q is typed", email)
		}
	}
}

// « ? » is help outside text fields, and a character inside.
func TestQuestionMarkIsTypedInFields(t *testing.T) {
	if email, _ := signIn(t, uitest.Typed("a?b")); email != "a?b" {
		t.Errorf("%q", email)
	}
}
