package cli

import (
	"github.com/spf13/cobra"
)

// noReason stands in the audit where an operator gave none.
const noReason = "no reason given"

func newAccountCommand(e *env) *cobra.Command {
	return newGroup("account", "Add, import, list and change accounts",
		newAccountAddCommand(e),
		newAccountImportCommand(e),
		newAccountListCommand(e),
		newAccountShowCommand(e),
		newAccountDisableCommand(e),
		newAccountEnableCommand(e),
		newAccountUnlockCommand(e),
		newAccountExpireCommand(e),
	)
}

// addReason adds the flag of every command that changes an account.
func addReason(cmd *cobra.Command, reason *string) {
	cmd.Flags().StringVar(reason, "reason", noReason, "why, for the audit")
}

// addJSON adds the flag of every command that lists or shows.
func addJSON(cmd *cobra.Command, asJSON *bool) {
	cmd.Flags().BoolVar(asJSON, "json", false, "write one JSON object a line")
}
