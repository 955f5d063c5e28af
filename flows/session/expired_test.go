package session

import (
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/flows/mail"
	"peremption/flows/route"
	"peremption/policy"
)

// address gives the wizard's first step an address and the image's characters.
func (p *person) address(email, copied string) *person {
	p.t.Helper()
	p.On("Mot de passe expiré").In(route.ExpiredAddress).At("Saisissez votre adresse électronique de connexion : *")
	return p.Paste(email).Press("tab").Type(copied).Press("enter")
}

// passwords fills in the wizard's second step.
func (p *person) passwords(old, next string) *person {
	p.t.Helper()
	p.On("Saisie du nouveau mot de passe").In(route.ExpiredPassword).At("Saisissez votre ancien mot de passe : *")
	return p.Hidden(old).Press("tab").Hidden(next).Press("tab").Hidden(next).Press("enter")
}

// picture is the image's rows as they stand on the screen.
func (p *person) picture() string {
	var rows []string
	for _, line := range p.screen().lines() {
		if strings.ContainsAny(line, "▀▄█▌▐⣿") || strings.ContainsFunc(line, func(r rune) bool { return r >= 0x2801 && r <= 0x28ff }) {
			rows = append(rows, line)
		}
	}
	return strings.Join(rows, "\n")
}

// Flow B of the leaflet, with everything that a person sees on the way.
func TestRenewalAfterExpiry(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().login(basile.email, basile.password)
		p.On("Mot de passe expiré").In(route.ExpiredAddress).
			See("Les champs marqués d'un astérisque (*) doivent être renseignés.", "utilisateur@domaine").
			At("Saisissez votre adresse électronique de connexion : *")
		first := p.picture()
		p.Type(basile.email).Press("tab").Type("xxxxxx").Press("enter").
			See("Les caractères saisis ne correspondent pas à l'image.", basile.email).Not("xxxxxx").
			At("Recopiez les caractères de l'image : *")
		second := p.picture()
		p.Tab("Changer l'image").Press("enter").At("Recopiez les caractères de l'image : *")
		third := p.picture()
		if first == "" || first == second || second == third {
			t.Errorf("the image stays the same:\n%s\n%s\n%s", first, second, third)
		}
		p.Tab("Écouter l'extrait sonore").Press("space").
			See("M comme Marcel, huit, U comme Ursule, Q comme Quintal, un, huit.")
		if p.picture() == third {
			t.Error("the image is still there beside its words")
		}
		p.At("Recopiez les caractères de l'image : *").Type("M8 UQ18").Press("enter")

		p.On("Saisie du nouveau mot de passe").In(route.ExpiredPassword).
			See("Saisissez votre nouveau mot de passe : * (20 caractères minimum)", "Niveau de sécurité de votre mot de passe").
			Tab("Etape précédente").Press("enter")
		p.On("Mot de passe expiré").In(route.ExpiredAddress).See(basile.email).
			At("Recopiez les caractères de l'image : *")
		if p.picture() == third {
			t.Error("the image is the one before")
		}
		p.Type(image).Press("enter")

		p.On("Saisie du nouveau mot de passe").Secret(mistaken).Press("tab").Secret(fresh).See("Niveau de sécurité : Fort").
			Press("tab").Secret(fresh).Press("enter").
			See("L'adresse électronique ou l'ancien mot de passe est incorrect.").Not("•")
		p.passwords(basile.password, fresh)

		p.On("Récapitulatif").In(route.Recap).
			See("Votre mot de passe a été réinitialisé avec succès.", "Ce mot de passe est valable jusqu'au 07 août 2026.").
			See("Vous allez recevoir un courriel de confirmation.").
			See(`En cas d'oubli de votre mot de passe, vous devrez saisir votre réponse à la question de confiance ` +
				`présente dans vos informations personnelles ("Gérer vos coordonnées")`).
			See("Vous pouvez dès à présent vous connecter à votre espace professionnel.").
			At("Accédez à vos services en ligne").Press("enter")
		p.login(basile.email, basile.password).On("L'adresse électronique ou le mot de passe est incorrect.")
		p.Secret(fresh).Press("enter").On("M. Basile TURENNE").In(route.Home).See("Expiration du mot de passe : 07/08/2026")

		if got := w.letters(); !slices.Equal(got, []string{"renewed " + basile.email}) {
			t.Errorf("letters %q", got)
		}
		if body := w.letter(mail.Renewed); !strings.Contains(body, "Celui-ci est valable jusqu'au 07 août 2026.") {
			t.Errorf("the letter says\n%s", body)
		}
		if n := w.count(basile.number, "password.renew ok"); n != 1 {
			t.Errorf("%d renewals in the audit: %q", n, w.audit(basile.number))
		}
	})
}

