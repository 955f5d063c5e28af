package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peremption/policy"
)

// what is typed on a command line, all users of the machine can read. No
// flag, and no argument, is a place for a secret.
func TestNoFlagTakesASecret(t *testing.T) {
	root := NewRootCommand(strings.NewReader(""), io.Discard, io.Discard, nil)
	flags := 0
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		look := func(f *pflag.Flag) {
			flags++
			for _, word := range []string{"password", "answer", "hash", "secret", "pepper", "code", "token", "key"} {
				if strings.Contains(f.Name, word) && f.Value.Type() != "bool" {
					t.Errorf("%s --%s takes a value", cmd.CommandPath(), f.Name)
				}
			}
		}
		cmd.PersistentFlags().VisitAll(look)
		cmd.LocalFlags().VisitAll(look)
		for _, word := range []string{"PASSWORD", "ANSWER", "SECRET", "HASH"} {
			if strings.Contains(cmd.Use, word) {
				t.Errorf("%s takes a secret", cmd.Use)
			}
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	if flags < 20 {
		t.Fatalf("only %d flags were looked at", flags)
	}
}

func TestSecretLines(t *testing.T) {
	long := strings.Repeat("x", maxSecretLine)
	for name, c := range map[string]struct{ in, first, second, err string }{
		"two":            {"one\ntwo\n", "one", "two", ""},
		"as typed":       {" one \t\r\ntwo", " one \t", "two", ""},
		"one return":     {"one\r\r\ntwo\r", "one\r", "two", ""},
		"an empty first": {"\ntwo\n", "", "two", ""},
		"none":           {"", "", "", "ended before the password"},
		"one":            {"one\n", "one", "", "ended before the answer"},
		"too long":       {long + "\n", "", "", "longer than"},
	} {
		lines := newSecretLines(t.Context(), strings.NewReader(c.in))
		first, err := lines.next("password")
		var second policy.Secret
		if err == nil {
			second, err = lines.next("answer")
		}
		if first.Reveal() != c.first || second.Reveal() != c.second || (err == nil) != (c.err == "") ||
			err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %q, %q, %v", name, first.Reveal(), second.Reveal(), err)
		}
	}
}

// A wait for standard input ends with the context.
func TestSecretLinesCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent, w := io.Pipe()
	defer func() { _ = w.Close() }()
	lines := newSecretLines(ctx, silent)
	cancel()
	if _, err := lines.next("password"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Errors are one line, whatever they wrap, and hold nothing that drives a
// terminal.
func TestReportIsOneLine(t *testing.T) {
	var out bytes.Buffer
	if code := report(&out, errors.Join(errors.New("a\nb\x1b[2J"), errors.New(`C:\x`))); code != exitFailure {
		t.Error(code)
	}
	if out.String() != "peremption: error: a; b\\x1b[2J; C:\\x\n" {
		t.Errorf("%q", out.String())
	}
	if code := report(io.Discard, usagef("no")); code != exitUsage {
		t.Error(code)
	}
}
