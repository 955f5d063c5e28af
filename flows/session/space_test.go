package session

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"peremption/flows/route"
	"peremption/store"
)

// A password with years to go: no alert, no banner, nothing to modify.
func TestAPasswordWithTimeLeft(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{odile}, func(t *testing.T, w *town) {
		p := w.sit().login(odile.email, odile.password).In(route.Home)
		p.See("Mme Odile FABRE", "Expiration du mot de passe : 14/01/2027").
			Not("Attention", "bientôt", "Modifier le mot de passe").
			Tab("Quitter").Press("enter")
		p.On("Vous êtes déconnecté.").In(route.Login)
		if n := w.count(odile.number, "session.sign-out ok"); n != 1 {
			t.Errorf("%d sign-outs in the audit", n)
		}
	})
}

// Without a confidence question the change is made at once.
func TestRenewalWithoutAQuestion(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{odile}, func(t *testing.T, w *town) {
		p := w.sit().enter(odile).Tab("Gérer les services").Press("enter", "enter").
			Tab("Saisir mon nouveau mot de passe").Press("space", "tab").renew(fresh)
		p.On("Votre mot de passe a été modifié.").In(route.Login).login(odile.email, fresh).In(route.Home)
	})
}

// The first person of an empty store is led to the creation of a space.
func TestCreateOnAnEmptyStore(t *testing.T) {
	t.Parallel()
	inTown(t, july, nil, func(t *testing.T, w *town) {
		p := w.sit().On("Bienvenue sur le site des impôts").Press("enter")
		p.See("Aucun espace n'existe encore ici : commencez par « Créer mon espace professionnel ».").
			Tab("Créer mon espace professionnel").Press("enter")
		p.On("Civilité").In(route.Create).At("Mme").Press("right").See("‹ M. ›").
			Press("enter").Type("LEROY").Press("enter").Type("Anatole").
			Press("enter").Type("anatole@exemple.fr").Press("enter").Type("anatole@exemple.fr").
			Press("enter").Hidden(fresh).See("Niveau de sécurité : Fort").Press("enter").Hidden(fresh).
			Press("enter", "left").See("Une autre question, la mienne").
			Press("enter").Type("Le nom du bateau ?").Press("enter").Hidden("Argonaute").Press("enter")
		p.On("Votre espace professionnel a été créé. Votre numéro d'abonné : ").In(route.Login).
			Not("Aucun espace n'existe encore ici")
		number := regexp.MustCompile(`abonné :\s+(\d{14})`).FindStringSubmatch(p.screen().String())
		p.login("anatole@exemple.fr", fresh).On("M. Anatole LEROY").In(route.Home)
		if number == nil {
			t.Fatal("no number was shown")
		}
		p.See("Abonné : "+number[1], "Expiration du mot de passe : 06/07/2027")
	})
}

// Where creation is switched off, the button says so and leads nowhere.
func TestCreateSwitchedOff(t *testing.T) {
	t.Parallel()
	inTown(t, july, nil, func(t *testing.T, w *town) {
		p := w.sit(func(c *Config) { c.CreateAllowed = false }).Press("enter").Not("Aucun espace n'existe").
			Tab("Créer mon espace professionnel").Press("enter")
		p.See("La création d'un espace professionnel n'est pas proposée à ce terminal.").Press("esc").In(route.Login)
	})
}

// A new confidence question takes the present password, and is asked from then
// on.
func TestContactChangesTheQuestion(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Tab("Gérer les services").Press("enter").Tab("Gérer vos coordonnées").Press("enter")
		p.On("Question de confiance").In(route.Contact).See("Mme Lila ROSEMONDE", lila.number, lila.question).Not(lila.answer)
		p.Press("left").See("Une autre question, la mienne").Press("enter").Type("Le nom du bateau ?").
			Press("enter").Hidden("Argonaute").Press("enter").Hidden(mistaken).Press("enter")
		p.See("Le mot de passe actuel est incorrect.", "Le nom du bateau ?").At("Mot de passe actuel")
		p.Hidden(lila.password).Press("enter") // the answer is no password, and stayed
		p.On("Votre question de confiance a été enregistrée.").In(route.Services)
		if got := w.letters(); !slices.Equal(got, []string{"question-changed " + lila.email}) {
			t.Errorf("letters %q", got)
		}
		p.At("Gérer votre adresse").Press("enter").Tab("Saisir mon nouveau mot de passe").Press("space", "tab").renew(fresh)
		p.On("Le nom du bateau ?").Hidden("argonaute").Press("enter").On("Votre mot de passe a été modifié.")
	})
}

const newEmail = "lila@exemple.fr"

// newAddress fills in the identifiers form for another address.
func (p *person) newAddress(email string) *person {
	p.t.Helper()
	p.In(route.Home).Tab("Gérer les services").Press("enter", "enter").On("Modifiez vos identifiants.")
	return p.Press("space", "tab").Paste(email).Press("tab").Paste(email).Tab("Valider les modifications").Press("enter")
}

