package session

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/account"
	"peremption/flows/route"
	"peremption/ui/screen"
)

// happened moves the person where the fact leads, if anywhere.
func (s Session) happened(fact route.Fact) (Session, tea.Cmd) {
	if fact == route.PasswordChanged {
		return s.happenedWith(fact, screen.Notice{Text: s.cfg.Text.Notices.PasswordChanged})
	}
	return s.happenedWith(fact, screen.Notice{})
}

// happenedWith is happened with a sentence for the room that follows.
func (s Session) happenedWith(fact route.Fact, notice screen.Notice) (Session, tea.Cmd) {
	next, ok := route.Next(s.place, fact)
	if !ok {
		return s, nil
	}
	return s.enter(next, notice)
}

// enter makes the room of a place. The room before is left with its passwords
// emptied, and results on their way to it are late from now on.
func (s Session) enter(next route.Place, notice screen.Notice) (Session, tea.Cmd) {
	before := s.place
	s.place = next
	s.work.visit++
	s.leaving = nil
	if next.Window() {
		return s.enterWindow(next), nil
	}
	s.windows = nil
	if before.Window() && next == route.Identifiers {
		return s, nil // the form under the window, as it was left
	}
	s.room = s.room.Wipe()
	s.leaveRenewal(next)
	s, done := s.closeSession()
	switch next {
	case route.Welcome:
		s.room = screen.NewWelcome(s.kit, notice)
	case route.Login:
		s.room = screen.NewLogin(s.kit, screen.LoginOptions{Notice: notice, Empty: s.empty && s.cfg.CreateAllowed})
	case route.Create:
		s.room = screen.NewCreate(s.kit)
	case route.Home:
		s.room = screen.NewHome(s.kit, shown(s.proofs.person), notice)
	case route.Services:
		s.room = screen.NewServices(s.kit)
	case route.Contact:
		s.room = screen.NewContact(s.kit, shown(s.proofs.person))
	case route.Identifiers:
		s.room = screen.NewIdentifiers(s.kit, shown(s.proofs.person), s.proofs.modify)
	case route.ExpiredAddress:
		if before != route.ExpiredPassword {
			s.proofs = proofs{renewal: s.cfg.Service.StartRenewal(s.cfg.Caller)}
		}
		s.room = screen.NewExpiredAddress(s.kit, s.proofs.address)
		s.proofs.picturing = false
		s, fetch := s.picture()
		return s, tea.Batch(done, fetch)
	case route.ExpiredPassword:
		s.room = screen.NewExpiredPassword(s.kit, s.proofs.address)
	case route.Recap:
		s.room = screen.NewRecap(s.kit, s.proofs.receipt.LastDay)
		s.proofs = proofs{}
	}
	return s, done
}

// enterWindow opens the window that a place is, over the room it came from.
func (s Session) enterWindow(next route.Place) Session {
	switch next {
	case route.Alert:
		s.room = s.room.Wipe()
		s.windows = []screen.Screen{screen.NewAlert(s.kit, s.proofs.person.Expiry.LastDay)}
	case route.IdentifiersAnswer:
		s.windows = []screen.Screen{screen.NewIdentifiersAnswer(s.kit, s.proofs.prepared.Question())}
	case route.IdentifiersCode:
		s.room = s.room.Wipe()
		s.windows = []screen.Screen{screen.NewIdentifiersCode(s.kit, s.proofs.pending)}
	}
	return s
}

// leaveRenewal burns what is left of the expired flow when it is left.
func (s Session) leaveRenewal(next route.Place) {
	switch next {
	case route.ExpiredAddress, route.ExpiredPassword, route.Recap:
		return
	}
	if s.proofs.renewal != nil {
		s.cfg.Service.Back(s.proofs.renewal)
	}
}

// closeSession ends the service's session when the space is left.
func (s Session) closeSession() (Session, tea.Cmd) {
	if s.place.Space() || s.proofs.signedIn == nil {
		return s, nil
	}
	signOut := s.signOut()
	s.proofs = proofs{}
	return s, signOut
}

// signOutTime bounds how long leaving waits for the audit of a sign-out.
const signOutTime = 2 * time.Second

// signOut tells the service that the person left; nil where nobody is signed in.
func (s Session) signOut() tea.Cmd {
	if s.proofs.signedIn == nil {
		return nil
	}
	service, in := s.cfg.Service, s.proofs.signedIn
	ctx := context.WithoutCancel(s.cfg.Context)
	return func() tea.Msg {
		done := make(chan struct{})
		go func() {
			defer close(done)
			service.SignOut(ctx, in)
		}()
		select {
		case <-done:
		case <-time.After(signOutTime):
		}
		return nil
	}
}

// notice puts a sentence above the room's form.
func (s Session) notice(sentence string) Session {
	s.room, _, _ = s.room.Update(screen.NoticeMsg{Text: sentence})
	return s
}

// shown is what the rooms may know of the person.
func shown(p account.Person) screen.Person {
	return screen.Person{
		Number: p.Number, Title: p.Title, FirstName: p.FirstName, LastName: p.LastName,
		Email: p.Email, Question: p.Question, PendingEmail: p.PendingEmail, Expiry: p.Expiry,
	}
}
