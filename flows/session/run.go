package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Terminal is where a session is shown.
type Terminal struct {
	In  *os.File
	Out io.Writer
	Env []string
}

// ErrCrashed means that a fault of the program itself ended the session. The
// terminal is as it was; the log says where the fault is.
var ErrCrashed = errors.New("internal fault; the terminal was restored and nothing typed was kept")

// Run shows a session until the person leaves, ctx ends or a signal comes, and
// puts the terminal right again.
func Run(ctx context.Context, cfg Config, t Terminal) error { return New(cfg).run(ctx, t) }

func (s Session) run(ctx context.Context, t Terminal) error {
	s.cfg.Context = ctx
	env := Environment(t.Env)
	if i := slices.IndexFunc(env, func(pair string) bool { return strings.HasPrefix(pair, "TERM=") }); i < 0 ||
		env[i] == "TERM=" || env[i] == "TERM=dumb" {
		return s.runPlain(ctx, t)
	}
	program := tea.NewProgram(s,
		tea.WithContext(ctx),
		tea.WithInput(NewInput(t.In)),
		tea.WithOutput(t.Out),
		tea.WithEnvironment(env),
	)
	s.fault.endsBy(program)
	last, err := program.Run()
	return ended(ctx, last, err)
}

// ended is what a program's end means to whoever ran it.
func ended(ctx context.Context, last tea.Model, err error) error {
	if s, ok := last.(Session); ok && s.fault.happened {
		return ErrCrashed
	}
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		return ErrCrashed
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		return nil
	case err != nil:
		return fmt.Errorf("run the screens: %w", err)
	}
	return nil
}

// Environment is the person's, with NO_COLOR in the one form that the colour
// library understands: by its convention any value but the empty one counts.
func Environment(env []string) []string {
	out := slices.Clone(env)
	for i, pair := range out {
		if value, ok := strings.CutPrefix(pair, "NO_COLOR="); ok && value != "" {
			out[i] = "NO_COLOR=1"
		}
	}
	return out
}
