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

// refuse tells the person, in the room's words, why nothing happened.
func (s Session) refuse(err error) (Session, tea.Cmd) {
	words := s.cfg.Text.Errors
	var throttled *account.ThrottledError
	var input *account.InputError
	switch {
	case errors.Is(err, account.ErrUnknown):
		s.cfg.Log.Error("outcome unknown", "place", string(s.place), "error", err)
		return s.say(screen.RefusedMsg{Page: words.Unknown})
	case errors.Is(err, context.Canceled):
		return s.again(screen.RefusedMsg{Page: words.GivenUp, KeepSecrets: true})
	case errors.As(err, &input):
		return s.say(s.faults(input))
	case errors.As(err, &throttled):
		return s.say(screen.RefusedMsg{Page: words.Throttled(throttled.Wait)})
	case errors.Is(err, account.ErrEnded):
		notice := screen.Notice{Text: s.cfg.Text.Notices.SessionEnded, Lost: true}
		if s.place == route.IdentifiersAnswer && s.proofs.answers >= policy.AnswersPerSession-1 {
			notice.Text = s.cfg.Text.Notices.TooManyAnswers
		}
		return s.happenedWith(route.SessionEnded, notice)
	case errors.Is(err, account.ErrStep):
		if s.place == route.ExpiredPassword {
			s, cmd := s.happened(route.ProofLost)
			s, more := s.say(screen.RefusedMsg{Page: words.Step})
			return s, tea.Batch(cmd, more)
		}
		return s.again(screen.RefusedMsg{Page: words.Step})
	case errors.Is(err, account.ErrCaptcha):
		return s.again(beside("captcha", words.Captcha))
	case errors.Is(err, account.ErrAnswer):
		s.proofs.answers++
		left := policy.AnswersPerSession - s.proofs.answers
		return s.say(beside(account.FieldAnswer, words.Answer+" "+words.AnswersLeft(left)))
	case errors.Is(err, account.ErrCode):
		return s.say(beside(account.FieldCode, words.Code))
	case errors.Is(err, account.ErrCredentials):
		return s.say(s.wrongPassword())
	case errors.Is(err, account.ErrNotExpired):
		return s.say(screen.RefusedMsg{Page: words.NotExpired})
	case errors.Is(err, account.ErrConflict):
		return s.say(screen.RefusedMsg{Page: words.Conflict})
	}
	s.cfg.Log.Error("work failed", "place", string(s.place), "error", err)
	return s.again(screen.RefusedMsg{Page: words.Unavailable, KeepSecrets: true})
}

// say gives the refusal to the top.
func (s Session) say(msg screen.RefusedMsg) (Session, tea.Cmd) { return s.toTop(msg) }

// again is say, with a new image where the old one may be spent.
func (s Session) again(msg screen.RefusedMsg) (Session, tea.Cmd) {
	s, cmd := s.say(msg)
	if s.place == route.ExpiredAddress {
		s, fetch := s.picture()
		return s, tea.Batch(cmd, fetch)
	}
	return s, cmd
}

// wrongPassword is the one answer to wrong credentials, in the words of the
// room that asked for them.
func (s Session) wrongPassword() screen.RefusedMsg {
	words := s.cfg.Text.Errors
	switch s.place {
	case route.ExpiredPassword:
		return beside(account.FieldOldPassword, words.OldPassword)
	case route.Contact:
		return beside(account.FieldOldPassword, words.CurrentPassword)
	}
	return screen.RefusedMsg{Page: words.Credentials, Focus: string(account.FieldPassword)}
}

// faults puts each fault of a form beside its field.
func (s Session) faults(e *account.InputError) screen.RefusedMsg {
	words := s.cfg.Text.Errors
	msg := screen.RefusedMsg{Fields: map[string]string{}, KeepSecrets: true}
	for _, f := range e.Fields {
		sentence := s.faultSentence(f)
		if f.Field == account.FieldForm {
			msg.Page, msg.Focus = sentence, screen.FirstBox
			continue
		}
		if _, told := msg.Fields[string(f.Field)]; !told {
			msg.Fields[string(f.Field)] = sentence
		}
	}
	for _, finding := range e.Verdict.Findings {
		field := account.FieldPassword
		if finding == policy.Mismatch {
			field = account.FieldConfirm
		}
		if _, told := msg.Fields[string(field)]; !told {
			msg.Fields[string(field)] = words.Password[finding]
		}
	}
	return msg
}

func (s Session) faultSentence(f account.FieldFault) string {
	words := s.cfg.Text.Errors
	email := f.Field == account.FieldEmail || f.Field == account.FieldEmailConfirm
	switch f.Fault {
	case account.FaultMissing:
		return words.Missing
	case account.FaultTooLong:
		return words.TooLong
	case account.FaultMismatch:
		return words.EmailsDiffer
	case account.FaultTaken:
		return words.EmailTaken
	case account.FaultSame:
		return words.SameEmail
	case account.FaultNothing:
		return words.NothingTicked
	}
	if email {
		return words.InvalidEmail
	}
	return words.Invalid
}

func beside(field account.Field, sentence string) screen.RefusedMsg {
	return screen.RefusedMsg{Fields: map[string]string{string(field): sentence}}
}
