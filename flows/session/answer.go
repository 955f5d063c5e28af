package session

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/account"
	"peremption/flows/route"
	"peremption/policy"
	"peremption/ui/screen"
)

// answer does what a room asked for. What takes leave of typed text is
// confirmed first; what only opens a window is done here; all else is work, or
// a fact for the route.
func (s Session) answer(event screen.Event) (Session, tea.Cmd) {
	if s.wouldLose(event) {
		s.leaving = event
		return s.open(screen.NewLeave(s.kit)), nil
	}
	switch e := event.(type) {
	case screen.CloseAsked:
		if n := len(s.windows); n > s.placeWindows() {
			s.windows = s.windows[:n-1]
		}
	case screen.LeaveConfirmed:
		asked := s.leaving
		s.windows, s.leaving = s.windows[:s.placeWindows()], nil
		s.room = s.room.Wipe()
		return s.leave(asked)
	case screen.RevealChanged:
		return s, s.maskLater()
	case screen.AdviceAsked:
		return s.open(screen.NewAdvice(s.kit)), nil
	case screen.HelpAsked:
		return s.open(screen.NewHelp(s.kit, s.cfg.Demo)), nil
	case screen.SupportAsked:
		return s.open(screen.NewSupport(s.kit)), nil
	case screen.OfferAsked:
		return s.open(screen.NewOffer(s.kit, e.Name)), nil
	case screen.ForgottenAsked:
		return s.open(screen.NewForgotten(s.kit)), nil
	case screen.PersonalAsked:
		return s.open(screen.NewPersonal(s.kit)), nil
	case screen.PictureAsked:
		return s.picture()
	case screen.LoginSubmitted:
		return s.signIn(e)
	case screen.IdentifiersSubmitted:
		return s.prepare(e)
	case screen.AnswerSubmitted:
		return s.commit(e.Answer)
	case screen.CodeSubmitted:
		return s.confirmEmail(e.Code)
	case screen.ContactSubmitted:
		return s.changeQuestion(e)
	case screen.CreateSubmitted:
		return s.create(e)
	case screen.AddressSubmitted:
		return s.identify(e)
	case screen.RenewalSubmitted:
		return s.renew(e)
	default:
		return s.leave(event)
	}
	return s, nil
}

// wouldLose reports whether the event leaves a room where something is typed.
func (s Session) wouldLose(event screen.Event) bool {
	switch event.(type) {
	case screen.ProfessionalAsked:
		if s.place == route.Login {
			return false // leads nowhere from here
		}
	case screen.BackAsked, screen.SpaceAsked, screen.SiteAsked, screen.SignOutAsked, screen.CodeAsked:
	default:
		return false
	}
	return len(s.windows) == 0 && s.room.Dirty()
}

// leave turns a wish that moves somebody into its fact.
func (s Session) leave(event screen.Event) (Session, tea.Cmd) {
	switch event.(type) {
	case screen.ProfessionalAsked:
		return s.happened(route.ProfessionalChosen)
	case screen.SiteAsked:
		if s.place.Space() {
			return s.happenedWith(route.SiteChosen, screen.Notice{Text: s.cfg.Text.Notices.SignedOut})
		}
		return s.happened(route.SiteChosen)
	case screen.CreateAsked:
		if !s.cfg.CreateAllowed {
			return s.open(screen.NewCreateOff(s.kit)), nil
		}
		return s.happened(route.CreateChosen)
	case screen.AlertAcknowledged, screen.RecapAcknowledged:
		return s.happened(route.Acknowledged)
	case screen.SpaceAsked:
		return s.happened(route.HomeChosen)
	case screen.SignOutAsked:
		return s.happenedWith(route.SignedOut, screen.Notice{Text: s.cfg.Text.Notices.SignedOut})
	case screen.ModifyAsked:
		s.proofs.modify = true
		return s.happened(route.IdentifiersChosen)
	case screen.IdentifiersAsked:
		s.proofs.modify = false
		return s.happened(route.IdentifiersChosen)
	case screen.ServicesAsked:
		return s.happened(route.ServicesChosen)
	case screen.ContactAsked:
		return s.happened(route.ContactChosen)
	case screen.CodeAsked:
		s.proofs.pending = s.proofs.person.PendingEmail
		return s.happened(route.CodeChosen)
	case screen.BackAsked, screen.PreviousAsked:
		if s.place == route.IdentifiersCode && s.proofs.changed {
			return s.happened(route.PasswordChanged)
		}
		if s.place == route.Identifiers && s.proofs.modify {
			return s.happened(route.HomeChosen) // one step back is where the link was
		}
		return s.happened(route.WentBack)
	}
	return s, nil
}

