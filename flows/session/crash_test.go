package session

import (
	"context"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/flows/route"
	"peremption/store"
	"peremption/ui/frame"
	"peremption/ui/screen"
)

// bomb is a room with a fault of its own, which quotes what was typed.
type bomb struct{ update, view, command, wipe string }

func (b bomb) Update(msg tea.Msg) (screen.Screen, screen.Event, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok && b.update != "" {
		panic("index of " + b.update)
	}
	if b.command == "" {
		return b, nil, nil
	}
	explode := func() tea.Msg { panic("measured " + b.command) }
	return b, nil, tea.Batch(explode, func() tea.Msg { return nil })
}

func (b bomb) View(frame.Area) frame.Frame {
	if b.view != "" {
		panic("drawn " + b.view)
	}
	return frame.Frame{}
}

func (b bomb) Wipe() screen.Screen {
	if b.wipe != "" {
		panic("wiped " + b.wipe)
	}
	return b
}

func (bomb) Bindings() []key.Binding { return nil }
func (bomb) Dirty() bool             { return true }
func (bomb) InText() bool            { return true }

// a fault of a screen ends the program in order, leaves nothing typed in
// the model, and reports where it is without a word of what was typed.
func TestAFaultyScreen(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]bomb{
		"update": {update: fresh, wipe: fresh}, "view": {view: fresh}, "command": {command: fresh},
	} {
		t.Run(name, func(t *testing.T) {
			inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
				p := w.sit().enter(lila)
				stopped := false
				p.model.fault.end = func() { stopped = true }
				p.model.room = b
				next, cmd := p.model.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
				p.model = next.(Session)
				p.run(cmd)
				p.model.View()
				p.Settle()
				if !p.quit && !stopped {
					t.Error("the program goes on")
				}
				if err := ended(context.Background(), p.model, nil); err != ErrCrashed {
					t.Errorf("ended with %v", err)
				}
				if p.quit && (p.model.room.Dirty() || p.model.proofs != (proofs{})) {
					t.Error("something typed or proven is left")
				}
				if log := w.log.String(); !strings.Contains(log, "program panicked") || !strings.Contains(log, "crash_test.go") ||
					strings.Contains(log, fresh) {
					t.Errorf("the log says %q", log)
				}
			})
		})
	}
}

// work that panics changes nothing, says so, and the program goes on.
func TestFaultyWork(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").renew(fresh).Hidden(lila.answer)
		w.store.onCommit(func(_ context.Context, c store.Change) (uint64, error) {
			panic("while writing " + c.Account.FirstName)
		})
		p.Press("enter").On("Le service est momentanément indisponible. Rien n'a été enregistré").
			In(route.IdentifiersAnswer).See(strings.Repeat("•", len(lila.answer)))
		if log := w.log.String(); !strings.Contains(log, "work panicked with a string") || strings.Contains(log, "while writing") {
			t.Errorf("the log says %q", log)
		}
		w.store.onCommit(nil)
		p.Press("esc").On("Modifiez vos identifiants.").Tab("Valider les modifications").Press("enter")
		p.On("Question de confiance").Hidden(lila.answer).Press("enter").On("Votre mot de passe a été modifié.")
	})
}

// nothing that was typed on the way through either flow is in the log.
func TestTheLogKeepsSecrets(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila, basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().address(basile.email, image).passwords(mistaken, fresh)
		p.passwords(basile.password, fresh).In(route.Recap)
		q := w.sit().login(lila.email, mistaken).Hidden(lila.password).Press("enter", "enter", "enter").renew(fresher)
		q.Hidden("Réglisse").Press("enter").Hidden(lila.answer).Press("enter").On("Votre mot de passe a été modifié.")
		for _, secret := range append(p.secrets, q.secrets...) {
			if strings.Contains(w.log.String(), secret) {
				t.Errorf("%q is in the log:\n%s", secret, w.log)
			}
		}
	})
}
