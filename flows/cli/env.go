package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/user"
	"strconv"

	"golang.org/x/term"

	"peremption/flows/account"
)

// env is what every command is made from: the three streams, the screens, and
// the flags that stand before any command.
type env struct {
	in          io.Reader
	out, errOut io.Writer
	run         RunTUI
	getenv      func(string) string
	flags       globalFlags
}

// operator is who acts: the user of the machine who runs the program, and so
// the owner of the data.
func (e *env) operator() account.Operator {
	name := "uid " + strconv.Itoa(os.Getuid())
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
	}
	return account.Operator{Name: name, Role: account.Owner, Source: "local"}
}

// print writes a command's output through a buffer, and tells when it could not
// be written: a full disk must not look like a short list.
func (e *env) print(write func(w *bufio.Writer) error) error {
	w := bufio.NewWriter(e.out)
	if err := write(w); err != nil {
		_ = w.Flush() // the first error says more
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// println is print for one line.
func (e *env) println(format string, args ...any) error {
	return e.print(func(w *bufio.Writer) error {
		_, err := fmt.Fprintf(w, format+"\n", args...)
		return err
	})
}

// terminal returns the file behind a stream where it is a terminal.
func terminal(stream any) (*os.File, bool) {
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, false
	}
	return file, true
}

// interruptible reads from r until ctx ends: a read of a pipe or a terminal
// cannot be broken off itself, so it is left behind with the process.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	context.AfterFunc(ctx, func() { _ = pw.CloseWithError(context.Cause(ctx)) })
	go func() {
		_, err := io.Copy(pw, r)
		_ = pw.CloseWithError(err) // nil is io.EOF
	}()
	return pr
}
