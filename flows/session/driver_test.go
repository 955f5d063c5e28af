package session

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"peremption/flows/account"
	"peremption/flows/route"
	"peremption/ui/text"
)

// person sits at a session: looks at the screen, presses keys, waits until
// nothing moves any more, and looks again. After every message the frame is
// held to what must hold of all frames.
type person struct {
	t       *testing.T
	model   Session
	inbox   chan tea.Msg // what commands brought
	held    bool         // results stay in the inbox until they are let in
	quit    bool
	secrets []string // typed so far; never to be seen
	frames  int
	began   time.Time
}

// sit opens a session in the town, at 80×24 unless the test resizes.
func (w *town) sit(change ...func(*Config)) *person {
	w.t.Helper()
	cfg := Config{
		Service: w.Service, Caller: account.Caller{Actor: "public", Source: "local"},
		Text: text.French(), Context: w.ctx, CreateAllowed: true,
		Log: slog.New(slog.NewTextHandler(w.log, nil)),
	}
	for _, f := range change {
		f(&cfg)
	}
	p := &person{t: w.t, model: New(cfg), inbox: make(chan tea.Msg, 1000), began: time.Now()}
	p.run(p.model.Init())
	return p.Resize(80, 24)
}

// Send gives the model one message and waits until it has come to rest.
func (p *person) Send(msg tea.Msg) *person {
	p.t.Helper()
	p.take(msg)
	return p.Settle()
}

func (p *person) take(msg tea.Msg) {
	p.t.Helper()
	next, cmd := p.model.Update(msg)
	p.model = next.(Session)
	p.run(cmd)
	p.look(msg)
}

// look holds the frame to what must hold of all frames.
func (p *person) look(after any) {
	p.t.Helper()
	p.frames++
	if fault := frameFault(p.model, p.secrets); fault != "" {
		p.fail("after %T: %s", after, fault)
	}
}

// run starts a command as the program would, each on its own goroutine.
func (p *person) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				p.run(c)
			}
		default:
			p.inbox <- msg
		}
	}()
}

// Settle lets everything under way come to its end. Timers do not: they wait
// for Wait.
func (p *person) Settle() *person {
	p.t.Helper()
	for synctest.Wait(); !p.held && len(p.inbox) > 0; synctest.Wait() {
		p.receive()
	}
	return p
}

func (p *person) receive() {
	p.t.Helper()
	msg := <-p.inbox
	if _, ok := msg.(tea.QuitMsg); ok {
		p.quit = true
		return
	}
	p.take(msg)
}

// Wait lets time pass.
func (p *person) Wait(d time.Duration) *person {
	p.t.Helper()
	time.Sleep(d)
	return p.Settle()
}

// Press presses keys by their names, one after the other.
func (p *person) Press(names ...string) *person {
	p.t.Helper()
	for _, name := range names {
		p.Send(keyNamed(name))
	}
	return p
}

// Type types a text that may be seen.
func (p *person) Type(typed string) *person {
	p.t.Helper()
	for _, r := range typed {
		p.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return p
}

// Secret types a text that must never be seen from then on.
func (p *person) Secret(typed string) *person {
	p.t.Helper()
	p.secrets = append(p.secrets, typed)
	return p.Type(typed)
}

// Hidden pastes a text that must never be seen from then on.
func (p *person) Hidden(pasted string) *person {
	p.t.Helper()
	p.secrets = append(p.secrets, pasted)
	return p.Paste(pasted)
}

// Paste pastes a text, as a terminal with bracketed paste does.
func (p *person) Paste(pasted string) *person {
	p.t.Helper()
	return p.Send(tea.PasteMsg{Content: pasted})
}

// Click clicks in the middle of the first place where the label stands.
func (p *person) Click(label string) *person {
	p.t.Helper()
	x, y, ok := p.screen().find(label)
	if !ok {
		p.fail("nothing to click named %q", label)
	}
	return p.Send(tea.MouseClickMsg{X: x + ansi.StringWidth(label)/2, Y: y, Button: tea.MouseLeft})
}

// ClickAt clicks a cell.
func (p *person) ClickAt(x, y int) *person {
	p.t.Helper()
	return p.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// ClickField clicks into the field that has the label, beside it or under it.
func (p *person) ClickField(label string) *person {
	p.t.Helper()
	view := p.screen()
	x, y, ok := view.find(label)
	if !ok {
		p.fail("no field named %q", label)
	}
	for from := x + ansi.StringWidth(label); y < len(view); y, from = y+1, 0 {
		if at := slices.Index(view[y][from:], '['); at >= 0 {
			return p.ClickAt(from+at+2, y).At(label)
		}
	}
	p.fail("nothing to type into at %q", label)
	return p
}

// Resize gives the terminal another size.
func (p *person) Resize(width, height int) *person {
	p.t.Helper()
	return p.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// On says where the person believes to be: the sentence must be on the screen.
func (p *person) On(sentence string) *person {
	p.t.Helper()
	return p.See(sentence)
}

// See wants sentences on the screen, however their lines are broken.
func (p *person) See(sentences ...string) *person {
	p.t.Helper()
	view := p.screen()
	for _, s := range sentences {
		if !view.says(s) {
			p.fail("not on the screen: %q", s)
		}
	}
	return p
}

// Not wants sentences not to be on the screen.
func (p *person) Not(sentences ...string) *person {
	p.t.Helper()
	view := p.screen()
	for _, s := range sentences {
		if view.says(s) {
			p.fail("on the screen: %q", s)
		}
	}
	return p
}

// At wants the focus on what has that label.
func (p *person) At(label string) *person {
	p.t.Helper()
	if !p.screen().focused(label) {
		p.fail("the focus is not at %q", label)
	}
	return p
}

// In wants the person to be in a place of the route.
func (p *person) In(place route.Place) *person {
	p.t.Helper()
	if p.model.Place() != place {
		p.fail("in %s, want %s", p.model.Place(), place)
	}
	return p
}

// Tab presses Tab until the focus is on what has that label.
func (p *person) Tab(label string) *person {
	p.t.Helper()
	for range 60 {
		if p.screen().focused(label) {
			return p
		}
		p.Press("tab")
	}
	p.fail("Tab never comes to %q", label)
	return p
}

// Hold keeps results from reaching the model, and so the session busy.
func (p *person) Hold() *person {
	p.held = true
	return p
}

// Release lets them in.
func (p *person) Release() *person {
	p.t.Helper()
	p.held = false
	return p.Settle()
}

func (p *person) screen() screenText { return draw(p.model) }

func (p *person) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf(format+"\nin %s after %v, frame %d\n%s", append(args, p.model.Place(), time.Since(p.began), p.frames, p.screen().framed())...)
}

// keyNamed is the press of a key: "tab", "ctrl+r", "f2", "é".
func keyNamed(name string) tea.KeyPressMsg {
	var mod tea.KeyMod
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		mod, name = tea.ModCtrl, rest
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		mod, name = tea.ModShift, rest
	}
	codes := map[string]rune{
		"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
		"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5,
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	r := []rune(name)[0]
	if mod != 0 {
		return tea.KeyPressMsg{Code: r, Mod: mod}
	}
	return tea.KeyPressMsg{Code: r, Text: name}
}
