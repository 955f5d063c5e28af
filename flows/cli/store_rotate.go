package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"peremption/store/bolt"
	"peremption/store/keyring"
)

func newStoreRotateCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "rotate-pepper",
		Short: "Make a new pepper for new hashes, and keep the old ones for those that exist",
		Long: "Make a new pepper for new hashes, and keep the old ones for those that exist.\n\n" +
			"Each password is hashed with the new one when its owner next signs in. Nobody may use\n" +
			"the store meanwhile: a program that does not know the new key could not check its hashes.",
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return e.rotatePepper() },
	}
}

// rotatePepper holds the store itself while it works, not through its owner.
func (e *env) rotatePepper() (err error) {
	path, err := e.flags.storePath()
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no store at %s: name it with --store", path)
	}
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ring, err := keyring.Open(pepperPath(path), false)
	if err != nil {
		return err
	}
	if err := ring.Rotate(); err != nil {
		return err
	}
	return e.println("%s has a new key, the first of %d: make a new backup of it, apart from the store's",
		pepperPath(path), len(ring.Keys()))
}
