package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2 // the command line is wrong
)

// Main runs one command line (without the program's name) and returns the exit
// code. run starts the screens. SIGINT, SIGTERM and SIGHUP end what is under
// way in good order; a second one ends the process at once.
func Main(args []string, in io.Reader, out, errOut io.Writer, run RunTUI) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := NewRootCommand(in, out, errOut, run)
	root.SetArgs(args)
	failure := keepErrors(root)
	err := fang.Execute(ctx, root,
		fang.WithVersion(readBuild().String()),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}),
	)
	if err == nil {
		err = *failure
	}
	if err == nil {
		return exitOK
	}
	return report(errOut, err)
}

// NewRootCommand returns the whole tree of commands.
func NewRootCommand(in io.Reader, out, errOut io.Writer, run RunTUI) *cobra.Command {
	e := &env{in: in, out: out, errOut: errOut, run: run, getenv: os.Getenv}
	root := &cobra.Command{
		Use:   "peremption",
		Short: "Renew the passwords of the professional space",
		Long: "Renew the passwords of the professional space of impots.gouv.fr.\n\n" +
			"Without a command it shows the screens, on the store given by --store.",
		Example: "peremption demo\n" +
			"peremption account import people.csv --dry-run\n" +
			"peremption account list --expiring 60",
		Args: noCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.showScreens(cmd.Context()) },
	}
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	e.flags.add(root, e.getenv)
	root.AddCommand(
		newDemoCommand(e),
		newAccountCommand(e),
		newOutboxCommand(e),
		newAuditCommand(e),
		newStoreCommand(e),
		newVersionCommand(e),
	)
	root.SetHelpCommand(newHelpCommand())
	root.SuggestionsMinimumDistance = 2
	return root
}

// keepErrors makes every command keep its error to itself, in the returned
// place. For each error that it is handed, fang asks the terminal for its
// colours, which on a mute one takes two seconds and eats what was typed ahead.
func keepErrors(root *cobra.Command) *error {
	failure := new(error)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		*failure = flagError(cmd, err)
		return nil
	})
	var keep func(*cobra.Command)
	keep = func(cmd *cobra.Command) {
		if check, run := cmd.Args, cmd.RunE; run != nil {
			cmd.Args = cobra.ArbitraryArgs
			cmd.RunE = func(cmd *cobra.Command, args []string) error {
				if check != nil {
					if *failure = check(cmd, args); *failure != nil {
						return nil
					}
				}
				*failure = run(cmd, args)
				return nil
			}
		}
		for _, sub := range cmd.Commands() {
			keep(sub)
		}
	}
	keep(root)
	return failure
}
