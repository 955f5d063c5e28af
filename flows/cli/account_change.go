package cli

import (
	"context"

	"github.com/spf13/cobra"

	"peremption/flows/account"
)

// accountRef is how an account is named on the command line.
const accountRef = "the account's NUMBER or EMAIL"

func newAccountDisableCommand(e *env) *cobra.Command {
	return newChangeCommand(e, "disable", "Close an account: its password opens nothing any more", "disabled", (*account.Service).Disable)
}

func newAccountEnableCommand(e *env) *cobra.Command {
	return newChangeCommand(e, "enable", "Open a disabled account again", "enabled", (*account.Service).Enable)
}

func newAccountUnlockCommand(e *env) *cobra.Command {
	return newChangeCommand(e, "unlock", "Forget the wrong attempts at an account", "unlocked", (*account.Service).Unlock)
}

func newAccountExpireCommand(e *env) *cobra.Command {
	return newChangeCommand(e, "expire", "End the validity of a password, so that the person must renew it", "expired", (*account.Service).Expire)
}

// newChangeCommand returns a command that changes one account and says so.
func newChangeCommand(
	e *env, name, short, done string,
	change func(s *account.Service, ctx context.Context, o account.Operator, ref, reason string) error,
) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:               name + " NUMBER|EMAIL",
		Short:             short,
		Args:              oneArg(accountRef),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				if err := change(b.service, cmd.Context(), e.operator(), args[0], reason); err != nil {
					return err
				}
				return e.println("%s %s", escape(args[0]), done)
			})
		},
	}
	addReason(cmd, &reason)
	return cmd
}
