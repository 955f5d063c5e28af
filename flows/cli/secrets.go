package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"peremption/policy"
)

// maxSecretLine is how much of a line is read before it is refused; longer than
// any secret that the rules accept.
const maxSecretLine = 4 * policy.MaxBytes

// secretLines reads secrets from standard input, one a line, in the order in
// which they are asked for. Only the line's end is taken off.
type secretLines struct{ r *bufio.Reader }

func newSecretLines(ctx context.Context, in io.Reader) *secretLines {
	return &secretLines{bufio.NewReaderSize(interruptible(ctx, in), maxSecretLine)}
}

// next returns the next line. what names it in errors.
func (s *secretLines) next(what string) (policy.Secret, error) {
	line, err := s.r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return policy.Secret{}, fmt.Errorf("the line of the %s on standard input is longer than %d bytes", what, maxSecretLine)
	case errors.Is(err, io.EOF) && len(line) == 0:
		return policy.Secret{}, fmt.Errorf("standard input ended before the %s: give it on a line of its own", what)
	case err != nil && !errors.Is(err, io.EOF):
		return policy.Secret{}, fmt.Errorf("read the %s from standard input: %w", what, err)
	}
	defer clear(line)
	return policy.NewSecret(strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")), nil
}

// prompter asks a person for secrets, without echo.
type prompter struct {
	tty *os.File
	out io.Writer
}

// askTwice asks for a secret and for the same again. A difference is an error and
// not a second try: a script at the other end would loop for ever.
func (p prompter) askTwice(ctx context.Context, what string) (policy.Secret, error) {
	first, err := p.ask(ctx, what+": ")
	if err != nil {
		return policy.Secret{}, fmt.Errorf("read the %s: %w", what, err)
	}
	again, err := p.ask(ctx, what+" again: ")
	if err != nil {
		return policy.Secret{}, fmt.Errorf("read the %s: %w", what, err)
	}
	defer again.Wipe()
	if first.Reveal() != again.Reveal() {
		first.Wipe()
		return policy.Secret{}, fmt.Errorf("the %s was not typed the same twice: try again", what)
	}
	return first, nil
}

// ask shows a prompt and reads a line that the terminal does not show. When ctx
// ends (Ctrl+C) the terminal is put right; the read itself cannot be broken off
// and is left behind.
func (p prompter) ask(ctx context.Context, prompt string) (policy.Secret, error) {
	if err := ctx.Err(); err != nil {
		return policy.Secret{}, err
	}
	fd := int(p.tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return policy.Secret{}, err
	}
	_, _ = fmt.Fprint(p.out, prompt)
	defer func() { _, _ = fmt.Fprintln(p.out) }()

	type result struct {
		line []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		done <- result{line, err}
	}()
	select {
	case <-ctx.Done():
		return policy.Secret{}, errors.Join(ctx.Err(), term.Restore(fd, before))
	case r := <-done:
		defer clear(r.line)
		if errors.Is(r.err, io.EOF) {
			return policy.Secret{}, errors.New("nothing was typed")
		}
		return policy.NewSecret(string(r.line)), r.err
	}
}