// nobody's address and a disabled account walk the same screens and read
// the same words, cell by cell, as a person with a wrong password.
func TestWizardTellsNobodyFromSomebody(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile, lila}, func(t *testing.T, w *town) {
		w.must(w.Disable(w.ctx, clerk, lila.number, "test"))
		walk := func(email, old string) (seen []string) {
			p := w.sit().wizard().address(email, image)
			see := func() { seen = append(seen, strings.ReplaceAll(p.screen().String(), email, "…")) }
			see()
			p.passwords(old, fresh)
			see()
			p.Tab("Valider").Press("enter")
			see()
			return seen
		}
		known := walk(basile.email, mistaken)
		for name, seen := range map[string][]string{
			"unknown": walk(nobody, mistaken), "disabled": walk(lila.email, lila.password),
		} {
			for i := range known {
				if seen[i] != known[i] {
					t.Errorf("%s, screen %d:\n%s\nknown:\n%s", name, i, seen[i], known[i])
				}
			}
		}
		if !strings.Contains(known[1], "L'adresse électronique ou l'ancien mot de passe est incorrect.") {
			t.Errorf("refused with\n%s", known[1])
		}
		if len(w.letters()) != 0 {
			t.Errorf("letters %q", w.letters())
		}
	})
}

// wizard leads Basile, whose password is over, to the wizard's first step: the
// one way in is through the login page.
func (p *person) wizard() *person {
	p.t.Helper()
	return p.login(basile.email, basile.password).In(route.ExpiredAddress)
}

// A password in date is refused in words, told only to who knows it.
func TestWizardRefusesAPasswordInDate(t *testing.T) {
	t.Parallel()
	odile := odile
	odile.lastDay = policy.Date{Year: 2025, Month: time.January, Day: 14}
	inTown(t, august, []somebody{basile, odile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().address(odile.email, image).passwords(mistaken, fresh)
		p.See("L'adresse électronique ou l'ancien mot de passe est incorrect.").passwords(odile.password, fresh)
		p.See("Ce mot de passe n'a pas expiré : connectez-vous à votre espace pour le modifier.").In(route.ExpiredPassword)
		if !w.opens(odile.email, odile.password) {
			t.Error("the password was changed")
		}
	})
}

// The rules of a new password, in the words beside its field; what was typed
// stays, for a rule can be met by mending it.
func TestWizardRefusesByTheRules(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, next, confirm, want string }{
		{"short", "Dix-neuf.caractères", "", "Le mot de passe doit comporter 20 caractères minimum."},
		{"weak", "motdepassemotdepasse", "", "Le niveau de sécurité de votre mot de passe est trop faible, veuillez réessayer."},
		{"same", basile.password, "", "Le nouveau mot de passe doit être différent du précédent."},
		{"mismatch", fresh, fresher, "Les deux mots de passe saisis ne sont pas identiques."},
	} {
		t.Run(row.name, func(t *testing.T) {
			inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
				confirm := row.confirm
				if confirm == "" {
					confirm = row.next
				}
				p := w.sit().wizard().address(basile.email, image).On("Saisie du nouveau mot de passe")
				p.Hidden(basile.password).Press("tab").Hidden(row.next).Press("tab").Hidden(confirm).Press("enter")
				p.See(row.want, strings.Repeat("•", len([]rune(row.next)))).In(route.ExpiredPassword)
				if n := w.count(basile.number, "password.renew ok"); n != 0 {
					t.Error("the password was changed")
				}
			})
		})
	}
}
