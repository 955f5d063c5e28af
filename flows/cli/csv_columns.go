package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"peremption/flows/account"
	"peremption/policy"
)

// The columns of a file of accounts, under the names of the flags.
const (
	colTitle      = "title"
	colFirstName  = "first_name"
	colLastName   = "last_name"
	colEmail      = "email"
	colSubscriber = "subscriber"
	colQuestion   = "question"
	colAnswer     = "answer"
	colChangedAt  = "changed_at"
	colPassword   = "password"
	colHash       = "password_hash"
)

// maxNamed bounds what is repeated of an unknown column's name.
const maxNamed = 30

func knownColumns() []string {
	return []string{
		colTitle, colFirstName, colLastName, colEmail, colSubscriber,
		colQuestion, colAnswer, colChangedAt, colPassword, colHash,
	}
}

// csvColumns are the header's names in their order.
type csvColumns []string

// newCSVColumns checks a header and returns its columns, or all that is wrong
// with it. Unknown names are repeated only where the line is a header beyond
// doubt: in a file without one they would be somebody's secrets.
func newCSVColumns(header []string) (columns csvColumns, reason string) {
	var unknown, twice, missing []string
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !slices.Contains(knownColumns(), name):
			unknown = append(unknown, unknownName(i, name))
		case slices.Contains(columns, name):
			twice = append(twice, name)
		}
		columns = append(columns, name)
	}
	for _, name := range []string{colTitle, colFirstName, colLastName, colEmail} {
		if !slices.Contains(columns, name) {
			missing = append(missing, name)
		}
	}
	if !slices.Contains(columns, colPassword) && !slices.Contains(columns, colHash) {
		missing = append(missing, colPassword+" or "+colHash)
	}
	if len(unknown) > len(header)/2 {
		return nil, "is no header: want the names of the columns, of " + strings.Join(knownColumns(), ", ")
	}
	var reasons []string
	for _, fault := range []struct {
		what  string
		names []string
	}{{"unknown", unknown}, {"duplicate", twice}, {"missing", missing}} {
		if len(fault.names) > 0 {
			reasons = append(reasons, fault.what+" column "+strings.Join(fault.names, ", "))
		}
	}
	return columns, strings.Join(reasons, "; ")
}

func unknownName(i int, name string) string {
	if name == "" {
		return fmt.Sprintf("%d (no name)", i+1)
	}
	if len(name) > maxNamed || !utf8.ValidString(name) {
		return strconv.Itoa(i + 1)
	}
	return strconv.Quote(name)
}

// account turns a record into an account, or says in one line why it cannot.
// What the fields may hold is the service's to say.
func (c csvColumns) account(record []string) (n account.NewAccount, reason string) {
	for i, value := range record {
		if !utf8.ValidString(value) {
			return account.NewAccount{}, c[i] + ": is not UTF-8"
		}
		switch c[i] {
		case colTitle:
			n.Title = value
		case colFirstName:
			n.FirstName = value
		case colLastName:
			n.LastName = value
		case colEmail:
			n.Email = value
		case colSubscriber:
			n.Number = value
		case colQuestion:
			n.Question = value
		case colAnswer:
			n.Answer = policy.NewSecret(value)
		case colPassword:
			n.Password = policy.NewSecret(value)
		case colHash:
			n.Hash = value
		case colChangedAt:
			changedAt, err := parseDay(value)
			if err != nil {
				return account.NewAccount{}, colChangedAt + ": " + err.Error()
			}
			n.ChangedAt = changedAt
		}
	}
	switch {
	case n.Password.Empty() && n.Hash == "":
		return account.NewAccount{}, "has neither a password nor a password_hash"
	case !n.Password.Empty() && n.Hash != "":
		return account.NewAccount{}, "has both a password and a password_hash"
	}
	return n, ""
}
