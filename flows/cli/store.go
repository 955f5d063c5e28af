package cli

import (
	"github.com/spf13/cobra"
)

func newStoreCommand(e *env) *cobra.Command {
	return newGroup("store", "Check or back up the store, or change its pepper",
		newStoreCheckCommand(e),
		newStoreBackupCommand(e),
		newStoreRotateCommand(e),
	)
}
