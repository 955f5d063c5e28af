package cli

import (
	"github.com/spf13/cobra"
)

func newStoreCommand(e *env) *cobra.Command {
	return newGroup("store", "Check or back up the store",
		newStoreCheckCommand(e),
		newStoreBackupCommand(e),
	)
}
