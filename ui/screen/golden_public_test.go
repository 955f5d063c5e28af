package screen_test

import (
	"testing"
	"time"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/screen"
	"peremption/ui/uitest"
)

func TestWelcome(t *testing.T) {
	room := screen.NewWelcome(kit, screen.Notice{})
	goldens(t, looks{
		{"plain", uitest.Shot{Room: room}},
		{"demo", uitest.Shot{Room: room, Demo: true}},
		{"personal", uitest.Shot{Room: room, Windows: []screen.Screen{screen.NewPersonal(kit)}}},
	})
}

func TestLogin(t *testing.T) {
	empty := screen.NewLogin(kit, screen.LoginOptions{})
	filled := after(empty, uitest.Typed(address), uitest.Keys("tab"), uitest.Typed(password))
	refused := func(sentence string) screen.Screen {
		return after(filled, msgs(screen.RefusedMsg{Page: sentence, Focus: "password"}))
	}
	goldens(t, looks{
		{"empty", uitest.Shot{Room: empty}},
		{"empty_store", uitest.Shot{Room: screen.NewLogin(kit, screen.LoginOptions{Empty: true})}},
		{"filled", uitest.Shot{Room: filled}},
		{"demo", uitest.Shot{Room: empty, Demo: true}},
		{"wrong", uitest.Shot{Room: refused(words.Errors.Credentials)}},
		{"throttled", uitest.Shot{Room: refused(words.Errors.Throttled(200 * time.Second))}},
		{"busy", uitest.Shot{Room: filled, Busy: true}},
		{"notice", uitest.Shot{Room: screen.NewLogin(kit, screen.LoginOptions{Notice: screen.Notice{Text: words.Notices.PasswordChanged}})}},
		{"paste_refused", uitest.Shot{Room: after(empty, uitest.Pasted("a\tb"))}},
		{"create_off", uitest.Shot{Room: empty, Windows: []screen.Screen{screen.NewCreateOff(kit)}}},
		{"forgotten", uitest.Shot{Room: empty, Windows: []screen.Screen{screen.NewForgotten(kit)}}},
	})
}

func TestAlert(t *testing.T) {
	login := screen.NewLogin(kit, screen.LoginOptions{})
	over := func(d policy.Date) uitest.Shot {
		return uitest.Shot{Room: login, Windows: []screen.Screen{screen.NewAlert(kit, d)}}
	}
	goldens(t, looks{
		{"over_login", over(lila(15).Expiry.LastDay)},
		{"first_of_month", over(policy.Date{Year: 2024, Month: 7, Day: 1})},
	})
}

// signUp fills the creation form down to the question.
func signUp(s screen.Screen) screen.Screen {
	return after(s,
		uitest.Keys("tab"), uitest.Typed("ROSEMONDE"), uitest.Keys("tab"), uitest.Typed("Lila"),
		uitest.Keys("tab"), uitest.Typed(address), uitest.Keys("tab"), uitest.Typed(address),
		uitest.Keys("tab"), uitest.Typed(password))
}

func TestCreate(t *testing.T) {
	empty := screen.NewCreate(kit)
	filled := after(signUp(empty), msgs(scored("create", strength.Normal, 12, strength.None, 29)))
	own := after(filled, uitest.Keys("tab", "tab", "left", "tab"), uitest.Typed("Nom de mon bateau ?"))
	wrong := after(filled, msgs(beside(
		"last_name", words.Errors.Missing, "email", words.Errors.EmailTaken, "email_confirm", words.Errors.EmailsDiffer,
		"confirm", words.Errors.Password[policy.Mismatch], "answer", words.Errors.Missing)))
	goldens(t, looks{
		{"empty", uitest.Shot{Room: empty}},
		{"filled", uitest.Shot{Room: filled}},
		{"own_question", uitest.Shot{Room: own}},
		{"errors", uitest.Shot{Room: wrong}},
		{"busy", uitest.Shot{Room: filled, Busy: true}},
	})
}

func TestExpiredAddress(t *testing.T) {
	bare := screen.NewExpiredAddress(kit, "")
	start := after(bare, msgs(leafletPicture()))
	filled := after(start, uitest.Typed(address), uitest.Keys("tab"), uitest.Typed("ab2"))
	goldens(t, looks{
		{"picture", uitest.Shot{Room: start}},
		{"loading", uitest.Shot{Room: bare}},
		{"filled", uitest.Shot{Room: filled}},
		{"spoken", uitest.Shot{Room: after(filled, uitest.Clicked("listen"))}},
		{"wrong", uitest.Shot{Room: after(filled, msgs(beside("captcha", words.Errors.Captcha), leafletPicture()))}},
		{"missing", uitest.Shot{Room: after(start, msgs(beside("email", words.Errors.Missing, "captcha", words.Errors.Missing)))}},
		{"busy", uitest.Shot{Room: filled, Busy: true}},
		{"again", uitest.Shot{Room: after(screen.NewExpiredAddress(kit, address), msgs(leafletPicture()))}},
		{"support", uitest.Shot{Room: start, Windows: []screen.Screen{screen.NewSupport(kit)}}},
	})
}

func TestExpiredPassword(t *testing.T) {
	empty := screen.NewExpiredPassword(kit, address)
	typed := after(empty, uitest.Typed(other), uitest.Keys("tab"), uitest.Typed(password))
	all := looks{{"empty", uitest.Shot{Room: empty}}}
	for name, msg := range meterStates("expired") {
		all = append(all, look{name, uitest.Shot{Room: after(typed, msgs(msg))}})
	}
	wrongOld := beside("old_password", words.Errors.OldPassword)
	wrongOld.KeepSecrets = false
	all = append(all, look{"wrong_old", uitest.Shot{Room: after(typed, msgs(wrongOld))}})
	for name, finding := range map[string]policy.Finding{
		"refused_short": policy.TooShort, "refused_weak": policy.TooWeak, "refused_same": policy.SameAsCurrent,
		"refused_used": policy.UsedBefore, "refused_missing": policy.Missing, "refused_long": policy.TooLong,
		"refused_control": policy.ControlChar,
	} {
		all = append(all, look{name, uitest.Shot{Room: after(typed, msgs(beside("password", words.Errors.Password[finding])))}})
	}
	all = append(all,
		look{"refused_mismatch", uitest.Shot{Room: after(typed, msgs(beside("confirm", words.Errors.Password[policy.Mismatch])))}},
		look{"not_expired", uitest.Shot{Room: after(typed, msgs(screen.RefusedMsg{Page: words.Errors.NotExpired}))}},
		look{"busy", uitest.Shot{Room: typed, Busy: true}})
	goldens(t, all)
}

func TestRecap(t *testing.T) {
	room := screen.NewRecap(kit, policy.Date{Year: 2026, Month: 8, Day: 7})
	goldens(t, looks{{"done", uitest.Shot{Room: room}}})
}
