package session

import (
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/flows/mail"
	"peremption/flows/route"
)

// login walks to the login page and gives an address and a password.
func (p *person) login(email, password string) *person {
	p.t.Helper()
	if p.model.Place() == route.Welcome {
		p.On("Bienvenue sur le site des impôts").At("Votre espace professionnel").Press("enter")
	}
	p.On("Connexion à mon espace professionnel").At("Adresse électronique")
	return p.Paste(email).Press("tab").Hidden(password).Press("enter")
}

// enter is login as far as the space.
func (p *person) enter(who somebody) *person {
	p.t.Helper()
	p.login(who.email, who.password)
	if p.model.Place() == route.Alert {
		p.Press("enter")
	}
	return p.In(route.Home).On(who.first + " " + who.last)
}

// renew fills in the identifiers form that opens on the new password.
func (p *person) renew(password string) *person {
	p.t.Helper()
	return p.On("Modifiez vos identifiants.").Hidden(password).Press("tab").Hidden(password).Press("enter")
}

// Flow A of the leaflet, with everything that a person sees on the way.
func TestRenewalBeforeExpiry(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().login(lila.email, lila.password).In(route.Alert)
		p.On("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).").
			See("Pensez à le modifier depuis votre espace professionnel.").
			See("À défaut, l'accès à votre espace sera désactivé.").
			See("Connexion à mon espace professionnel"). // behind the window
			At("OK").Press("enter")
		p.On("Mme Lila ROSEMONDE").In(route.Home).
			See("Abonné : 20101670101919", "Expiration du mot de passe : 22/07/2024").
			See("Attention, votre accès sera bloqué dans 15 jours").
			See(`Votre mot de passe expire bientôt. Afin d'éviter le blocage de votre accès, nous vous invitons à ` +
				`le modifier dès maintenant en cliquant sur le lien "Modifier le mot de passe".`).
			At("Modifier le mot de passe").Press("enter")
		p.On("Modifiez vos identifiants.").In(route.Identifiers).
			See("☑ Saisir mon nouveau mot de passe :", "☐ Modifier mon adresse électronique").
			At("Nouveau mot de passe").See("Niveau de sécurité de votre mot de passe")

		p.Secret("azertyuiopqsdfghjklm").See("Niveau de sécurité : Faible et non autorisé", "Suite de touches voisines").
			Press("enter", "enter").See("Le niveau de sécurité de votre mot de passe est trop faible, veuillez réessayer.")
		p.Press("end")
		for range "azertyuiopqsdfghjklm" {
			p.Press("backspace")
		}
		p.Secret("Guepe_sillon").See("12/20").Secret("_horizon_6620_zinc").See("Niveau de sécurité : Fort").Not("12/20")
		p.secrets = append(p.secrets, fresh)

		p.Press("f2").On("Recommandations pour prévenir des usurpations").Press("esc")
		p.On("Niveau de sécurité : Fort").At("Nouveau mot de passe").Press("tab").Secret(fresh).
			Tab("Valider les modifications").Press("enter")

		p.On("Question de confiance").In(route.IdentifiersAnswer).See(lila.question).
			Secret("Réglisse").Press("enter").
			See("La réponse à la question de confiance est incorrecte. Il vous reste 2 essais.").
			Secret(" caramel ").Press("enter")
		p.On("Votre mot de passe a été modifié. Connectez-vous avec votre nouveau mot de passe.").In(route.Login)

		p.login(lila.email, lila.password).See("L'adresse électronique ou le mot de passe est incorrect.")
		p.Secret(fresh).Press("enter")
		p.On("Expiration du mot de passe : 06/07/2027").In(route.Home).Not("Modifier le mot de passe", "bientôt")

		if got := w.letters(); !slices.Equal(got, []string{"renewed " + lila.email}) {
			t.Errorf("letters %q", got)
		}
		if body := w.letter(mail.Renewed); !strings.Contains(body, "Celui-ci est valable jusqu'au 06 juillet 2027.") {
			t.Errorf("the letter says\n%s", body)
		}
		for event, want := range map[string]int{
			"session.sign-in ok": 2, "session.sign-in refused": 1, "answer.check refused": 1, "password.change ok": 1,
		} {
			if got := w.count(lila.number, event); got != want {
				t.Errorf("%q stands %d times in the audit, want %d: %q", event, got, want, w.audit(lila.number))
			}
		}
	})
}

