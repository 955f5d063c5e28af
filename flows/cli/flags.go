package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peremption/flows/mail"
	"peremption/policy"
	"peremption/ui/text"
)

// The environment's names for the global flags. A flag wins over its variable.
const (
	envStore    = "PEREMPTION_STORE"
	envCost     = "PEREMPTION_BCRYPT_COST"
	envMailFrom = "PEREMPTION_MAIL_FROM"
)

// globalFlags are the flags of every command.
type globalFlags struct {
	store    string
	cost     int
	mailFrom string

	set    *pflag.FlagSet
	getenv func(string) string
}

func (f *globalFlags) add(root *cobra.Command, getenv func(string) string) {
	f.set, f.getenv = root.PersistentFlags(), getenv
	f.set.StringVar(&f.store, "store", "",
		"the store's file (env "+envStore+"; default peremption/peremption.db in $XDG_DATA_HOME or ~/.local/share)")
	f.set.IntVar(&f.cost, "cost", policy.DefaultCost,
		fmt.Sprintf("bcrypt's cost for new hashes, from %d (tests only) to %d (env %s)", policy.MinCost, policy.MaxImportedCost, envCost))
	f.set.StringVar(&f.mailFrom, "mail-from", "",
		"the sender's address of the letters (env "+envMailFrom+"; default "+mail.DefaultFrom+")")
}

// storePath returns the store's file as an absolute path, without links: the
// pepper is beside the file itself, whichever way one came to it.
func (f *globalFlags) storePath() (string, error) {
	path := f.store
	if !f.set.Changed("store") {
		path = f.getenv(envStore)
		if path == "" {
			var err error
			if path, err = f.defaultStore(); err != nil {
				return "", err
			}
		}
	}
	if path == "" {
		return "", usagef("--store needs the name of a file")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find the folder of the store: %w", err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real, nil
	}
	return abs, nil // it does not exist yet, or opening it will say why not
}

// defaultStore follows the XDG base directories: a relative $XDG_DATA_HOME is
// no folder of theirs and is passed over.
func (f *globalFlags) defaultStore() (string, error) {
	dir := f.getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(dir) {
		home := f.getenv("HOME")
		if !filepath.IsAbs(home) {
			return "", errors.New("no home folder to keep the store in: name its file with --store or " + envStore)
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(dir, "peremption", "peremption.db"), nil
}

// hashCost returns bcrypt's cost for new hashes. chosen tells whether anybody
// asked for it.
func (f *globalFlags) hashCost() (cost int, chosen bool, err error) {
	cost, chosen, from := f.cost, f.set.Changed("cost"), "--cost"
	if value := f.getenv(envCost); !chosen && value != "" {
		if cost, err = strconv.Atoi(value); err != nil {
			return 0, false, usagef("%s is not a whole number", envCost)
		}
		chosen, from = true, envCost
	}
	if cost < policy.MinCost || cost > policy.MaxImportedCost {
		return 0, false, usagef("%s is %d: want %d to %d", from, cost, policy.MinCost, policy.MaxImportedCost)
	}
	return cost, chosen, nil
}

// composer returns who writes the letters, its sender checked before anything
// is opened.
func (f *globalFlags) composer() (mail.Composer, error) {
	from, name := f.mailFrom, "--mail-from"
	if !f.set.Changed("mail-from") {
		from, name = f.getenv(envMailFrom), envMailFrom
	}
	composer := mail.Composer{From: from, Text: text.French().Mail}
	if err := composer.Check(); err != nil {
		return mail.Composer{}, usagef("%s is not an address: want name@domain or \"Name <name@domain>\"", name)
	}
	return composer, nil
}
