package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"peremption/flows/account"
	"peremption/policy"
)

// errNoDate refuses a date of the command line or of a file.
var errNoDate = errors.New("is not a date from 1900 on, written YYYY-MM-DD")

// addFlags are the flags of account add.
type addFlags struct {
	title, firstName, lastName, email string
	subscriber, question, changedAt   string
	passwordStdin, hashStdin          bool
	answerStdin                       bool
	reason                            string
}

func newAccountAddCommand(e *env) *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Add one account and print its subscriber number",
		Long: "Add one account and print its subscriber number.\n\n" +
			"On a terminal the password is asked for twice, and with --question the answer too, without\n" +
			"echo. From a script give --password-stdin (or --hash-stdin) and, with --question,\n" +
			"--answer-stdin: standard input then holds the password (or the hash) on its first line and\n" +
			"the answer on the next. Secrets are never taken from the command line.",
		Example: "peremption account add --title Mme --first-name Lila --last-name ROSEMONDE --email lila@example.fr",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return e.addAccount(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "form of address: Mme or M. (required)")
	flags.StringVar(&f.firstName, "first-name", "", "first name (required)")
	flags.StringVar(&f.lastName, "last-name", "", "last name (required)")
	flags.StringVar(&f.email, "email", "", "e-mail address to sign in with (required)")
	flags.StringVar(&f.subscriber, "subscriber", "", "subscriber number of 14 digits (default a free one)")
	flags.StringVar(&f.question, "question", "", "confidence question; its answer is asked for")
	flags.StringVar(&f.changedAt, "changed-at", "",
		"date of the password, as YYYY-MM-DD (default today; of a hash unknown, to be renewed at once)")
	flags.BoolVar(&f.passwordStdin, "password-stdin", false, "read the password from standard input")
	flags.BoolVar(&f.hashStdin, "hash-stdin", false, "read a bcrypt hash from standard input, in place of the password")
	flags.BoolVar(&f.answerStdin, "answer-stdin", false, "read the answer from standard input, after the password")
	addReason(cmd, &f.reason)
	return cmd
}

func (e *env) addAccount(ctx context.Context, f addFlags) error {
	n, err := f.account()
	if err != nil {
		return err
	}
	if err := e.readSecrets(ctx, f, &n); err != nil {
		return err
	}
	defer n.Password.Wipe()
	defer n.Answer.Wipe()
	return e.with(ctx, openOptions{create: true, hashes: true}, func(b *backend) error {
		number, err := b.service.Add(ctx, e.operator(), f.reason, n)
		if err != nil {
			return err
		}
		return e.println("%s", number)
	})
}

// account checks the flags against each other and returns the account without
// its secrets. What each may hold is the service's to say.
func (f addFlags) account() (account.NewAccount, error) {
	var missing []string
	for _, flag := range []struct{ name, value string }{
		{"--title", f.title}, {"--first-name", f.firstName}, {"--last-name", f.lastName}, {"--email", f.email},
	} {
		if flag.value == "" {
			missing = append(missing, flag.name)
		}
	}
	switch {
	case len(missing) > 0:
		return account.NewAccount{}, usagef("missing %s", strings.Join(missing, ", "))
	case f.passwordStdin && f.hashStdin:
		return account.NewAccount{}, usagef("--password-stdin and --hash-stdin exclude each other")
	case f.answerStdin && f.question == "":
		return account.NewAccount{}, usagef("--answer-stdin wants --question")
	}
	changedAt, err := parseDay(f.changedAt)
	if err != nil {
		return account.NewAccount{}, usagef("--changed-at %s", err)
	}
	return account.NewAccount{
		Number: f.subscriber, Title: f.title, FirstName: f.firstName, LastName: f.lastName, Email: f.email,
		ChangedAt: changedAt, Question: f.question,
	}, nil
}

// readSecrets fills in the password or the hash, and the answer.
func (e *env) readSecrets(ctx context.Context, f addFlags, n *account.NewAccount) error {
	tty, isTerminal := terminal(e.in)
	fromStdin := f.passwordStdin || f.hashStdin || f.answerStdin
	switch {
	case isTerminal && fromStdin:
		return usagef("standard input is a terminal and would show what is typed: leave --password-stdin, --hash-stdin and --answer-stdin out to be asked")
	case isTerminal:
		return askSecrets(ctx, prompter{tty, e.errOut}, f, n)
	case !f.passwordStdin && !f.hashStdin:
		return usagef("standard input is no terminal to ask for the password at: give it with --password-stdin")
	case f.question != "" && !f.answerStdin:
		return usagef("standard input is no terminal to ask for the answer at: give it with --answer-stdin")
	}
	lines := newSecretLines(ctx, e.in)
	what := map[bool]string{true: "hash", false: "password"}[f.hashStdin]
	first, err := lines.next(what)
	if err != nil {
		return err
	}
	if f.hashStdin {
		n.Hash = first.Reveal()
	} else {
		n.Password = first
	}
	if f.answerStdin {
		n.Answer, err = lines.next("answer")
	}
	return err
}

func askSecrets(ctx context.Context, p prompter, f addFlags, n *account.NewAccount) (err error) {
	if n.Password, err = p.askTwice(ctx, "password"); err != nil {
		return err
	}
	if f.question != "" {
		n.Answer, err = p.askTwice(ctx, "answer to the question")
	}
	return err
}

// parseDay reads a date as the first moment of that day in Paris; "" is none.
// The error does not repeat the text, which in a shifted line may be a secret.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	day, err := policy.ParseDate(s)
	if err != nil {
		return time.Time{}, errNoDate
	}
	return day.Start(), nil
}
