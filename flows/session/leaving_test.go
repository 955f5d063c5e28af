package session

import (
	"strings"
	"testing"

	"peremption/flows/route"
)

// Typed text is not lost by a key that leaves: the person is asked.
func TestLeavingAsksFirst(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.")
		p.Hidden(fresh).Press("tab").Hidden(fresher)
		for _, leave := range []string{"Annuler", "Espace pro.", "Impots.gouv.fr", "Quitter"} {
			p.Tab(leave).Press("enter").On("Ce que vous avez saisi sur cet écran sera perdu.").
				At("Continuer la saisie").Press("enter")
			p.In(route.Identifiers).Not("sera perdu").See(strings.Repeat("•", 23)) // as many as the field shows
		}
		p.Press("esc").On("Abandonner la saisie ?").Press("esc").In(route.Identifiers).Not("sera perdu")
		p.Press("f1").Press("esc").In(route.Identifiers)
		p.Press("esc").On("Abandonner la saisie ?").Press("tab").At("Abandonner").Press("enter").In(route.Home)
		p.Press("enter").On("Modifiez vos identifiants.").Not("•")
	})
}

// Leaving by the link that was asked for, not by the key that comes to mind.
func TestLeavingGoesWhereItWasAsked(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.").Hidden(fresh)
		p.Tab("Quitter").Press("enter").On("Abandonner la saisie ?").Click("[ Abandonner ]")
		p.On("Vous êtes déconnecté.").In(route.Login)
		if n := w.count(lila.number, "session.sign-out ok"); n != 1 {
			t.Errorf("%d sign-outs", n)
		}
	})
}

// With nothing typed there is nothing to ask.
func TestLeavingWithNothingTyped(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.").Press("esc").In(route.Home)
		p.Press("esc").In(route.Home).Tab("Quitter").Press("enter").In(route.Login).Press("esc").In(route.Welcome)
	})
}

// The wizard's address is typed text as well.
func TestLeavingTheWizard(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().Paste(basile.email).Press("esc").On("Abandonner la saisie ?").Press("esc").
			On("Mot de passe expiré").See(basile.email).Press("tab").Type(image).Press("enter")
		p.In(route.ExpiredPassword).Hidden(basile.password).Press("esc").On("Abandonner la saisie ?").
			Press("tab", "enter").In(route.ExpiredAddress).See(basile.email)
		// Gone back, the proof of the image is gone as well.
		p.Type("xxxxxx").Press("enter").See("Les caractères saisis ne correspondent pas à l'image.")
		p.Press("esc").On("Abandonner la saisie ?").Press("tab", "enter").In(route.Login)
	})
}
