package session

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"peremption/flows/route"
	"peremption/ui/screen"
)

const enlarge = "Agrandissez la fenêtre (60×16 au minimum)."

// A window that becomes too small and large again loses nothing, and keys
// pressed meanwhile do nothing.
func TestTooSmallAndBack(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.").Hidden(fresh).Press("tab").Hidden(fresh)
		before := p.screen().String()
		for _, size := range [][2]int{{59, 16}, {60, 15}, {20, 5}, {1, 1}, {0, 0}, {-3, 1 << 30}} {
			p.Resize(size[0], size[1])
			if size[0] >= 20 {
				p.See(enlarge)
			}
			p.Press("x", "enter", "esc", "tab", "f1", "f5").Paste("y").ClickAt(0, 0).
				Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		}
		p.Resize(80, 24)
		if after := p.screen().String(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		p.Press("enter").On("Question de confiance").Hidden(lila.answer).Resize(30, 8).See(enlarge).Resize(60, 16).
			Press("enter").On("Votre mot de passe a été modifié.")
	})
}

// Ctrl+C works whatever the size and whatever runs.
func TestQuitting(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		for name, arrive := range map[string]func(*person){
			"welcome":   func(*person) {},
			"too small": func(p *person) { p.Resize(10, 3) },
			"a window":  func(p *person) { p.Press("f1") },
			"work":      func(p *person) { p.Hold().login(lila.email, lila.password) },
			"typed":     func(p *person) { p.enter(lila).Press("enter").Hidden(fresh) },
		} {
			p := w.sit()
			arrive(p)
			p.Press("ctrl+c").Release()
			if !p.quit {
				t.Errorf("%s: Ctrl+C does not quit", name)
			}
			if p.model.room.Dirty() && name == "typed" {
				t.Errorf("%s: typed text is kept", name)
			}
		}
	})
}

// Whoever leaves with Ctrl+C is signed out in the audit.
func TestQuittingSignsOut(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		w.sit().enter(lila).Press("ctrl+c").Settle()
		if n := w.count(lila.number, "session.sign-out ok"); n != 1 {
			t.Errorf("%d sign-outs in the audit: %q", n, w.audit(lila.number))
		}
	})
}

// The demonstration shows the letters that it would have sent.
func TestDemoLetters(t *testing.T) {
	t.Parallel()
	inTown(t, july, nil, func(t *testing.T, w *town) {
		p := w.sit(func(c *Config) {
			c.Demo = []screen.DemoPerson{{Name: "Mme Lila ROSEMONDE"}}
			c.Letters = func(context.Context) ([]screen.Letter, error) {
				return []screen.Letter{{From: "a@example.fr", To: "b@example.fr", Subject: "Objet", Body: "Bonjour,"}}, nil
			}
		})
		p.On("F6 les courriels").Press("f6").On("Les courriels de la démonstration").See("Objet", "De : a@example.fr", "Bonjour,")
		p.Press("esc").Not("Objet")
		w.sit().Press("f6").Not("Les courriels de la démonstration")
	})
}

// a password that is shown is hidden again by the next field, by a
// submit, by a window over it, and after 30 seconds.
func TestAShownPasswordIsHiddenAgain(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila).Press("enter").On("Modifiez vos identifiants.").Resize(120, 40).Hidden(fresh).Not(fresh)
		hidden := strings.Repeat("•", len(fresh))
		p.Press("ctrl+r").See(fresh, eye).Press("ctrl+r").Not(fresh).See(hidden)
		p.Press("ctrl+r").See(fresh).Press("tab").Not(fresh).See(hidden).Press("shift+tab").Not(fresh)
		p.Click("◉").See(fresh).Wait(29 * time.Second).See(fresh).Wait(time.Second).Not(fresh).See(hidden)
		p.Press("ctrl+r").See(fresh).Press("f1", "esc").Not(fresh).See(hidden)
		p.Press("ctrl+r").See(fresh).Press("tab").Hidden(fresh).Press("ctrl+r").See(fresh).Press("enter")
		p.On("Question de confiance").Not(fresh).Hidden(lila.answer).Press("ctrl+r").See(lila.answer)
		p.Wait(30 * time.Second).Not(lila.answer).Press("ctrl+r").See(lila.answer)
		p.Press("f3", "esc").On("Question de confiance").Not(lila.answer)
		p.Press("ctrl+r").See(lila.answer).Press("esc").On("Modifiez vos identifiants.").Not(lila.answer, fresh)
	})
}

