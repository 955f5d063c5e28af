package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"peremption/flows/account"
	"peremption/policy"
)

// newPTY returns both ends of a terminal: what a person has, and what a program.
func newPTY(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, program = openPTY(t)
	t.Cleanup(func() { _, _ = person.Close(), program.Close() })
	return person, program
}

// kept holds on to terminals until the process ends.
var kept []*os.File

// keptPTY returns a terminal that is never closed: a read that was left behind
// sets its terminal once more when it ends, and would do so to whatever was
// opened since under the same number.
func keptPTY(t *testing.T) (program *os.File) {
	t.Helper()
	person, program := openPTY(t)
	kept = append(kept, person, program)
	return program
}

func openPTY(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	fd := int(person.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	settings, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return settings.Lflag&unix.ECHO != 0
}

// waitFor polls what another goroutine does to a terminal.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("did not happen: " + what)
		}
	}
}

// Ctrl+C while a password is asked for must not leave a terminal that shows
// nothing of what is typed.
func TestPromptIsPutRightWhenInterrupted(t *testing.T) {
	tty := keptPTY(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := prompter{tty, &bytes.Buffer{}}.askTwice(ctx, "password")
		done <- err
	}()
	waitFor(t, "echo off", func() bool { return !echoes(t, tty) })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if !echoes(t, tty) {
		t.Error("the terminal shows nothing of what is typed")
	}
	if explain(context.Canceled) != "interrupted" {
		t.Error(explain(context.Canceled))
	}
}

func TestPromptWithoutEcho(t *testing.T) {
	person, tty := newPTY(t)
	var shown bytes.Buffer
	type result struct {
		secret policy.Secret
		err    error
	}
	done := make(chan result, 1)
	go func() {
		secret, err := prompter{tty, &shown}.ask(t.Context(), "password: ")
		done <- result{secret, err}
	}()
	waitFor(t, "echo off", func() bool { return !echoes(t, tty) })
	if _, err := person.WriteString(" Marmotte+é \n"); err != nil {
		t.Fatal(err)
	}
	r := <-done
	if r.err != nil || r.secret.Reveal() != " Marmotte+é " || shown.String() != "password: \n" {
		t.Errorf("%q, %v, shown %q", r.secret.Reveal(), r.err, shown.String())
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	person, tty := newPTY(t)
	read := &countingReader{n: 50}
	p := newProgress(tty, read, 100)
	p.step()
	p.clear()
	p.clear()
	line, err := bufio.NewReader(person).ReadString('K')
	if err != nil || !strings.HasPrefix(line, "\r[###############---------------]  50 %  1 accounts") {
		t.Errorf("%q, %v", line, err)
	}
	if newProgress(&bytes.Buffer{}, read, 100).w != nil {
		t.Error("draws where there is no terminal")
	}
}

// runDemo starts the demonstration on a terminal, and returns its error and
// where the temporary files of it were to be.
func runDemo(t *testing.T, ctx context.Context, start time.Time, run RunTUI) (temp string, err error) {
	t.Helper()
	_, tty := newPTY(t)
	temp = t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv(envCost, strconv.Itoa(policy.MinCost))
	root := NewRootCommand(tty, tty, tty, run)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs([]string{"demo", "--captcha", "m8uq18", "--now", start.Format(time.RFC3339)})
	return temp, root.ExecuteContext(ctx)
}

// The people of the demonstration can do what is said of them.
func TestDemoPeople(t *testing.T) {
	began := time.Now()
	temp, err := runDemo(t, t.Context(), demoStart(), func(ctx context.Context, o TUIOptions) error {
		if now := o.Now(); now.Before(demoStart()) || now.Sub(demoStart()) > time.Since(began) {
			t.Errorf("it is %v", now)
		}
		var got []string
		for _, p := range o.Demo {
			in, err := o.Service.SignIn(ctx, account.Caller{Actor: "public", Source: "local"}, p.Email, policy.NewSecret(p.Password))
			state := "in"
			if errors.Is(err, account.ErrExpired) {
				state = "expired"
			} else if err != nil {
				t.Errorf("%s: %v", p.Name, err)
			} else if days := in.Person().Expiry.DaysLeft; in.Person().Question != p.Question || days < 0 {
				t.Errorf("%s: question %q, %d days", p.Name, in.Person().Question, days)
			}
			got = append(got, strings.Join([]string{p.Name, p.LastDay.String(), p.Answer, state}, "|"))
		}
		want := []string{
			"Mme Lila ROSEMONDE|2024-07-22|Caramel|in",
			"M. Basile TURENNE|2023-07-31|Quimper|expired",
			"Mme Odile FABRE|2027-01-14||in",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		for letter, err := range o.Service.Outbox(ctx, account.Operator{Name: "t", Role: account.Owner}) {
			t.Errorf("a letter before anything happened: %v, %v", letter.Kind, err)
		}
		return nil
	})
	checkDemoGone(t, temp, err, nil)
}

// Whatever ends the demonstration, nothing of it stays.
func TestDemoIsThrownAway(t *testing.T) {
	fault := errors.New("fault")
	temp, err := runDemo(t, t.Context(), demoStart(), func(context.Context, TUIOptions) error { return fault })
	checkDemoGone(t, temp, err, fault)

	ctx, cancel := context.WithCancel(t.Context())
	temp, err = runDemo(t, ctx, demoStart(), func(ctx context.Context, _ TUIOptions) error { cancel(); return ctx.Err() })
	checkDemoGone(t, temp, err, context.Canceled)

	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_, _ = runDemo(t, t.Context(), demoStart(), func(context.Context, TUIOptions) error { panic("fault") })
	}()
	checkDemoGone(t, os.Getenv("TMPDIR"), nil, nil)
}

// Before the people's own dates nobody's password lies in the future.
func TestDemoLongAgo(t *testing.T) {
	start := time.Date(2010, time.May, 3, 9, 0, 0, 0, policy.Paris)
	temp, err := runDemo(t, t.Context(), start, func(_ context.Context, o TUIOptions) error {
		for _, p := range o.Demo {
			if p.LastDay.String() != "2013-05-02" {
				t.Errorf("%s: %s", p.Name, p.LastDay)
			}
		}
		return nil
	})
	checkDemoGone(t, temp, err, nil)
}

func checkDemoGone(t *testing.T, temp string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
