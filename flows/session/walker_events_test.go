package session

import (
	tea "charm.land/bubbletea/v2"

	"peremption/flows/route"
	"peremption/policy"
	"peremption/ui/screen"
)

// email is an address: one of the people's as it is now, or nobody's.
func (w *walker) email() string {
	numbers := []string{lila.number, basile.number, odile.number, ""}
	if a, ok := w.store.accounts[numbers[w.pick(len(numbers))]]; ok {
		return a.Email
	}
	return w.one(nobody, newEmail, "x", "")
}

// password is the present one of an address, more often than not.
func (w *walker) password(email string) policy.Secret {
	a, err := w.store.byEmail(email)
	if err != nil || w.pick(5) == 0 {
		return policy.NewSecret(w.one(w.secrets()...))
	}
	return policy.NewSecret(w.passwords[a.Number])
}

// fresh is a password to change to, and its confirmation.
func (w *walker) fresh() (password, confirm policy.Secret) {
	chosen := w.one(fresh, fresher, lila.password, odile.password, "court")
	if w.pick(8) == 0 {
		return policy.NewSecret(chosen), policy.NewSecret(mistaken)
	}
	return policy.NewSecret(chosen), policy.NewSecret(chosen)
}

// event is any wish, with content that is right as often as not.
func (w *walker) event() screen.Event {
	switch w.pick(8) {
	case 0, 1:
		return w.submitted(w.p.model.Place())
	case 2:
		places := []route.Place{
			route.Login, route.ExpiredAddress, route.ExpiredPassword, route.Identifiers,
			route.IdentifiersAnswer, route.IdentifiersCode, route.Contact, route.Create,
		}
		return w.submitted(places[w.pick(len(places))])
	}
	wishes := []screen.Event{
		screen.PersonalAsked{}, screen.ProfessionalAsked{}, screen.SpaceAsked{}, screen.SiteAsked{}, screen.SignOutAsked{},
		screen.BackAsked{}, screen.CloseAsked{}, screen.LeaveConfirmed{}, screen.ForgottenAsked{}, screen.CreateAsked{},
		screen.AlertAcknowledged{}, screen.ModifyAsked{}, screen.ServicesAsked{}, screen.IdentifiersAsked{},
		screen.ContactAsked{}, screen.CodeAsked{}, screen.PictureAsked{}, screen.PreviousAsked{},
		screen.RecapAcknowledged{}, screen.AdviceAsked{}, screen.HelpAsked{}, screen.SupportAsked{},
		screen.RevealChanged{}, screen.OfferAsked{Name: "x"},
	}
	return wishes[w.pick(len(wishes))]
}

// submitted is the form of a place, filled in.
func (w *walker) submitted(place route.Place) screen.Event {
	email := w.email()
	switch place {
	case route.ExpiredAddress:
		return screen.AddressSubmitted{Email: email, Captcha: w.one(image, image, "xxxxxx", "")}
	case route.ExpiredPassword:
		password, confirm := w.fresh()
		return screen.RenewalSubmitted{Old: w.password(w.p.model.proofs.address), Password: password, Confirm: confirm}
	case route.Identifiers:
		password, confirm := w.fresh()
		to := w.one(newEmail, "autre@exemple.fr", email)
		return screen.IdentifiersSubmitted{
			ChangeEmail: w.pick(4) == 0, Email: to, EmailConfirm: to,
			ChangePassword: w.pick(4) > 0, Password: password, Confirm: confirm,
		}
	case route.IdentifiersAnswer:
		return screen.AnswerSubmitted{Answer: policy.NewSecret(w.one(lila.answer, basile.answer, "Réglisse", ""))}
	case route.IdentifiersCode:
		return screen.CodeSubmitted{Code: policy.NewSecret(w.one(w.code(), w.code(), "12345678", ""))}
	case route.Contact:
		return screen.ContactSubmitted{Question: "", Answer: policy.NewSecret(mistaken), Current: w.password(email)}
	case route.Create:
		password, confirm := w.fresh()
		return screen.CreateSubmitted{ // refused: no new people come to this town
			Title: "Mme", FirstName: "Lila", Email: email, EmailConfirm: email, Password: password, Confirm: confirm,
		}
	}
	return screen.LoginSubmitted{Email: email, Password: w.password(email)}
}

// fillIn types the form of the place with keys, as a person would.
func (w *walker) fillIn() {
	s := w.p.model
	if len(s.windows) > s.placeWindows() || s.Busy() {
		w.press("esc")
		return
	}
	switch e := w.submitted(s.Place()).(type) {
	case screen.LoginSubmitted:
		if s.Place() != route.Login || !w.focusOn("email") {
			w.press("enter")
			return
		}
		w.replace(e.Email)
		w.press("tab")
		w.secretly(e.Password)
		w.press("enter")
	case screen.AddressSubmitted:
		if !w.focusOn("email") {
			return
		}
		w.replace(e.Email)
		w.press("tab")
		w.replace(e.Captcha)
		w.press("enter")
	case screen.RenewalSubmitted:
		if !w.focusOn("old_password") {
			return
		}
		for _, secret := range []policy.Secret{e.Old, e.Password, e.Confirm} {
			w.secretly(secret)
			w.press("enter")
		}
	case screen.IdentifiersSubmitted:
		if w.focusOn("password") {
			w.secretly(e.Password)
			w.press("enter")
			w.secretly(e.Confirm)
			w.press("enter")
		}
	case screen.AnswerSubmitted:
		if w.focusOn("answer") {
			w.secretly(e.Answer)
			w.press("enter")
		}
	}
}

// focusOn clicks into a field of the top, where there is one to be seen.
func (w *walker) focusOn(id string) bool {
	s := w.p.model
	if s.tooSmall() || s.Busy() {
		return false
	}
	composed := s.compose()
	for y := range s.height {
		for x := range s.width {
			if composed.Hit(x, y) == id {
				w.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
				return true
			}
		}
	}
	return false
}

// inSecret reports whether the focus is in a masked field.
func (w *walker) inSecret() bool {
	k := w.p.model.kit.Keys
	for _, b := range w.p.model.top().Bindings() {
		if b.Help() == k.Reveal.Help() {
			return true
		}
	}
	return false
}

// replace empties the field and pastes into it; a secret only where it is
// masked, for what is typed into an address is meant to be seen.
func (w *walker) replace(content string) {
	w.press("ctrl+u")
	w.send(tea.PasteMsg{Content: content})
}

func (w *walker) secretly(content policy.Secret) {
	if w.inSecret() {
		w.replace(content.Reveal())
	}
}
