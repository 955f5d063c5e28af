package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"peremption/flows/account"
	"peremption/policy"
)

// demoCost is bcrypt's cost of the demonstration where none is asked for: its
// passwords are printed in the manual, so a fast start is worth more.
const demoCost = 10

// demoStart is the morning of the leaflet's pictures.
func demoStart() time.Time {
	return time.Date(2024, time.July, 7, 9, 0, 0, 0, policy.Paris)
}

func newDemoCommand(e *env) *cobra.Command {
	var now, captcha string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show the screens with three made-up people, on a store that is thrown away",
		Long: "Show the screens with three made-up people, on a store that is thrown away.\n\n" +
			"Its clock starts on 7 July 2024 at 9:00 in Paris and runs on from there. Passwords are\n" +
			fmt.Sprintf("hashed at bcrypt cost %d unless --cost says otherwise.", demoCost),
		Example: "peremption demo --now 2024-08-01T08:30:00+02:00 --captcha m8uq18",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if e.flags.set.Changed("store") {
				return usagef("the demo has a store of its own, which is thrown away: leave --store out")
			}
			start, err := parseStart(now)
			if err != nil {
				return err
			}
			return e.demo(cmd.Context(), start, captcha)
		},
	}
	cmd.Flags().StringVar(&now, "now", "", "when it is at the start, as an RFC 3339 time (default 2024-07-07T09:00:00+02:00)")
	cmd.Flags().StringVar(&captcha, "captcha", "", "the characters that every image shows: 1 to 8 letters or digits")
	return cmd
}

// parseStart reads the demonstration's first moment.
func parseStart(s string) (time.Time, error) {
	if s == "" {
		return demoStart(), nil
	}
	start, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, usagef("--now is not a time with its offset: want one like %s", demoStart().Format(time.RFC3339))
	}
	if year := start.In(policy.Paris).Year(); year < 1970 || year > 9000 {
		return time.Time{}, usagef("--now is outside the years 1970 to 9000")
	}
	return start, nil
}

// demo makes the store, its people and its clock, and throws the store away
// whatever happens.
func (e *env) demo(ctx context.Context, start time.Time, fixed string) (err error) {
	captcha, err := newCaptcha(fixed)
	if err != nil {
		return usagef("%s", err)
	}
	composer, err := e.flags.composer()
	if err != nil {
		return err
	}
	cost, chosen, err := e.flags.hashCost()
	if err != nil {
		return err
	}
	if !chosen {
		cost = demoCost
	}
	in, out, err := e.terminals()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "peremption-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	began := time.Now()
	b, err := openBackend(ctx, backendConfig{
		path: filepath.Join(dir, "demo.db"), create: true, cost: cost,
		mailer: composer, captcha: captcha,
		now: func() time.Time { return start.Add(time.Since(began)) },
	})
	if err != nil {
		return fmt.Errorf("start the demo: %w", err)
	}
	defer func() { err = errors.Join(err, b.close()) }()
	people, err := settle(ctx, b.service, start)
	if err != nil {
		return fmt.Errorf("start the demo: %w", err)
	}
	return e.run(ctx, TUIOptions{Service: b.service, Now: b.now, Log: b.log, Demo: people, In: in, Out: out, Env: os.Environ()})
}

// settle brings the people in. Without letters: nobody wrote to them that morning.
func settle(ctx context.Context, s *account.Service, start time.Time) ([]DemoPerson, error) {
	var people []DemoPerson
	var rows []account.NewAccount
	for _, d := range demoAccounts() {
		rows = append(rows, d.row(start))
		people = append(people, d.person(start))
	}
	var refusal error
	owner := account.Operator{Name: "demo", Role: account.Owner, Source: "local"}
	_, err := s.Import(ctx, owner, "demonstration", account.Rows(rows...), func(row int, err error) {
		refusal = errors.Join(refusal, fmt.Errorf("person %d: %w", row+1, err))
	})
	return people, errors.Join(err, refusal)
}
