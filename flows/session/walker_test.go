package session

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/account"
	"peremption/flows/mail"
	"peremption/flows/route"
	"peremption/policy"
	"peremption/store"
	"peremption/ui/screen"
	"peremption/ui/widget"
)

// walker presses anything, and remembers what was really proven.
type walker struct {
	t      *testing.T
	p      *person
	choose func(int) (int, bool)
	over   bool // the choices are used up
	store  *memory
	cfg    Config
	tally  *tally

	mailbag []tea.Msg // results that have not been let in
	spent   []tea.Msg // results that have, to be forged again

	passwords, answers map[string]string // by number, as they are now
	proven             proven
}

// proven is the model of one session: what the person gave, by the values that
// the service made for it.
type proven struct {
	image    map[*account.Renewal]string  // the address given with the right image
	signedIn map[*account.SignedIn]string // the number whose password was given
	right    string                       // the number whose password was given last
}

func (w *walker) pick(n int) int {
	i, ok := w.choose(n)
	w.over = w.over || !ok
	return i
}

func (w *walker) one(of ...string) string { return of[w.pick(len(of))] }

// secrets are all that must never be seen.
func (w *walker) secrets() []string {
	return []string{lila.password, basile.password, odile.password, fresh, fresher, mistaken, lila.answer, basile.answer}
}

func (w *walker) step() {
	s := w.p.model
	switch { // so that the walk gets on
	case len(w.mailbag) > 0 && w.pick(2) == 0:
		w.deliver()
		return
	case len(s.windows) > s.placeWindows() && w.pick(3) == 0:
		w.press("esc")
		return
	}
	switch n := w.pick(100); {
	case n < 42:
		w.press(w.one("tab", "tab", "tab", "enter", "enter", "enter", "esc", "shift+tab", "down", "up", "left", "right",
			"space", "ctrl+r", "ctrl+u", "ctrl+w", "ctrl+k", "backspace", "home", "end", "f1", "f2", "f3", "f4", "f5",
			"pgdown", "?", "x", "é", "ctrl+x"))
	case n < 52:
		w.send(tea.PasteMsg{Content: w.fitting()})
	case n < 58:
		w.send(tea.MouseClickMsg{X: w.pick(max(1, s.width)), Y: w.pick(max(1, s.height)), Button: tea.MouseLeft})
	case n < 60:
		w.send(tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[w.pick(2)]})
	case n < 62:
		size := [][2]int{{80, 24}, {80, 24}, {60, 16}, {120, 40}, {59, 16}, {10, 3}}[w.pick(6)]
		w.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
	case n < 72:
		w.ask(w.event())
	case n < 78:
		w.fillIn()
	case n < 92:
		w.deliver()
	case n < 96:
		w.forge()
	case n < 98:
		time.Sleep([]time.Duration{time.Second, 31 * time.Second, 2 * time.Minute, 11 * time.Minute}[w.pick(4)])
		w.collect()
	case n < 99:
		w.store.forgive()
	default:
		w.press("ctrl+c")
	}
}

// fitting is a text that belongs into what has the focus.
func (w *walker) fitting() string {
	if w.inSecret() {
		return w.one(w.secrets()...)
	}
	return w.one(w.email(), w.email(), image, "12345678", "xxxxxx", "\x1b[31m", "")
}

func (w *walker) press(name string) { w.send(keyNamed(name)) }

// send gives the model a message, knowing what its screen will ask for.
func (w *walker) send(msg tea.Msg) {
	var asked screen.Event
	s := w.p.model
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if !s.Busy() && !s.tooSmall() {
			_, asked, _ = s.top().Update(msg)
		}
	case tea.MouseClickMsg:
		asked = w.clicked(msg)
	}
	w.happens(asked, func() { w.p.take(msg) })
}

// ask gives the session an event as if a screen had asked for it, whether or
// not one of this place ever would.
func (w *walker) ask(event screen.Event) {
	if s := w.p.model; s.Busy() || s.tooSmall() {
		return
	}
	w.happens(event, func() {
		next, cmd := w.p.model.answer(event)
		w.p.model = next
		w.p.run(cmd)
		w.p.look(event)
	})
}

// happens does a step and holds its outcome to the invariants.
func (w *walker) happens(asked screen.Event, do func()) {
	w.t.Helper()
	w.tally.steps++
	before := w.p.model
	w.note(asked, before)
	do()
	w.collect()
	s := w.p.model
	if s.fault.happened {
		w.p.fail("panicked")
	}
	if from, to := before.Place(), s.Place(); from != to {
		w.tally.moves++
		if !ways()[[2]route.Place{from, to}] {
			w.p.fail("moved from %s to %s, which is no way of the table", from, to)
		}
		if w.tally.lines == nil {
			w.tally.lines = map[[2]route.Place]bool{}
		}
		w.tally.lines[[2]route.Place{from, to}] = true
	}
	if in := s.proofs.signedIn; in != nil && w.proven.signedIn[in] == "" {
		if s.proofs.person.Number != w.proven.right {
			w.p.fail("signed in as %s by the password of %q", s.proofs.person.Number, w.proven.right)
		}
		w.proven.signedIn[in] = s.proofs.person.Number
	}
	for _, written := range w.store.take() {
		w.tally.writes++
		w.justify(written, asked, before)
	}
	if w.p.quit {
		w.sit()
	}
}

