package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/route"
	"peremption/store"
)

// While work runs the button says so and keys wait: one press, one commit.
func TestASecondPressDoesNothing(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().Press("enter").Paste(lila.email).Press("tab").Hidden(lila.password).Hold().Press("enter")
		p.See("Vérification…").Press("enter", "enter", "tab", "x", "f1", "f5").Paste("y").Click("Mot de passe oublié").
			Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		p.See("Vérification…", "Échap abandonner").Not("oublié »", "▸[ Connexion ]")
		p.Release().In(route.Alert)

		p.Press("enter", "enter").renew(fresh).Hidden(lila.answer).Hold().Press("enter").See("Enregistrement…").
			Press("enter", "enter", "space").Release()
		p.On("Votre mot de passe a été modifié.")
		if got := w.audit(lila.number); !slices.Equal(got, []string{"account.add ok", "session.sign-in ok", "password.change ok"}) {
			t.Errorf("audit %q", got)
		}
		if got := w.letters(); len(got) != 1 {
			t.Errorf("letters %q", got)
		}
	})
}

// The spinner turns while work runs, and only then.
func TestTheSpinnerTurns(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{odile}, func(t *testing.T, w *town) {
		gate := make(chan struct{})
		w.store.onHit(func() { <-gate })
		p := w.sit().login(odile.email, odile.password).See("Vérification…")
		signs := map[string]bool{}
		for range 20 {
			signs[p.Wait(time.Second/10).screen().String()] = true
		}
		if len(signs) < 5 {
			t.Errorf("%d different frames in two seconds of work", len(signs))
		}
		close(gate)
		p.Settle().In(route.Home)
		before := p.frames
		if p.Wait(time.Minute); p.frames > before+1 {
			t.Errorf("%d frames in an idle minute", p.frames-before)
		}
	})
}

// Échap before anything was handed to the store: nothing is changed, and what
// was typed stays.
func TestGivingUpInTime(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").renew(fresh).On("Question de confiance").Hidden(lila.answer)
		gate := make(chan struct{})
		w.store.onHit(func() { <-gate })
		p.Press("enter").See("Enregistrement…").Press("esc").See("Enregistrement…") // until the answer is known
		close(gate)
		p.Settle().On("Opération abandonnée. Rien n'a été modifié.").In(route.IdentifiersAnswer).
			See(strings.Repeat("•", len(lila.answer)))
		if !w.opens(lila.email, lila.password) || len(w.letters()) != 0 {
			t.Error("something was changed after all")
		}
		w.store.onHit(nil)
		p.Press("enter").On("Votre mot de passe a été modifié.")
	})
}

// Échap after the commit was handed over: the person is told the truth.
func TestGivingUpTooLate(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, at string
		walk     func(*town, *person) *person
		done     string
	}{
		{"renew", august, func(_ *town, p *person) *person {
			return p.wizard().address(basile.email, image).Hidden(basile.password).Press("tab").Hidden(fresh).
				Press("tab").Hidden(fresh)
		}, "Votre mot de passe a été réinitialisé avec succès."},
		{"identifiers", july, func(_ *town, p *person) *person {
			return p.enter(lila).Press("enter").renew(fresh).Hidden(lila.answer)
		}, "Votre mot de passe a été modifié."},
		{"question", july, func(_ *town, p *person) *person {
			return p.enter(lila).Tab("Gérer les services").Press("enter").Tab("Gérer vos coordonnées").Press("enter").
				Tab("Réponse").Hidden("Argonaute").Press("enter").Hidden(lila.password)
		}, "Votre question de confiance a été enregistrée."},
		{"e-mail", july, func(w *town, p *person) *person {
			p.enter(lila).newAddress(newEmail).Hidden(lila.answer).Press("enter").On("Un code à 8 chiffres")
			return p.Type(w.code())
		}, "Votre adresse électronique de connexion est désormais " + newEmail},
	} {
		t.Run(row.name, func(t *testing.T) {
			inTown(t, row.at, []somebody{lila, basile}[:1+strings.Count(row.name, "renew")], func(t *testing.T, w *town) {
				p := row.walk(w, w.sit())
				gate := make(chan struct{})
				w.store.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
					if c.Account != nil {
						<-gate
					}
					return w.store.Store.Commit(ctx, c)
				})
				p.Press("enter").See("Échap abandonner").Press("esc", "esc")
				close(gate)
				p.Settle().On(row.done).Not("Opération abandonnée")
			})
		})
	}
}

// A commit whose end nobody knows is told as such, and not as nothing.
func TestAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().address(basile.email, image)
		w.store.onCommit(func(context.Context, store.Change) (uint64, error) {
			return 0, fmt.Errorf("%w: %w", store.ErrUnknown, context.DeadlineExceeded)
		})
		p.passwords(basile.password, fresh).On("Nous ne savons pas si la modification a été enregistrée").
			Not("Rien n'a été").In(route.ExpiredPassword)
	})
}

// An image that was spent when the person gave up is replaced, for the same
// press could only fail.
func TestGivingUpAtTheImage(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().Paste(basile.email).Press("tab").Type(image)
		shown := p.picture()
		w.store.onCommit(func(context.Context, store.Change) (uint64, error) { return 0, store.ErrUnavailable })
		p.Press("enter").On("Le service est momentanément indisponible.")
		w.store.onCommit(nil)
		if p.picture() == shown {
			t.Error("a spent image is still shown")
		}
		p.Type(image).Press("enter").In(route.ExpiredPassword)
	})
}

