package screen_test

import (
	"strings"
	"testing"

	"peremption/ui/screen"
	"peremption/ui/uitest"
)

// says reports whether the sentence stands on the screen with its sign.
func says(s screen.Screen, sentence string) bool {
	return strings.Contains(uitest.Text(uitest.Shot{Room: s}.Compose(uitest.Standard), uitest.Standard), "✗ "+sentence)
}

func focused(t *testing.T, s screen.Screen) string {
	t.Helper()
	return uitest.Focused(t, uitest.Shot{Room: s}.Compose(uitest.Large), uitest.Large)
}

// The first wrong field of the form's order takes the focus, whatever the
// order of the refusal.
func TestRefusalStandsBesideItsFieldsAndFocusesTheFirst(t *testing.T) {
	room := screen.NewCreate(kit)
	e := words.Errors
	refused := after(room, msgs(beside("answer", e.Missing, "email_confirm", e.EmailsDiffer, "first_name", e.TooLong)))
	if got := focused(t, refused); got != "first_name" {
		t.Errorf("the focus is on %s", got)
	}
	rows := uitest.Rows(uitest.Shot{Room: refused}.Compose(uitest.Large), uitest.Large)
	for label, sentence := range map[string]string{
		words.Create.FirstName: e.TooLong, words.Create.ConfirmEmail: e.EmailsDiffer, words.Create.Answer: e.Missing,
	} {
		found := false
		for y, row := range rows[:len(rows)-1] {
			found = found || strings.HasPrefix(strings.TrimSpace(row), label+" ") && strings.Contains(rows[y+1], "✗ "+sentence)
		}
		if !found {
			t.Errorf("%q does not stand under %q", sentence, label)
		}
	}
}

// A page's refusal stands above the form and says where to go on.
func TestPageRefusalStandsAboveTheForm(t *testing.T) {
	room := after(screen.NewLogin(kit, screen.LoginOptions{Notice: screen.Notice{Text: words.Notices.SignedOut}}),
		uitest.Typed(address), uitest.Keys("tab"), uitest.Typed(password))
	refused := after(room, msgs(screen.RefusedMsg{Page: words.Errors.Credentials, Focus: "password"}))
	text := uitest.Text(uitest.Shot{Room: refused}.Compose(uitest.Standard), uitest.Standard)
	if at := strings.Index(text, words.Errors.Credentials); at < 0 || at > strings.Index(text, words.Login.Email) {
		t.Error("it does not stand above the form")
	}
	if strings.Contains(text, words.Notices.SignedOut) || strings.Contains(text, "•") || !strings.Contains(text, address) {
		t.Error("the notice and the password go, the address stays")
	}
	if got := focused(t, refused); got != "password" {
		t.Errorf("the focus is on %s", got)
	}
}

// The next key clears what is wrong: that of the page at once, that of a field
// when something is typed there.
func TestTheNextKeyClearsTheError(t *testing.T) {
	e := words.Errors
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), msgs(screen.RefusedMsg{
		Page: e.Unavailable, Fields: map[string]string{"email": e.InvalidEmail, "password": e.Missing}, KeepSecrets: true,
	}))
	for _, sentence := range []string{e.Unavailable, e.InvalidEmail, e.Missing} {
		if !says(room, sentence) {
			t.Fatalf("%q is not shown", sentence)
		}
	}
	moved := after(room, uitest.Keys("tab"))
	if says(moved, e.Unavailable) || !says(moved, e.InvalidEmail) || !says(moved, e.Missing) {
		t.Error("Tab clears the page's error and only that")
	}
	typed := after(moved, uitest.Typed("x"))
	if says(typed, e.Missing) || !says(typed, e.InvalidEmail) {
		t.Error("a key clears the error of its own field and only that")
	}
	if pasted := after(moved, uitest.Pasted("x")); says(pasted, e.Missing) {
		t.Error("a paste leaves the error of its field")
	}
}

// A refusal that follows replaces the one before.
func TestRefusalsDoNotPileUp(t *testing.T) {
	e := words.Errors
	room := after(screen.NewLogin(kit, screen.LoginOptions{}), msgs(beside("email", e.Missing)), msgs(beside("password", e.Missing)))
	text := uitest.Text(uitest.Shot{Room: room}.Compose(uitest.Large), uitest.Large)
	if strings.Count(text, e.Missing) != 1 || focused(t, room) != "password" {
		t.Error("the first refusal is still there")
	}
	noticed := after(room, msgs(screen.RefusedMsg{Page: e.Credentials}), msgs(screen.NoticeMsg{Text: words.Notices.SignedOut}))
	if says(noticed, e.Credentials) {
		t.Error("a notice stands beside an old refusal")
	}
}

// The address survives a refusal and a new image; the characters do not, for
// they were those of the image before.
func TestNewImageEmptiesItsCharactersOnly(t *testing.T) {
	room := after(screen.NewExpiredAddress(kit, ""), msgs(leafletPicture()), uitest.Typed(address), uitest.Keys("tab"), uitest.Typed("zz99"))
	refused := after(room, msgs(beside("captcha", words.Errors.Captcha), leafletPicture()))
	text := uitest.Text(uitest.Shot{Room: refused}.Compose(uitest.Standard), uitest.Standard)
	if strings.Contains(text, "zz99") || !strings.Contains(text, address) || !says(refused, words.Errors.Captcha) {
		t.Error(text)
	}
	if got := focused(t, refused); got != "captcha" {
		t.Errorf("the focus is on %s", got)
	}
}

// the image has a spoken form, and asking for either leaves one
// ready to type.
func TestImageHasAnotherForm(t *testing.T) {
	room := after(screen.NewExpiredAddress(kit, address), msgs(leafletPicture()))
	spoken, event := uitest.Send(room, uitest.Clicked("listen")...)
	text := uitest.Text(uitest.Shot{Room: spoken}.Compose(uitest.Standard), uitest.Standard)
	if event != nil || !strings.Contains(text, "M comme Marcel, huit, U comme Ursule") || strings.Contains(text, "█") {
		t.Errorf("%T: %s", event, text)
	}
	if focused(t, spoken) != "captcha" {
		t.Error("the focus is not where the characters go")
	}
	again := after(spoken, uitest.Clicked("listen"))
	if !strings.Contains(uitest.Text(uitest.Shot{Room: again}.Compose(uitest.Standard), uitest.Standard), "█") {
		t.Error("the image does not come back")
	}
	if next, event := uitest.Send(room, uitest.Clicked("refresh")...); event != (screen.PictureAsked{}) || focused(t, next) != "captcha" {
		t.Errorf("another image: %T", event)
	}
	if _, event := uitest.Send(room, uitest.Clicked("support")...); event != (screen.SupportAsked{}) {
		t.Errorf("the way without an image: %T", event)
	}
}
