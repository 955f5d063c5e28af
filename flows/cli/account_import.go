package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"peremption/flows/account"
)

func newAccountImportCommand(e *env) *cobra.Command {
	var (
		dryRun bool
		reason string
	)
	cmd := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Add the accounts of a CSV file, or of standard input where FILE is -",
		Long: "Add the accounts of a CSV file, or of standard input where FILE is -.\n\n" +
			"The first line names the columns, in any order: " + strings.Join(knownColumns(), ", ") + ".\n" +
			"A line has a password in clear text or a password_hash of bcrypt. Bad lines are named on\n" +
			"standard error and left out, the others go in; the exit code then is 1. People get no letter.",
		Example: "peremption account import people.csv --dry-run",
		Args:    oneArg("a FILE.csv or -"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"csv"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.importFile(cmd.Context(), args[0], reason, dryRun)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "check everything and write nothing")
	addReason(cmd, &reason)
	return cmd
}

// importFile reads one file into the store.
func (e *env) importFile(ctx context.Context, name, reason string, dryRun bool) (err error) {
	r, shown, size, err := e.openCSV(ctx, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	counted := &countingReader{r: r}
	file, err := newCSVFile(counted)
	if err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	return e.with(ctx, openOptions{create: true, hashes: true, dryRun: dryRun}, func(b *backend) error {
		im := &importing{
			ctx: ctx, name: shown, file: file, errOut: e.errOut,
			progress: newProgress(e.errOut, counted, size),
		}
		imported, err := b.service.Import(ctx, e.operator(), reason, im.accounts(), im.refuse)
		im.progress.clear()
		outcome := "%d imported, %d refused"
		if dryRun {
			outcome = "%d would be imported, %d refused; nothing was written"
		}
		switch err := errors.Join(err, im.failure); {
		case ctx.Err() != nil:
			return fmt.Errorf("%s: interrupted: "+outcome, shown, imported, im.refused)
		case err != nil:
			return fmt.Errorf("%s: "+outcome+", and then: %w", shown, imported, im.refused, err)
		}
		if err := e.println(outcome, imported, im.refused); err != nil {
			return err
		}
		if im.refused > 0 {
			return fmt.Errorf("%s: lines refused: %d; mend them and import them again, without the others", shown, im.refused)
		}
		return nil
	})
}

// openCSV opens a file, or standard input for "-". size is 0 where it is not known.
func (e *env) openCSV(ctx context.Context, name string) (r io.ReadCloser, shown string, size int64, err error) {
	if name == "-" {
		return io.NopCloser(interruptible(ctx, e.in)), "standard input", 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, "", 0, fmt.Errorf("read accounts: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, "", 0, errors.Join(fmt.Errorf("read accounts: %w", err), file.Close())
	}
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	return file, escape(name), size, nil
}

// importing is one import under way: it hands rows to the service and tells the
// lines that are refused, by the file or by the service.
type importing struct {
	ctx    context.Context
	name   string
	file   *csvFile
	errOut io.Writer

	mu       sync.Mutex // an engine may refuse rows while it takes others
	progress *progress
	lines    []int // of the rows handed over, by their place
	refused  int
	failure  error // why the file was not read to its end
}

// accounts yields the rows, those that cannot be read with the reason.
func (im *importing) accounts() iter.Seq2[account.NewAccount, error] {
	return func(yield func(account.NewAccount, error) bool) {
		for im.ctx.Err() == nil {
			row, err := im.file.next()
			var bad *lineError
			switch {
			case errors.As(err, &bad):
				im.handOver(bad.line)
				if !yield(account.NewAccount{}, bad) {
					return
				}
				continue
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				im.failure = err
				return
			}
			im.handOver(row.line)
			if !yield(row.account, nil) {
				return
			}
		}
	}
}

// handOver notes the line of a row before the service gets it.
func (im *importing) handOver(line int) {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.lines = append(im.lines, line)
	im.progress.step()
}

// refuse tells a row that was refused, by the file or by the service.
func (im *importing) refuse(row int, err error) {
	var bad *lineError
	var input *account.InputError
	reason := ""
	switch {
	case errors.As(err, &bad):
		reason = bad.reason
	case errors.As(err, &input):
		reason = strings.Join(faults(input), "; ")
	default:
		reason = explain(err)
	}
	im.mu.Lock()
	line := im.lines[row]
	im.mu.Unlock()
	im.tell(line, reason)
}

// tell names one bad line.
func (im *importing) tell(line int, reason string) {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.refused++
	im.progress.clear()
	_, _ = fmt.Fprintf(im.errOut, "%s:%d: %s\n", im.name, line, reason) // the exit code says it too
}
