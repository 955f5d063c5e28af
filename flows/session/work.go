package session

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/route"
	"peremption/ui/screen"
)

// work is what is under way outside the model.
type work struct {
	ticket int                // of the work that keys wait for
	cancel context.CancelFunc // nil while nothing runs
	visit  int                // of the place: results for an earlier one are late
}

// outcome is what work leads to: a fact for the route, "" for none, and what
// to take into the session before anybody moves.
type outcome struct {
	fact  route.Fact
	apply func(Session) Session
	then  func(Session) (Session, tea.Cmd) // after the move
}

// outcomeMsg brings a result back.
type outcomeMsg struct {
	ticket  int // 0: work that no key waited for, known by its visit
	visit   int
	outcome outcome
	err     error
}

// maskMsg ends the showing of a password.
type maskMsg struct{ visit int }

// start is the only door to the outside: it runs work as a command while keys
// wait. Échap cancels its context; whatever it then answers is still the truth
// about what was written, and is waited for.
func (s Session) start(do func(context.Context) (outcome, error)) (Session, tea.Cmd) {
	ctx, cancel := context.WithCancel(s.cfg.Context)
	s.work.ticket++
	s.work.cancel = cancel
	ticket, visit := s.work.ticket, s.work.visit
	run := func() tea.Msg {
		defer cancel()
		out, err := contained(ctx, do)
		return outcomeMsg{ticket, visit, out, err}
	}
	return s, tea.Batch(run, s.spinner.Tick)
}

// fetch runs work that no key waits for: it brings something to the place it
// was asked from, and is dropped if the person has moved on.
func (s Session) fetch(do func(context.Context) (outcome, error)) tea.Cmd {
	ctx, visit := s.cfg.Context, s.work.visit
	return func() tea.Msg {
		out, err := contained(ctx, do)
		return outcomeMsg{0, visit, out, err}
	}
}

// contained runs work and turns a panic into an error that quotes nothing: the
// person is told that nothing was saved, and the program goes on.
func contained(ctx context.Context, do func(context.Context) (outcome, error)) (out outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("work panicked with a %T at %s", r, debug.Stack())
		}
	}()
	return do(ctx)
}

// giveUp cancels the work under way. The session stays busy until its answer
// comes, at once but for a commit that was handed over already.
func (s Session) giveUp() Session {
	s.work.cancel()
	return s
}

// settle takes a result in, unless it is late.
func (s Session) settle(msg outcomeMsg) (tea.Model, tea.Cmd) {
	switch {
	case msg.ticket == 0 && msg.visit != s.work.visit:
		return s, nil
	case msg.ticket != 0 && (msg.ticket != s.work.ticket || !s.Busy()):
		return s, nil
	}
	if msg.ticket != 0 {
		s.work.cancel = nil
	}
	switch {
	case msg.err != nil && msg.ticket == 0:
		// Nothing was asked of the service but to be shown something.
		s.proofs.picturing = false
		s.cfg.Log.Error("fetch failed", "place", string(s.place), "error", msg.err)
		return s.say(screen.RefusedMsg{Page: s.cfg.Text.Errors.Unavailable, KeepSecrets: true})
	case msg.err != nil:
		return s.refuse(msg.err)
	}
	if msg.outcome.apply != nil {
		s = msg.outcome.apply(s)
	}
	var cmd tea.Cmd
	if msg.outcome.fact != "" {
		s, cmd = s.happened(msg.outcome.fact)
	}
	if msg.outcome.then == nil {
		return s, cmd
	}
	s, more := msg.outcome.then(s)
	return s, tea.Batch(cmd, more)
}

// look asks once whether any account exists, to point the first person of an
// empty store to creation.
func (s Session) look() tea.Cmd {
	service, ctx := s.cfg.Service, s.cfg.Context
	return func() tea.Msg {
		empty, err := service.Empty(ctx)
		if err != nil {
			return outcomeMsg{visit: -1} // known by no visit: only a hint is lost
		}
		return outcomeMsg{visit: s.work.visit, outcome: outcome{apply: func(s Session) Session {
			s.empty = empty
			return s
		}}}
	}
}

// maskLater hides a shown password in time.
func (s Session) maskLater() tea.Cmd {
	visit := s.work.visit
	return tea.Tick(revealTime, func(time.Time) tea.Msg { return maskMsg{visit} })
}
