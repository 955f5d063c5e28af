package cli

import (
	"context"
	"errors"
	"slices"

	"peremption/flows/account"
	"peremption/flows/mail"
	"peremption/flows/session"
	"peremption/policy"
	"peremption/ui/screen"
	"peremption/ui/text"
)

// ShowScreens is RunTUI for a person at a terminal.
func ShowScreens(ctx context.Context, o TUIOptions) error {
	cfg := session.Config{
		Service:       o.Service,
		Caller:        account.Caller{Actor: "public", Source: "local"},
		Text:          text.French(),
		CreateAllowed: true,
		Log:           o.Log,
	}
	for _, p := range o.Demo {
		cfg.Demo = append(cfg.Demo, screen.DemoPerson(p))
		cfg.Letters = func(ctx context.Context) ([]screen.Letter, error) { return demoLetters(ctx, o.Service) }
	}
	err := session.Run(ctx, cfg, session.Terminal{In: o.In, Out: o.Out, Env: o.Env})
	if errors.Is(err, session.ErrCrashed) {
		return errors.New("the program failed and ended; the terminal is as it was, and nothing half-done was saved: start it again")
	}
	return err
}

// demoLetters reads the demonstration's outbox, the newest letter first.
func demoLetters(ctx context.Context, s *account.Service) ([]screen.Letter, error) {
	owner := account.Operator{Name: "demo", Role: account.Owner, Source: "local"}
	var letters []screen.Letter
	for listed, err := range s.Outbox(ctx, owner) {
		if err != nil {
			return nil, err
		}
		whole, err := s.Letter(ctx, owner, listed.ID)
		if err != nil {
			return nil, err
		}
		read, err := mail.Read(whole)
		if err != nil {
			return nil, err
		}
		letters = append(letters, screen.Letter{
			From: read.From, To: read.To, Subject: read.Subject, Body: read.Body,
			Date: read.Date.In(policy.Paris).Format("2006-01-02 15:04:05"), // as in the leaflet's picture
		})
	}
	slices.Reverse(letters)
	return letters, nil
}
