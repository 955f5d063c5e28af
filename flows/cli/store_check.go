package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"peremption/policy"
	"peremption/store"
)

// checkPage is how many accounts are looked at together.
const checkPage = 500

func newStoreCheckCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Read the whole store and compare: records, indexes, the audit's chain, the pepper",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				report, err := b.store.Check(cmd.Context())
				if err != nil {
					return err
				}
				if err := checkKeys(cmd.Context(), b.store, b.keys); err != nil {
					return err
				}
				return e.println("the store is whole: accounts %d, audit events %d, letters %d, counters %d",
					report.Accounts, report.Events, report.Mails, report.Counters)
			})
		},
	}
}

// checkKeys makes sure that every password can be verified with a pepper at hand.
func checkKeys(ctx context.Context, s store.Store, keys []policy.Key) error {
	known := map[string]bool{"": true} // made elsewhere, without a pepper
	for _, key := range keys {
		known[key.ID] = true
	}
	lost, example := 0, ""
	for cursor := ""; ; {
		accounts, next, err := s.Accounts(ctx, cursor, checkPage)
		if err != nil {
			return fmt.Errorf("read accounts: %w", err)
		}
		for _, a := range accounts {
			if !known[policy.KeyID(a.Hash)] {
				lost++
				example = a.Number
			}
		}
		if next == "" {
			break
		}
		cursor = next
	}
	if lost > 0 {
		return fmt.Errorf("%d accounts, such as %s, have passwords hashed with a pepper that is not at hand: %w", lost, example, errPepper)
	}
	return nil
}
