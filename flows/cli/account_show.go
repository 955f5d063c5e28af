package cli

import (
	"bufio"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"peremption/flows/account"
	"peremption/policy"
)

func newAccountShowCommand(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "show NUMBER|EMAIL",
		Short:             "Show one account, without its secrets",
		Args:              oneArg(accountRef),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				d, err := b.service.Show(cmd.Context(), e.operator(), args[0], "")
				if err != nil {
					return err
				}
				return e.showAccount(newAccountDetails(d), asJSON)
			})
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

// accountDetails is one account, as JSON has it.
type accountDetails struct {
	accountLine
	HasQuestion  bool   `json:"has_question"`
	PendingEmail string `json:"pending_email,omitempty"`
	ChangedAt    string `json:"changed_at,omitempty"`
	Created      string `json:"created"`
}

func newAccountDetails(d account.Details) accountDetails {
	p := d.Person
	return accountDetails{
		accountLine: newAccountLine(account.Listed{
			Number: p.Number, Title: p.Title, FirstName: p.FirstName, LastName: p.LastName,
			Email: p.Email, Expiry: p.Expiry, Disabled: d.Disabled,
		}),
		HasQuestion: d.HasQuestion, PendingEmail: p.PendingEmail,
		ChangedAt: timestamp(d.ChangedAt), Created: timestamp(d.Created),
	}
}

func (e *env) showAccount(d accountDetails, asJSON bool) error {
	return e.print(func(w *bufio.Writer) error {
		if asJSON {
			return writeJSON(w, d)
		}
		left := "unknown"
		if d.DaysLeft != nil {
			left = fmt.Sprint(*d.DaysLeft)
		}
		rows := [][2]string{
			{"subscriber", d.Subscriber},
			{"name", d.name()},
			{"email", d.Email},
			{"pending email", orNone(d.PendingEmail)},
			{"state", d.standing()},
			{"valid through", d.validThrough()},
			{"days left", left},
			{"password changed", orNone(d.ChangedAt)},
			{"question", map[bool]string{true: "set", false: "none"}[d.HasQuestion]},
			{"created", d.Created},
		}
		for _, row := range rows {
			if _, err := fmt.Fprintf(w, "%-18s%s\n", row[0], escape(row[1])); err != nil {
				return fmt.Errorf("write output: %w", err)
			}
		}
		return nil
	})
}

// timestamp is the one form of a moment here: Paris time, with its offset.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(policy.Paris).Format(time.RFC3339)
}

// orNone puts a word in the place of nothing.
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
