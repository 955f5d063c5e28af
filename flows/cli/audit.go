package cli

import (
	"time"

	"github.com/spf13/cobra"

	"peremption/store"
)

func newAuditCommand(e *env) *cobra.Command {
	return newGroup("audit", "Read who did what", newAuditListCommand(e))
}

func newAuditListCommand(e *env) *cobra.Command {
	var (
		ref    string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the audit in the order it was written; this reading is its last line",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				return auditListing().print(e, b.service.Audit(cmd.Context(), e.operator(), ref), asJSON)
			})
		},
	}
	cmd.Flags().StringVar(&ref, "account", "", "only what concerns this account, by number or e-mail address")
	addJSON(cmd, &asJSON)
	return cmd
}

// auditLine is one line of the audit, as JSON has it; times in UTC.
type auditLine struct {
	ID         string `json:"id"`
	At         string `json:"at"`
	Actor      string `json:"actor"`
	Action     string `json:"action"`
	Subscriber string `json:"subscriber,omitempty"`
	Outcome    string `json:"outcome"`
	Reason     string `json:"reason,omitempty"`
	Source     string `json:"source,omitempty"`
	Session    string `json:"session,omitempty"`
	Prev       string `json:"prev"`
	Chain      string `json:"chain"`
}

func newAuditLine(e store.Event) auditLine {
	return auditLine{
		ID: e.ID, At: e.At.UTC().Format(time.RFC3339), Actor: e.Actor, Action: e.Action, Subscriber: e.Number,
		Outcome: e.Outcome, Reason: e.Reason, Source: e.Source, Session: e.Session, Prev: e.Prev, Chain: e.Chain,
	}
}

// localTime is how a person reads a moment of the audit.
func localTime(utc string) string {
	at, err := time.Parse(time.RFC3339, utc)
	if err != nil {
		return utc
	}
	return timestamp(at)
}

// auditListing lists the audit.
func auditListing() listing[store.Event, auditLine] {
	return listing[store.Event, auditLine]{
		head: []string{"AT", "ACTOR", "SOURCE", "ACTION", "SUBSCRIBER", "OUTCOME", "REASON"},
		line: newAuditLine,
		cells: func(l auditLine) []string {
			return []string{localTime(l.At), l.Actor, l.Source, l.Action, l.Subscriber, l.Outcome, l.Reason}
		},
	}
}
