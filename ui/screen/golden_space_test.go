package screen_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/ui/screen"
	"peremption/ui/uitest"
)

func TestHome(t *testing.T) {
	home := func(days int, notice string) uitest.Shot {
		return uitest.Shot{Room: screen.NewHome(kit, lila(days), screen.Notice{Text: notice}), Space: true}
	}
	offer := func(name string) uitest.Shot {
		shot := home(15, "")
		shot.Windows = []screen.Screen{screen.NewOffer(kit, name)}
		return shot
	}
	goldens(t, looks{
		{"days_15", home(15, "")},
		{"days_1", home(1, "")},
		{"days_0", home(0, "")},
		{"in_date", home(400, "")},
		{"notice", home(400, words.Notices.EmailChanged("lila@example.fr"))},
		{"offer_known", offer("Calendrier fiscal")},
		{"offer_other", offer("Taxe de séjour")},
	})
}

func TestServices(t *testing.T) {
	room := screen.NewServices(kit)
	goldens(t, looks{
		{"plain", uitest.Shot{Room: room, Space: true}},
		{"notice", uitest.Shot{Room: after(room, msgs(screen.NoticeMsg{Text: words.Notices.QuestionChanged})), Space: true}},
	})
}

func TestContact(t *testing.T) {
	without, own := lila(400), lila(400)
	without.Question, own.Question = "", "Nom de mon bateau ?"
	with := screen.NewContact(kit, lila(400))
	typed := after(with, uitest.Keys("tab"), uitest.Typed(answer), uitest.Keys("tab"), uitest.Typed(password))
	wrong := after(typed, msgs(beside("answer", words.Errors.Missing, "old_password", words.Errors.CurrentPassword)))
	in := func(s screen.Screen) uitest.Shot { return uitest.Shot{Room: s, Space: true} }
	goldens(t, looks{
		{"with_question", in(with)},
		{"without_question", in(screen.NewContact(kit, without))},
		{"own_question", in(screen.NewContact(kit, own))},
		{"filled", in(typed)},
		{"errors", in(wrong)},
		{"notice", in(after(with, msgs(screen.NoticeMsg{Text: words.Notices.QuestionChanged})))},
		{"busy", uitest.Shot{Room: typed, Space: true, Busy: true}},
		{"leave", uitest.Shot{Room: typed, Space: true, Windows: []screen.Screen{screen.NewLeave(kit)}}},
	})
}

func TestIdentifiers(t *testing.T) {
	in := func(s screen.Screen) uitest.Shot { return uitest.Shot{Room: s, Space: true} }
	pending := lila(15)
	pending.PendingEmail = "lila@example.fr"
	empty := screen.NewIdentifiers(kit, lila(15), false)
	modify := screen.NewIdentifiers(kit, lila(15), true)
	typed := after(modify, uitest.Typed(password))
	both := after(typed, uitest.Clicked("box.email"), uitest.Keys("tab"), uitest.Typed("lila@example.fr"))
	confirmed := after(typed, uitest.Keys("tab"), uitest.Typed(other))
	refuse := func(s screen.Screen, m tea.Msg) uitest.Shot { return in(after(s, msgs(m))) }
	all := looks{
		{"empty", in(empty)},
		{"modify", in(modify)},
		{"both", in(both)},
		{"pending", in(screen.NewIdentifiers(kit, pending, false))},
		{"nothing_ticked", refuse(empty, screen.RefusedMsg{Page: words.Errors.NothingTicked, KeepSecrets: true})},
		{"refused_weak", refuse(confirmed, beside("password", words.Errors.Password[policy.TooWeak]))},
		{"refused_mismatch", refuse(confirmed, beside("confirm", words.Errors.Password[policy.Mismatch]))},
		{"refused_emails", refuse(both, beside("email", words.Errors.SameEmail, "email_confirm", words.Errors.EmailsDiffer))},
		{"busy", uitest.Shot{Room: confirmed, Space: true, Busy: true}},
		{"advice", uitest.Shot{Room: typed, Space: true, Windows: []screen.Screen{sized(screen.NewAdvice(kit))}}},
	}
	for name, msg := range meterStates("identifiers") {
		all = append(all, look{name, refuse(typed, msg)})
	}
	goldens(t, all)
}

func TestIdentifiersAnswer(t *testing.T) {
	room := screen.NewIdentifiers(kit, lila(15), true)
	window := screen.NewIdentifiersAnswer(kit, lila(15).Question)
	wrong := beside("answer", words.Errors.Answer+" "+words.Errors.AnswersLeft(2))
	wrong.KeepSecrets = false
	over := func(s screen.Screen) uitest.Shot {
		return uitest.Shot{Room: room, Space: true, Windows: []screen.Screen{s}}
	}
	goldens(t, looks{
		{"empty", over(window)},
		{"wrong", over(after(window, uitest.Typed(answer), msgs(wrong)))},
		{"busy", uitest.Shot{Room: room, Space: true, Busy: true, Windows: []screen.Screen{after(window, uitest.Typed(answer))}}},
	})
}

func TestIdentifiersCode(t *testing.T) {
	room := screen.NewIdentifiers(kit, lila(15), false)
	window := screen.NewIdentifiersCode(kit, "lila@example.fr")
	over := func(s screen.Screen) uitest.Shot {
		return uitest.Shot{Room: room, Space: true, Windows: []screen.Screen{s}}
	}
	goldens(t, looks{
		{"empty", over(window)},
		{"wrong", over(after(window, uitest.Typed("12345678"), msgs(beside("code", words.Errors.Code))))},
	})
}