// The other way of the leaflet: through the services.
func TestRenewalThroughTheServices(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Tab("Gérer les services").Press("enter")
		p.On("INFORMATIONS PERSONNELLES").In(route.Services).
			At("Gérer votre adresse électronique de connexion / votre mot de passe").Press("enter")
		p.On("Cochez le(s) identifiant(s) que vous souhaitez modifier").At("Modifier mon adresse électronique").
			See("☐ Saisir mon nouveau mot de passe :").Not("Niveau de sécurité").
			Tab("Valider les modifications").Press("enter").See("Cochez au moins un identifiant à modifier.")
		p.Tab("Saisir mon nouveau mot de passe").Press("space").See("☑ Saisir mon nouveau mot de passe :", "(20 caractères minimum)").
			Press("tab").renew(fresh)
		p.On("Question de confiance").Hidden(lila.answer).Press("enter")
		p.On("Votre mot de passe a été modifié.").In(route.Login).login(lila.email, fresh).In(route.Home)
	})
}

// what the space says by the days that are left.
func TestDaysLeft(t *testing.T) {
	t.Parallel()
	for _, day := range []struct {
		name, at  string
		alert     bool
		attention string
	}{
		{"60 days", "2024-05-23T09:00:00+02:00", false, ""},
		{"59 days", "2024-05-24T09:00:00+02:00", true, "Attention, votre accès sera bloqué dans 59 jours"},
		{"1 day", "2024-07-21T23:59:00+02:00", true, "Attention, votre accès sera bloqué dans 1 jour"},
		{"the last day", "2024-07-22T23:59:00+02:00", true, "Attention, votre accès sera bloqué aujourd'hui à minuit"},
	} {
		t.Run(day.name, func(t *testing.T) {
			inTown(t, day.at, []somebody{lila}, func(t *testing.T, w *town) {
				p := w.sit().login(lila.email, lila.password)
				if !day.alert {
					p.In(route.Home).See("Expiration du mot de passe : 22/07/2024").Not("Attention", "Modifier le mot de passe")
					return
				}
				p.In(route.Alert).See("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).").Press("esc")
				p.In(route.Home).See(day.attention, "Votre mot de passe expire bientôt.").Not(day.attention + "s")
			})
		})
	}
}

// at midnight the same password leads to the expired flow.
func TestMidnight(t *testing.T) {
	t.Parallel()
	inTown(t, "2024-07-22T23:59:59+02:00", []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().login(lila.email, lila.password).In(route.Alert).Wait(time.Second).Press("enter")
		p.In(route.Home).Tab("Gérer les services").Press("enter", "enter").Tab("Saisir mon nouveau mot de passe").
			Press("space", "tab").renew(fresh)
		p.On("Votre session est terminée. Connectez-vous de nouveau.").In(route.Login)
		p.login(lila.email, lila.password).On("Mot de passe expiré").In(route.ExpiredAddress)
		if w.opens(lila.email, fresh) {
			t.Error("the password was changed after the session's end")
		}
	})
}

// three wrong answers close the session, and nothing was changed.
func TestThreeWrongAnswersCloseTheSession(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").renew(fresh).On("Question de confiance")
		for _, answer := range []string{"Réglisse", "Nougat", "Berlingot"} {
			p.In(route.IdentifiersAnswer).Hidden(answer).Press("enter")
		}
		p.On("Trois réponses incorrectes : votre session est fermée. Rien n'a été modifié.").In(route.Login)
		if len(w.letters()) != 0 || !w.opens(lila.email, lila.password) {
			t.Errorf("letters %q after a refused change", w.letters())
		}
	})
}