func (s Session) signIn(e screen.LoginSubmitted) (Session, tea.Cmd) {
	service, caller := s.cfg.Service, s.cfg.Caller
	return s.start(func(ctx context.Context) (outcome, error) {
		in, err := service.SignIn(ctx, caller, e.Email, e.Password)
		if errors.Is(err, account.ErrExpired) {
			return outcome{fact: route.PasswordExpired}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		fact := route.SignedIn
		if in.Person().Expiry.State == policy.Soon {
			fact = route.SignedInSoon
		}
		return outcome{fact: fact, apply: func(s Session) Session {
			s.proofs = proofs{signedIn: in, person: in.Person()}
			return s
		}}, nil
	})
}

func (s Session) prepare(e screen.IdentifiersSubmitted) (Session, tea.Cmd) {
	service, in := s.cfg.Service, s.proofs.signedIn
	return s.start(func(ctx context.Context) (outcome, error) {
		prepared, err := service.PrepareIdentifiers(ctx, in, account.IdentifiersInput(e))
		if err != nil {
			return outcome{}, err
		}
		if prepared.Question() == "" {
			return committed(service.CommitIdentifiers(ctx, prepared, policy.Secret{}))
		}
		return outcome{fact: route.AnswerNeeded, apply: func(s Session) Session {
			s.proofs.prepared = prepared
			return s
		}}, nil
	})
}

func (s Session) commit(answer policy.Secret) (Session, tea.Cmd) {
	service, prepared := s.cfg.Service, s.proofs.prepared
	return s.start(func(ctx context.Context) (outcome, error) {
		return committed(service.CommitIdentifiers(ctx, prepared, answer))
	})
}

// committed is where a change of identifiers leads: to the code where an
// address waits for one, else back to the login page.
func committed(result account.IdentifiersResult, err error) (outcome, error) {
	if err != nil {
		return outcome{}, err
	}
	out := outcome{fact: route.PasswordChanged, apply: func(s Session) Session {
		s.proofs.changed, s.proofs.pending = result.PasswordChanged, result.EmailPending
		s.proofs.person.PendingEmail = result.EmailPending
		return s
	}}
	if result.EmailPending != "" {
		out.fact = route.CodeSent
	}
	return out, nil
}

func (s Session) confirmEmail(code policy.Secret) (Session, tea.Cmd) {
	service, in, changed, email := s.cfg.Service, s.proofs.signedIn, s.proofs.changed, s.proofs.pending
	notice := s.cfg.Text.Notices.EmailChanged(email)
	return s.start(func(ctx context.Context) (outcome, error) {
		if err := service.ConfirmEmail(ctx, in, code); err != nil {
			return outcome{}, err
		}
		if changed {
			return outcome{fact: route.PasswordChanged}, nil
		}
		person := again(ctx, service, in)
		return outcome{
			fact: route.EmailChanged,
			apply: func(s Session) Session {
				s.proofs.person.Email, s.proofs.person.PendingEmail = email, ""
				return person(s)
			},
			then: func(s Session) (Session, tea.Cmd) { return s.notice(notice), nil },
		}, nil
	})
}

// again reads the person anew after a change. The change is made: that the
// person gave up waiting, or that the reading fails, must not hide it.
func again(ctx context.Context, service *account.Service, in *account.SignedIn) func(Session) Session {
	person, err := service.Person(context.WithoutCancel(ctx), in)
	return func(s Session) Session {
		if err == nil {
			s.proofs.person = person
		}
		return s
	}
}

func (s Session) changeQuestion(e screen.ContactSubmitted) (Session, tea.Cmd) {
	service, in := s.cfg.Service, s.proofs.signedIn
	notice := s.cfg.Text.Notices.QuestionChanged
	return s.start(func(ctx context.Context) (outcome, error) {
		if err := service.ChangeQuestion(ctx, in, e.Question, e.Answer, e.Current); err != nil {
			return outcome{}, err
		}
		person := again(ctx, service, in)
		return outcome{
			fact: route.QuestionChanged,
			apply: func(s Session) Session {
				s.proofs.person.Question = e.Question
				return person(s)
			},
			then: func(s Session) (Session, tea.Cmd) { return s.notice(notice), nil },
		}, nil
	})
}

func (s Session) create(e screen.CreateSubmitted) (Session, tea.Cmd) {
	service, caller, words := s.cfg.Service, s.cfg.Caller, s.cfg.Text.Notices.Created
	return s.start(func(ctx context.Context) (outcome, error) {
		number, err := service.Create(ctx, caller, account.CreateInput(e))
		if err != nil {
			return outcome{}, err
		}
		return outcome{
			fact: route.Created,
			apply: func(s Session) Session {
				s.empty = false
				return s
			},
			then: func(s Session) (Session, tea.Cmd) { return s.notice(words(number)), nil },
		}, nil
	})
}

func (s Session) identify(e screen.AddressSubmitted) (Session, tea.Cmd) {
	service, renewal := s.cfg.Service, s.proofs.renewal
	return s.start(func(ctx context.Context) (outcome, error) {
		if err := service.Identify(ctx, renewal, e.Email, e.Captcha); err != nil {
			return outcome{}, err
		}
		return outcome{fact: route.Identified, apply: func(s Session) Session {
			s.proofs.address = e.Email
			return s
		}}, nil
	})
}

func (s Session) renew(e screen.RenewalSubmitted) (Session, tea.Cmd) {
	service, renewal := s.cfg.Service, s.proofs.renewal
	return s.start(func(ctx context.Context) (outcome, error) {
		receipt, err := service.Renew(ctx, renewal, e.Old, e.Password, e.Confirm)
		if err != nil {
			return outcome{}, err
		}
		return outcome{fact: route.Renewed, apply: func(s Session) Session {
			s.proofs.receipt = receipt
			return s
		}}, nil
	})
}

// picture fetches a new image for the expired flow; the one before is burned.
// One is fetched at a time, so that the image shown is the one that counts.
func (s Session) picture() (Session, tea.Cmd) {
	if s.proofs.picturing {
		return s, nil
	}
	s.proofs.picturing = true
	service, renewal := s.cfg.Service, s.proofs.renewal
	return s, s.fetch(func(ctx context.Context) (outcome, error) {
		challenge, err := service.Challenge(ctx, renewal)
		if err != nil {
			return outcome{}, err
		}
		msg := screen.PictureMsg{Rows: challenge.Picture().Rows, Spoken: challenge.Spoken()}
		return outcome{then: func(s Session) (Session, tea.Cmd) {
			s.proofs.picturing = false
			room, _, cmd := s.room.Update(msg)
			s.room = room
			return s, cmd
		}}, nil
	})
}

// letters fetches the demonstration's mails and shows them.
func (s Session) letters() tea.Cmd {
	read := s.cfg.Letters
	return s.fetch(func(ctx context.Context) (outcome, error) {
		letters, err := read(ctx)
		if err != nil {
			return outcome{}, err
		}
		return outcome{then: func(s Session) (Session, tea.Cmd) {
			return s.open(screen.NewLetters(s.kit, letters)), nil
		}}, nil
	})
}
