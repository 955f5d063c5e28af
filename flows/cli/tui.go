package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"peremption/flows/account"
	"peremption/flows/captcha"
	"peremption/policy"
)

// RunTUI shows the screens until the person leaves or ctx ends.
type RunTUI func(ctx context.Context, o TUIOptions) error

// TUIOptions are what the screens need.
type TUIOptions struct {
	Service *account.Service
	Now     func() time.Time
	Log     *slog.Logger // of faults; nothing that was typed
	Demo    []DemoPerson // empty but in the demonstration
	In      *os.File     // a terminal
	Out     io.Writer    // a terminal
	Env     []string     // as os.Environ gives it
}

// DemoPerson is one of the people of the demonstration, whose secrets are known
// to everybody.
type DemoPerson struct {
	Name             string // as the space shows it
	Email, Password  string
	LastDay          policy.Date
	Question, Answer string // both "" where none is set
}

// showScreens runs the screens on the real store.
func (e *env) showScreens(ctx context.Context) error {
	in, out, err := e.terminals()
	if err != nil {
		return err
	}
	b, err := e.open(ctx, openOptions{create: true, hashes: true})
	if err != nil {
		return err
	}
	err = e.run(ctx, TUIOptions{Service: b.service, Now: b.now, Log: b.log, In: in, Out: out, Env: os.Environ()})
	return errors.Join(err, b.close())
}

// terminals returns the two ends that the screens need.
func (e *env) terminals() (in, out *os.File, err error) {
	in, inOK := terminal(e.in)
	out, outOK := terminal(e.out)
	if !inOK || !outOK {
		return nil, nil, errors.New("the screens need a terminal for input and output: run this in one, or see peremption --help for the commands that do without")
	}
	return in, out, nil
}

// newCaptcha returns the maker of the images: of fixed characters where some
// are given, which is for demonstrations.
func newCaptcha(fixed string) (*captcha.Maker, error) {
	if fixed == "" {
		return captcha.New(rand.Reader), nil
	}
	maker, err := captcha.NewFixed(rand.Reader, fixed)
	if err != nil {
		return nil, fmt.Errorf("--captcha: %w", err)
	}
	return maker, nil
}