var colour = regexp.MustCompile(`\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)

// F5 takes the colours away, and nothing else.
func TestPlain(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().enter(lila)
		coloured, read := p.model.View().Content, p.screen().String()
		if !colour.MatchString(coloured) {
			t.Fatal("no colour to take away")
		}
		p.Press("f5")
		if plain := p.model.View().Content; colour.MatchString(plain) {
			t.Errorf("colour left in %q", colour.FindString(plain))
		}
		if p.screen().String() != read {
			t.Errorf("the text changed to\n%s", p.screen())
		}
		if p.Press("f5"); p.model.View().Content != coloured {
			t.Error("F5 again does not bring the colours back")
		}
	})
}

// NO_COLOR counts with any value but the empty one, and is passed on in the one
// form that the colour library understands.
func TestNoColor(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]colorprofile.Profile{
		"NO_COLOR=yes": colorprofile.ASCII, "NO_COLOR=1": colorprofile.ASCII, "NO_COLOR=false": colorprofile.ASCII,
		"NO_COLOR=": colorprofile.TrueColor, "COLOR=no": colorprofile.TrueColor,
	} {
		given := []string{"TERM=xterm-256color", "COLORTERM=truecolor", value}
		kept := slices.Clone(given)
		if got := colorprofile.Env(Environment(given)); got != want {
			t.Errorf("%s: %v, want %v", value, got, want)
		}
		if !slices.Equal(given, kept) {
			t.Errorf("%s: the person's environment was changed to %q", value, given)
		}
	}
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().Send(tea.ColorProfileMsg{Profile: colorprofile.ASCII}).enter(lila)
		if found := colour.FindString(p.model.View().Content); found != "" {
			t.Errorf("colour %q without colours", found)
		}
	})
}

// The mouse does what the keys do: both flows with nothing but clicks and text.
func TestMouse(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().Click("Votre espace professionnel").ClickField("Adresse électronique").Paste(lila.email)
		p.ClickField("Mot de passe").Hidden(lila.password).Click("[ Connexion ]")
		p.In(route.Alert).Click("Créer mon espace").In(route.Alert).Click("[ OK ]")
		p.In(route.Home).Click("Modifier le mot de passe")
		p.In(route.Identifiers).Hidden(fresh).Click("?").On("Recommandations pour prévenir des usurpations").Click("✕")
		p.ClickField("Confirmez votre nouveau mot de passe").Hidden(fresh).Click("Valider les modifications")
		p.On("Question de confiance").Click("[ Annuler ]").In(route.Identifiers).Click("Valider les modifications")
		p.In(route.IdentifiersAnswer).Hidden(lila.answer).Click("[ Valider ]")
		p.On("Votre mot de passe a été modifié.").In(route.Login)
	})
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().Paste(basile.email).Click("Changer l'image").Type(image).Click("[ Continuer ]")
		p.In(route.ExpiredPassword).Click("[ Etape précédente ]").In(route.ExpiredAddress).Type(image).Click("[ Continuer ]")
		p.Hidden(basile.password).ClickField("Saisissez votre nouveau mot de passe").Hidden(fresh).
			ClickField("Confirmez votre nouveau mot de passe").Hidden(fresh).Click("[ Valider ]")
		p.In(route.Recap).Click("Accédez à vos services en ligne").In(route.Login)
	})
}

// The wheel scrolls a window and moves through a room; other buttons than the
// left press nothing.
func TestWheelAndButtons(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().Send(tea.MouseClickMsg{X: 60, Y: 1, Button: tea.MouseRight}).In(route.Welcome)
		p.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown}).At("Votre espace particulier").
			Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp}).At("Votre espace professionnel")
		top := p.Press("f1").On("1. Présentation").screen().String()
		p.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown}).Not("1. Présentation").
			Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		if p.screen().String() != top {
			t.Errorf("scrolled down and up to\n%s", p.screen())
		}
		p.Press("end").See("Renouvellement suite à l'expiration effective", "Fermer").Press("enter").In(route.Welcome)
	})
}

// Both flows in the smallest window that is served.
func TestSmallWindow(t *testing.T) {
	t.Parallel()
	inTown(t, july, []somebody{lila}, func(t *testing.T, w *town) {
		p := w.sit().Resize(60, 16).login(lila.email, lila.password)
		p.See("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).").Press("enter")
		p.At("Modifier le mot de passe").See("Attention, votre accès sera bloqué dans 15 jours").Press("enter")
		p.At("Nouveau mot de passe").Hidden(fresh).See("Niveau de sécurité : Fort").Press("tab").Hidden(fresh).
			Tab("Valider les modifications").Press("enter")
		p.On("Question de confiance").See(lila.question).Hidden(lila.answer).Press("enter")
		p.On("Votre mot de passe a été modifié. Connectez-vous avec votre nouveau mot de passe.")
	})
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().Resize(60, 16).wizard().Paste(basile.email).Press("tab")
		p.See("Recopiez les caractères de l'image : *")
		if rows := strings.Count(p.picture(), "\n") + 1; rows < 4 {
			t.Errorf("%d rows of the image are seen", rows)
		}
		p.Type(image).Press("enter").passwords(basile.password, fresh)
		p.On("Ce mot de passe est valable jusqu'au 07 août 2026.").Tab("Accédez à vos services en ligne").Press("enter")
		p.In(route.Login)
	})
}
