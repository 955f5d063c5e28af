// Package account is the service: the only code that changes anything. It
// checks every proof, role, rule and limit itself, whoever asks, and its
// refusals are the same whatever face asked. A screen that forgets a
// check loses nothing but politeness.
//
// Every public method may take as long as bcrypt and a disk do, honours its
// context, and is safe for concurrent use. After a cancelled context either
// nothing was changed or the method returns its success; where the store itself
// cannot tell, ErrUnknown: a caller that waits for the answer is never told
// something untrue.
package account

import (
	"errors"
	"fmt"
	"time"

	"peremption/policy"
	"peremption/store"
)

// Caller says who is asking and from where; it goes into the audit and picks
// the throttle's counters.
type Caller struct {
	Actor   string // "public" for a person at the screens; operators by name
	Source  string // an address (IPv4, or the /64 of an IPv6), or "local"
	Session string // an ID of the session, 128 random bits; may be empty
}

// Refusals. Each is what a person did or may mend; anything else that a method
// returns is a fault of the system.
var (
	// ErrCredentials is the one answer to a wrong address, a wrong password,
	// an unknown account and a disabled one, after the same time.
	ErrCredentials = errors.New("address or password is wrong")
	// ErrExpired means that the password is right and over: renewing it is all
	// that is allowed, and its answer is no session.
	ErrExpired = errors.New("password is expired")
	// ErrAnswer means that the confidence answer is wrong.
	ErrAnswer = errors.New("answer is wrong")
	// ErrCaptcha means that the characters of the image are wrong, or late;
	// the challenge is burned either way.
	ErrCaptcha = errors.New("captcha answer is wrong")
	// ErrNotExpired refuses the expired flow to a password in date: the
	// identifiers flow, with its confidence question, is the way for it.
	ErrNotExpired = errors.New("password is not expired")
	// ErrEnded means that the session is over: the account changed under it,
	// was disabled, or three answers were wrong.
	ErrEnded = errors.New("session is over")
	// ErrStep refuses a step whose proofs are not there.
	ErrStep = errors.New("step is out of order")
	// ErrConflict means that the account was changed by somebody else between
	// reading and writing, and nothing was written.
	ErrConflict = errors.New("account changed meanwhile")
	// ErrCode means that the mailed code is wrong, late or used up.
	ErrCode = errors.New("code is wrong")
	// ErrCreateOff means that accounts are not created from here.
	ErrCreateOff = errors.New("creating accounts is switched off")
	// ErrNoAccount is for operators only: the public is never told.
	ErrNoAccount = errors.New("no such account")
	// ErrRole means that the operator's role does not allow the action.
	ErrRole = errors.New("not allowed for this role")
)

// ErrUnknown means that the store did not say whether it wrote the change, and
// that looking for the change did not show it: it may still arrive. It is no
// refusal, and never an error of a context, which would read as "nothing was
// changed". It wraps store.ErrUnknown.
var ErrUnknown = fmt.Errorf("%w: sign in to see whether it was saved", store.ErrUnknown)

// ThrottledError refuses an attempt, right or wrong, without looking at it
//
type ThrottledError struct {
	Until time.Time
	Wait  time.Duration // from now; more than zero
}

// Error implements error.
func (e *ThrottledError) Error() string {
	return fmt.Sprintf("too many attempts, wait %s", e.Wait.Round(time.Second))
}

// Field names an input that a refusal concerns.
type Field string

// The fields, under the same names as on the screens.
const (
	FieldForm         Field = "" // the form as a whole: FaultNothing
	FieldTitle        Field = "title"
	FieldFirstName    Field = "first_name"
	FieldLastName     Field = "last_name"
	FieldEmail        Field = "email"
	FieldEmailConfirm Field = "email_confirm"
	FieldPassword     Field = "password" // the new one
	FieldConfirm      Field = "confirm"
	FieldOldPassword  Field = "old_password"
	FieldQuestion     Field = "question"
	FieldAnswer       Field = "answer"
	FieldNumber       Field = "number"
	FieldCaptcha      Field = "captcha"
	FieldCode         Field = "code"
	FieldReason       Field = "reason"     // of an operator
	FieldHash         Field = "hash"       // of an imported account
	FieldChangedAt    Field = "changed_at" // of an imported account
)

// Fault is what is wrong with a field that is no password.
type Fault string

// The faults.
const (
	FaultMissing  Fault = "missing"
	FaultInvalid  Fault = "invalid"  // not an address, a control character, …
	FaultTooLong  Fault = "too long" // over MaxField
	FaultMismatch Fault = "mismatch" // differs from its confirmation
	FaultTaken    Fault = "taken"    // belongs to another account
	FaultSame     Fault = "same"     // equal to what it would replace
	FaultNothing  Fault = "nothing"  // no box was ticked
)

// MaxField is the longest name, question or answer, in code points. An address
// has the 254 bytes of RFC 5321.
const MaxField = 200

// InputError refuses a form. Fields holds the faults in the form's order; a new
// password's are in Verdict.
type InputError struct {
	Fields  []FieldFault
	Verdict policy.Verdict
}

// FieldFault is one field's fault.
type FieldFault struct {
	Field Field
	Fault Fault
}

// Error implements error. It quotes nothing that was typed.
func (e *InputError) Error() string {
	return fmt.Sprintf("input refused: fields %v, password %v", e.Fields, e.Verdict.Findings)
}

// Person is what a signed-in person's screens may show of the account.
type Person struct {
	Number                     string
	Title, FirstName, LastName string
	Email                      string
	Question                   string // "" where none is set
	Expiry                     policy.Expiry
	PendingEmail               string // a new address that waits for its code
}

// Receipt is what a committed change of password tells.
type Receipt struct {
	LastDay policy.Date
}
