package cli

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"peremption/store"
)

func newOutboxCommand(e *env) *cobra.Command {
	return newGroup("outbox", "Look at the letters that were written",
		newOutboxListCommand(e),
		newOutboxShowCommand(e),
	)
}

func newOutboxListCommand(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the letters in the order they were written, sent or not",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				return letterListing().print(e, b.service.Outbox(cmd.Context(), e.operator()), asJSON)
			})
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

func newOutboxShowCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:               "show ID",
		Short:             "Write one letter as it is sent (RFC 5322)",
		Args:              oneArg("the letter's ID"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				letter, err := b.service.Letter(cmd.Context(), e.operator(), args[0])
				if errors.Is(err, store.ErrNotFound) {
					return errors.New("no letter has that ID; see `peremption outbox list`")
				}
				if err != nil {
					return err
				}
				return e.print(func(w *bufio.Writer) error {
					if _, err := w.Write(letter.Message); err != nil {
						return fmt.Errorf("write output: %w", err)
					}
					return nil
				})
			})
		},
	}
}

// letterLine is a letter in a list, as JSON has it. What it says is left out.
type letterLine struct {
	ID         string `json:"id"`
	Created    string `json:"created"`
	Kind       string `json:"kind"`
	Subscriber string `json:"subscriber"`
	To         string `json:"to"`
	Subject    string `json:"subject"`
	State      string `json:"state"`
	Tries      int    `json:"tries"`
	Sent       string `json:"sent,omitempty"`
	NotBefore  string `json:"not_before,omitempty"`
	LastError  string `json:"last_error,omitempty"`
}

func newLetterLine(m store.Mail) letterLine {
	state := "waiting"
	switch {
	case !m.Sent.IsZero():
		state = "sent"
	case m.Failed:
		state = "failed"
	}
	return letterLine{
		ID: m.ID, Created: timestamp(m.Created), Kind: m.Kind, Subscriber: m.Number, To: m.To, Subject: m.Subject,
		State: state, Tries: m.Tries, Sent: timestamp(m.Sent), NotBefore: timestamp(m.NotBefore), LastError: m.LastError,
	}
}

// letterListing lists letters.
func letterListing() listing[store.Mail, letterLine] {
	return listing[store.Mail, letterLine]{
		head: []string{"ID", "CREATED", "KIND", "TO", "STATE"},
		line: newLetterLine,
		cells: func(l letterLine) []string {
			return []string{l.ID, l.Created, l.Kind, l.To, l.State}
		},
	}
}
