package cli

import (
	"github.com/spf13/cobra"

	"peremption/flows/account"
	"peremption/policy"
)

// maxAhead bounds --expiring, in days; longer than any password lives.
const maxAhead = 36_600

func newAccountListCommand(e *env) *cobra.Command {
	var (
		within                    int
		expired, disabled, asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List accounts in order of number, or of the day their password expires",
		Example: "peremption account list --expiring 60\n" +
			"peremption account list --expired --json",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter, err := listFilter(cmd.Flags().Changed("expiring"), within, expired, disabled)
			if err != nil {
				return err
			}
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				return accountListing().print(e, b.service.List(cmd.Context(), e.operator(), filter), asJSON)
			})
		},
	}
	cmd.Flags().IntVar(&within, "expiring", 0, "only those valid today that expire within so many days")
	cmd.Flags().BoolVar(&expired, "expired", false, "only those whose password has expired")
	cmd.Flags().BoolVar(&disabled, "disabled", false, "only those that are disabled")
	addJSON(cmd, &asJSON)
	return cmd
}

// listFilter turns the flags into one list, and refuses two at once.
func listFilter(expiring bool, within int, expired, disabled bool) (account.Filter, error) {
	filter, chosen := account.Filter{Which: account.All}, 0
	if expiring {
		filter, chosen = account.Filter{Which: account.Expiring, Within: within}, chosen+1
	}
	if expired {
		filter, chosen = account.Filter{Which: account.Expired}, chosen+1
	}
	if disabled {
		filter, chosen = account.Filter{Which: account.Disabled}, chosen+1
	}
	switch {
	case chosen > 1:
		return filter, usagef("--expiring, --expired and --disabled exclude each other")
	case within < 0 || within > maxAhead:
		return filter, usagef("--expiring is %d: want days from 0 to %d", within, maxAhead)
	}
	return filter, nil
}

// accountLine is an account in a list, as JSON has it.
type accountLine struct {
	Subscriber   string      `json:"subscriber"`
	Title        string      `json:"title"`
	FirstName    string      `json:"first_name"`
	LastName     string      `json:"last_name"`
	Email        string      `json:"email"`
	ValidThrough policy.Date `json:"valid_through,omitzero"`
	DaysLeft     *int        `json:"days_left,omitempty"` // none where no last day is known
	State        string      `json:"state"`
	Disabled     bool        `json:"disabled"`
}

func newAccountLine(a account.Listed) accountLine {
	line := accountLine{
		Subscriber: a.Number, Title: a.Title, FirstName: a.FirstName, LastName: a.LastName, Email: a.Email,
		ValidThrough: a.Expiry.LastDay, State: a.Expiry.State.String(), Disabled: a.Disabled,
	}
	if !a.Expiry.LastDay.IsZero() {
		line.DaysLeft = &a.Expiry.DaysLeft
	}
	return line
}

func (l accountLine) name() string { return l.Title + " " + l.FirstName + " " + l.LastName }

// standing is the state in a word, the stronger one where there are two.
func (l accountLine) standing() string {
	if l.Disabled {
		return "disabled"
	}
	return l.State
}

// validThrough is the last day for a table.
func (l accountLine) validThrough() string {
	if l.ValidThrough.IsZero() {
		return "unknown"
	}
	return l.ValidThrough.String()
}

// accountListing lists accounts.
func accountListing() listing[account.Listed, accountLine] {
	return listing[account.Listed, accountLine]{
		head: []string{"SUBSCRIBER", "NAME", "EMAIL", "VALID THROUGH", "STATE"},
		line: newAccountLine,
		cells: func(l accountLine) []string {
			return []string{l.Subscriber, l.name(), l.Email, l.validThrough(), l.standing()}
		},
	}
}