// note remembers what an event proves.
func (w *walker) note(asked screen.Event, s Session) {
	switch e := asked.(type) {
	case screen.LoginSubmitted:
		w.proven.right = ""
		if a, err := w.store.byEmail(e.Email); err == nil && w.passwords[a.Number] == e.Password.Reveal() {
			w.proven.right = a.Number
		}
	case screen.AddressSubmitted:
		if strings.EqualFold(e.Captcha, image) {
			w.proven.image[s.proofs.renewal] = e.Email
		}
	case screen.PictureAsked: // another image, and the proof is gone
		delete(w.proven.image, s.proofs.renewal)
	}
}

// justify wants the proofs of this very flow for what was written.
func (w *walker) justify(written write, asked screen.Event, s Session) {
	w.t.Helper()
	number := written.after.Number
	if written.before.Answer != written.after.Answer {
		e, ok := asked.(screen.ContactSubmitted)
		if !ok || e.Current.Reveal() != w.passwords[number] || w.proven.signedIn[s.proofs.signedIn] != number {
			w.p.fail("the question of %s changed by %T", number, asked)
		}
		w.answers[number] = e.Answer.Reveal()
		return
	}
	if written.before.Email != written.after.Email {
		if e, ok := asked.(screen.CodeSubmitted); !ok || e.Code.Reveal() != w.code() || w.proven.signedIn[s.proofs.signedIn] != number {
			w.p.fail("the address of %s moved by %T", number, asked)
		}
		return
	}
	ok := false
	switch e := asked.(type) {
	case screen.RenewalSubmitted:
		ok = written.action == "password.renew" && e.Old.Reveal() == w.passwords[number] &&
			store.EmailKey(w.proven.image[s.proofs.renewal]) == store.EmailKey(written.before.Email)
	case screen.AnswerSubmitted:
		right := policy.NewSecret(w.answers[number])
		ok = written.action == "password.change" && w.proven.signedIn[s.proofs.signedIn] == number &&
			policy.NormalizeAnswer(e.Answer).Reveal() == policy.NormalizeAnswer(right).Reveal()
	case screen.IdentifiersSubmitted:
		ok = written.action == "password.change" && w.proven.signedIn[s.proofs.signedIn] == number && w.answers[number] == ""
	}
	if !ok {
		w.p.fail("%s of %s written by %T without its proofs", written.action, number, asked)
	}
	w.learn(number, written.after.Hash)
}

// learn finds which password was written.
func (w *walker) learn(number, hash string) {
	w.t.Helper()
	for _, candidate := range w.secrets() {
		if ok, _, err := hasher.Verify(hash, policy.NewSecret(candidate)); err == nil && ok {
			w.passwords[number] = candidate
			return
		}
	}
	w.p.fail("%s has a password that nobody typed", number)
}

// collect takes in what commands brought, without letting it into the model.
func (w *walker) collect() {
	synctest.Wait()
	for len(w.p.inbox) > 0 {
		msg := <-w.p.inbox
		if _, ok := msg.(tea.QuitMsg); ok {
			w.p.quit = true
			continue
		}
		w.mailbag = append(w.mailbag, msg)
	}
}

// deliver lets in one of the results that wait, not always the oldest.
func (w *walker) deliver() {
	if len(w.mailbag) == 0 {
		return
	}
	i := w.pick(len(w.mailbag))
	msg := w.mailbag[i]
	w.mailbag = append(w.mailbag[:i:i], w.mailbag[i+1:]...)
	w.spent = append(w.spent, msg)[max(0, len(w.spent)-50):]
	w.happens(nil, func() { w.p.take(msg) })
}

// forge replays an old result, or makes one of a wrong ticket or visit.
func (w *walker) forge() {
	w.tally.forged++
	s := w.p.model
	table := route.Table()
	forged := outcomeMsg{
		ticket: s.work.ticket + 1 + w.pick(3), visit: s.work.visit,
		outcome: outcome{fact: table[w.pick(len(table))].Fact},
	}
	switch w.pick(3) {
	case 0:
		if len(w.spent) > 0 {
			msg := w.spent[w.pick(len(w.spent))]
			w.happens(nil, func() { w.p.take(msg) })
		}
		return
	case 1:
		forged.ticket, forged.visit = 0, s.work.visit-1-w.pick(3)
	}
	w.happens(nil, func() { w.p.take(forged) })
	if w.p.model.Place() != s.Place() && !w.p.quit {
		w.p.fail("moved by a forged result")
	}
}

func (w *walker) code() string {
	letter, ok := w.store.letter(string(mail.EmailCode))
	if !ok {
		return "00000000"
	}
	return eightDigits.FindString(string(letter.Message))
}

// clicked is what a click will ask for.
func (w *walker) clicked(msg tea.MouseClickMsg) screen.Event {
	s := w.p.model
	if s.Busy() || s.tooSmall() {
		return nil
	}
	id := s.compose().Hit(msg.X, msg.Y)
	if id == "" {
		return nil
	}
	_, asked, _ := s.top().Update(widget.ClickedMsg{ID: id})
	return asked
}