// a new address takes effect with the code mailed to it, and both are told.
func TestEmailChange(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).newAddress(newEmail).On(lila.question).Hidden(lila.answer).Press("enter")
		p.On("Un code à 8 chiffres vient d'être envoyé à " + newEmail + ". Il est valable 10 minutes.").In(route.IdentifiersCode)
		if !w.opens(lila.email, lila.password) || w.opens(newEmail, lila.password) {
			t.Error("the address moved before its code was given")
		}
		p.Type(w.code()).Press("enter")
		p.On("Votre adresse électronique de connexion est désormais " + newEmail + ".").In(route.Home)
		if w.opens(lila.email, lila.password) || !w.opens(newEmail, lila.password) {
			t.Error("the address did not move with its code")
		}
		want := []string{
			"email-code " + newEmail, "email-requested " + lila.email, "email-left " + lila.email, "email-reached " + newEmail,
		}
		if got := w.letters(); !slices.Equal(got, want) {
			t.Errorf("letters %q, want %q", got, want)
		}
	})
}

// A code can wait: the form says so and opens its window again.
func TestEmailCodeLater(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).newAddress(newEmail).Hidden(lila.answer).Press("enter")
		p.On("Un code à 8 chiffres").Tab("Plus tard").Press("enter").In(route.Home)
		p.Tab("Gérer les services").Press("enter", "enter").
			See("La nouvelle adresse " + newEmail + " attend son code.").Tab("Saisir le code reçu").Press("enter")
		p.On("Un code à 8 chiffres").Type(w.code()).Press("enter").On("Votre adresse électronique de connexion est désormais " + newEmail)
	})
}

// An address that somebody else took while its code was waiting: the refusal is
// about a field of another room, and is seen all the same.
func TestEmailTakenMeanwhile(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila, odile}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).newAddress(newEmail).Hidden(lila.answer).Press("enter").On("Un code à 8 chiffres")
		other, err := w.store.ByEmail(t.Context(), odile.email)
		w.must(err)
		other.Email = newEmail
		_, err = w.store.Commit(t.Context(), store.Change{Account: &other})
		w.must(err)
		p.Type(w.code()).Press("enter").On("Cette adresse électronique est déjà utilisée par un autre espace.")
	})
}

// the third wrong code burns it, and the right one comes too late.
func TestWrongCodeThrice(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).newAddress(newEmail).Hidden(lila.answer).Press("enter")
		wrong := "00000000"
		if w.code() == wrong {
			wrong = "11111111"
		}
		for _, code := range []string{wrong, wrong, wrong, w.code()} {
			p.In(route.IdentifiersCode).Press("home")
			for range 8 {
				p.Press("delete")
			}
			p.Type(code).Press("enter").See("Le code est incorrect ou n'est plus valable.")
		}
		if w.opens(newEmail, lila.password) {
			t.Error("a burned code moved the address")
		}
	})
}

// An address and a password at once: the password is changed at once, and all
// that the session may still do is to give the code.
func TestEmailAndPasswordChange(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]bool{"with the code": false, "without the code": true} {
		t.Run(name, func(t *testing.T) {
			inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
				p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.").Hidden(fresh).Press("tab").Hidden(fresh)
				p.Tab("Modifier mon adresse électronique").Press("space", "tab").Paste(newEmail).Press("tab").Paste(newEmail).
					Tab("Valider les modifications").Press("enter").On(lila.question).Hidden(lila.answer).Press("enter")
				p.In(route.IdentifiersCode).On("Un code à 8 chiffres")
				if !w.opens(lila.email, fresh) || w.opens(newEmail, fresh) {
					t.Error("not the password alone was changed")
				}
				email := lila.email
				if later {
					p.Press("esc")
				} else {
					p.Type(w.code()).Press("enter")
					email = newEmail
				}
				p.On("Votre mot de passe a été modifié. Connectez-vous avec votre nouveau mot de passe.").In(route.Login)
				p.login(email, fresh).In(route.Home)
			})
		})
	}
}

// A code is good for ten minutes.
func TestLateCode(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).newAddress(newEmail).Hidden(lila.answer).Press("enter").Wait(10 * time.Minute)
		p.Type(w.code()).Press("enter").See("Le code est incorrect ou n'est plus valable.")
	})
}

// What the terminal does not offer is said, and where it is.
func TestOffers(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{odile}, func(t *testing.T, w *town) {
		p := w.sit().Press("enter")
		for _, label := range []string{"Payer mes impôts locaux", "Activer mon espace / mes services"} {
			p.Tab(label).Press("enter").See("Ce service n'est pas proposé à ce terminal.").Press("enter")
		}
		p.Tab("Mot de passe oublié").Press("enter").See("La procédure « Mot de passe oublié »").Press("esc")
		p.Tab("Votre espace particulier").Press("enter").See("Ce terminal ne sert que les espaces professionnels.").Press("esc")
		p.Tab("Adresse électronique").login(odile.email, odile.password).In(route.Home)
		p.Tab("Impots.gouv.fr").Press("enter").In(route.Welcome)
		if n := w.count(odile.number, "session.sign-out ok"); n != 1 {
			t.Errorf("%d sign-outs in the audit: leaving for the public site ends the session", n)
		}
	})
}
