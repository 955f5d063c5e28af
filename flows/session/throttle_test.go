package session

import (
	"testing"
	"time"

	"peremption/flows/route"
)

// five failures close an address for two minutes, be it
// anybody's, nobody's or a disabled account's, whatever is typed; in a new session and after a
// restart as well; and time alone opens it again.
func TestThrottle(t *testing.T) {
	t.Parallel()
	const refused = "L'adresse électronique ou le mot de passe est incorrect."
	for name, email := range map[string]string{"known": odile.email, "unknown": nobody, "disabled": lila.email} {
		t.Run(name, func(t *testing.T) {
			inTown(t, july, []somebody{odile, lila}, func(t *testing.T, w *town) {
				w.must(w.Disable(w.ctx, clerk, lila.number, "test"))
				right := odile.password
				if email == lila.email {
					right = lila.password
				}
				p := w.sit().login(email, mistaken)
				for range 4 {
					p.On(refused).At("Mot de passe").Hidden(mistaken).Press("enter")
				}
				p.On(refused).Hidden(right).Press("enter").
					See("Trop de tentatives. Réessayez dans 2 minutes.").In(route.Login)
				w.reopen()
				w.sit().login(email, right).See("Trop de tentatives. Réessayez dans 2 minutes.")
				p = w.sit().Wait(61*time.Second).login(email, right).See("Trop de tentatives. Réessayez dans 1 minute.")
				p.Wait(time.Minute).Hidden(right).Press("enter")
				if email == odile.email {
					p.In(route.Home)
					return
				}
				p.See(refused).Hidden(mistaken).Press("enter").See("Trop de tentatives. Réessayez dans 4 minutes.")
			})
		})
	}
}

// Wrong images are throttled by place, and the image stays good for the one
// who waits.
func TestThrottledImages(t *testing.T) {
	t.Parallel()
	inTown(t, august, []somebody{basile}, func(t *testing.T, w *town) {
		p := w.sit().wizard().Paste(basile.email).Press("tab")
		for range 10 {
			p.Type("xxxxxx").Press("enter").See("Les caractères saisis ne correspondent pas à l'image.")
		}
		shown := p.picture()
		p.Type(image).Press("enter").See("Trop de tentatives. Réessayez dans 1 minute.").In(route.ExpiredAddress)
		if p.picture() != shown {
			t.Error("an image that is still good was changed")
		}
		p.Wait(time.Minute).Press("enter").In(route.ExpiredPassword)
	})
}