// a store that cannot write: no success is shown, what was typed stays,
// and the same press succeeds once the store is back.
func TestAStoreThatCannotWrite(t *testing.T) {
	t.Parallel()
	broken := func(context.Context, store.Change) (uint64, error) { return 0, store.ErrUnavailable }
	const sorry = "Le service est momentanément indisponible. Rien n'a été enregistré : réessayez dans un instant."
	for _, row := range []struct {
		name, at string
		walk     func(*person) *person
		kept     string
		done     string
	}{
		{
			"sign in", july,
			func(p *person) *person { return p.Press("enter").Paste(lila.email).Press("tab").Hidden(lila.password) },
			strings.Repeat("•", len(lila.password)), "Votre mot de passe expire le 22 juillet 2024",
		},
		{
			"identifiers", july,
			func(p *person) *person { return p.enter(lila).Press("enter").renew(fresh).Hidden(lila.answer) },
			strings.Repeat("•", len(lila.answer)), "Votre mot de passe a été modifié.",
		},
		{
			"expired", august,
			func(p *person) *person {
				return p.wizard().address(basile.email, image).Hidden(basile.password).Press("tab").Hidden(fresh).
					Press("tab").Hidden(fresh)
			},
			strings.Repeat("•", len(fresh)), "Votre mot de passe a été réinitialisé avec succès.",
		},
		{
			"contact", july,
			func(p *person) *person {
				return p.enter(lila).Tab("Gérer les services").Press("enter").Tab("Gérer vos coordonnées").Press("enter").
					Tab("Réponse").Hidden("Argonaute").Press("enter").Hidden(lila.password)
			},
			strings.Repeat("•", len(lila.password)), "Votre question de confiance a été enregistrée.",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			inTown(t, row.at, []somebody{lila, basile}[:1+strings.Count(row.name, "expired")], func(t *testing.T, w *town) {
				p := row.walk(w.sit())
				place, letters := p.model.Place(), len(w.letters())
				w.store.onCommit(broken)
				p.Press("enter").On(sorry).In(place).See(row.kept).Not(row.done)
				if !strings.Contains(w.log.String(), "work failed") {
					t.Error("the fault is not in the log")
				}
				if len(w.letters()) != letters {
					t.Errorf("letters %q", w.letters())
				}
				w.store.onCommit(nil)
				p.Press("enter").On(row.done)
			})
		})
	}
}

// A result that comes late, or that nobody asked for, moves nobody.
func TestLateResultsAreDropped(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().Hold().Click("Changer l'image")
		p.Press("esc").In(route.Login).Release().In(route.Login).Not("Chargement…")

		in := outcome{fact: route.SignedIn}
		visit, ticket := p.model.work.visit, p.model.work.ticket
		for _, forged := range []outcomeMsg{
			{ticket: ticket, visit: visit, outcome: in}, // it has been taken in before
			{ticket: -1, visit: visit, outcome: in},
			{ticket: ticket + 1, visit: visit, outcome: in},
			{visit: visit - 1, outcome: in},
			{visit: visit + 1, outcome: in},
			{ticket: ticket, err: errors.New("late")},
		} {
			p.Send(forged).In(route.Login).Not("indisponible")
		}
		p.Hold().login(basile.email, basile.password)
		p.Send(outcomeMsg{ticket: ticket, visit: visit, outcome: in}).In(route.Login)
		p.Release().In(route.ExpiredAddress)
	})
}

// two sessions renew one account at once; one wins, the other is told.
func TestTwoRenewalsAtOnce(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		first, second := w.sit().wizard().address(basile.email, image), w.sit().wizard().address(basile.email, image)
		gate := make(chan struct{})
		w.store.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
			<-gate
			return w.store.Store.Commit(ctx, c)
		})
		first.passwords(basile.password, fresh).See("Enregistrement…")
		second.passwords(basile.password, fresher).See("Enregistrement…")
		close(gate)
		first.Settle().On("Votre mot de passe a été réinitialisé avec succès.").In(route.Recap)
		second.Settle().On("Votre compte vient d'être modifié par ailleurs. Rien n'a été enregistré").In(route.ExpiredPassword)
		if !w.opens(basile.email, fresh) || len(w.letters()) != 1 || w.count(basile.number, "password.renew ok") != 1 {
			t.Errorf("letters %q, audit %q", w.letters(), w.audit(basile.number))
		}
	})
}

// a password changed in one session ends the others at their next step.
func TestAChangeEndsOtherSessions(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		answering, asking, typing := w.sit().enter(lila), w.sit().enter(lila), w.sit().enter(lila)
		answering.Press("enter").renew(fresher).On("Question de confiance").Hidden(lila.answer)
		asking.Tab("Gérer les services").Press("enter").Tab("Gérer vos coordonnées").Press("enter").
			Tab("Réponse").Hidden("Argonaute").Press("enter").Hidden(lila.password)
		typing.Press("enter").On("Modifiez vos identifiants.").Hidden(fresher).Press("tab").Hidden(fresher)

		w.sit().enter(lila).Press("enter").renew(fresh).Hidden(lila.answer).Press("enter").On("Votre mot de passe a été modifié.")
		for _, p := range []*person{answering, asking, typing} {
			p.Press("enter").On("Votre session est terminée. Connectez-vous de nouveau.").In(route.Login)
		}
		if !w.opens(lila.email, fresh) || len(w.letters()) != 1 {
			t.Errorf("letters %q", w.letters())
		}
	})
}
