package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"peremption/flows/account"
	"peremption/policy"
	"peremption/policy/strength"
	"peremption/store"
)

// report writes an error as one line and returns the exit code that goes with it.
func report(w io.Writer, err error) int {
	_, _ = fmt.Fprintf(w, "peremption: error: %s\n", explain(err)) // nowhere to say that it failed
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailure
}

// advice pairs a cause with what to do about it.
var advice = []struct {
	cause error
	todo  string
}{
	{store.ErrLocked, "end the program that uses it, or wait, and try again"},
	{store.ErrDamaged, "nothing was changed; put a backup in its place"},
	{store.ErrNewer, "nothing was changed; use the newer version of this program"},
	{store.ErrExposed, "nothing was changed"},
	{store.ErrUnknown, "look into `peremption audit list` before you try again"},
	{store.ErrUnavailable, "see that the disk has room and can be written to"},
	{account.ErrConflict, "nothing was changed; try again"},
	{account.ErrNoAccount, "give the 14 digits of its number or its e-mail address; see `peremption account list`"},
	{os.ErrPermission, "see who owns the file and its folder"},
}

// explain says what is wrong and what to do, on one line without anything that
// could drive a terminal.
func explain(err error) string {
	var input *account.InputError
	switch {
	case errors.As(err, &input):
		return "refused: " + strings.Join(faults(input), "; ")
	case errors.Is(err, context.Canceled):
		return "interrupted"
	}
	line := oneLine(err.Error())
	for _, a := range advice {
		if errors.Is(err, a.cause) {
			return line + ": " + a.todo
		}
	}
	return line
}

// oneLine joins the lines of an error, and escapes the rest. The backslash of a
// path stays as it is.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	return strings.ReplaceAll(escape(s), `\\`, `\`)
}

// faults words each thing that was refused, in the form's order. None repeats
// what was given.
func faults(e *account.InputError) []string {
	var all []string
	for _, f := range e.Fields {
		all = append(all, label(f.Field)+": "+fault(f))
	}
	for _, f := range e.Verdict.Findings {
		all = append(all, "password: "+finding(f, e.Verdict))
	}
	return all
}

// label is the column and flag that a field is called here.
func label(f account.Field) string {
	switch f {
	case account.FieldNumber:
		return "subscriber"
	case account.FieldHash:
		return "password_hash"
	case account.FieldForm:
		return "input"
	}
	return string(f)
}

func fault(f account.FieldFault) string {
	switch f.Fault {
	case account.FaultMissing:
		return "is missing"
	case account.FaultTooLong:
		return fmt.Sprintf("is longer than %d characters", account.MaxField)
	case account.FaultTaken:
		return "belongs to another account"
	case account.FaultInvalid:
		return invalid(f.Field)
	}
	return string(f.Fault)
}

// invalid says what a field wants.
func invalid(f account.Field) string {
	switch f {
	case account.FieldTitle:
		return `is not a form of address: want "Mme" or "M."`
	case account.FieldEmail:
		return "is not an e-mail address"
	case account.FieldNumber:
		return "is not a subscriber number: want 14 digits"
	case account.FieldHash:
		return fmt.Sprintf("cannot be taken over: want a bcrypt hash alone, of 60 characters with $2a$, $2b$ or $2y$ and a cost of at most %d",
			policy.MaxImportedCost)
	case account.FieldChangedAt:
		return "is in the future"
	}
	return "has a control character or is not UTF-8"
}

// finding says which rule a password breaks, and how.
func finding(f policy.Finding, v policy.Verdict) string {
	switch f {
	case policy.Missing:
		return "is missing"
	case policy.NotText:
		return "is not UTF-8"
	case policy.ControlChar:
		return "has a control character"
	case policy.TooLong:
		return fmt.Sprintf("is longer than %d characters or %d bytes", policy.MaxLength, policy.MaxBytes)
	case policy.TooShort:
		return fmt.Sprintf("has %d characters: want %d at least", v.Strength.Length, policy.MinLength)
	case policy.SameAsCurrent:
		return "is the present one"
	case policy.UsedBefore:
		return "was used before"
	case policy.TooWeak:
		return "is too weak: " + weakness(v.Strength.Reason)
	case policy.Mismatch:
		return "was not typed the same twice"
	}
	return f.String()
}

func weakness(r strength.Reason) string {
	switch r {
	case strength.Keyboard:
		return "neighbouring keys"
	case strength.Common:
		return "very common"
	case strength.Personal:
		return "made of the person's name, address or number"
	case strength.Repetition:
		return "a repetition"
	case strength.KnownPhrase:
		return "a known phrase"
	case strength.NearPrevious:
		return "too near to the one before"
	case strength.Sequence:
		return "a sequence"
	}
	return "too easy to guess"
}
