// Package store is the contract of the records: accounts, audit events, mails
// waiting to be sent, and throttle counters. It knows bytes, keys and versions
// and no rule; the only thing it takes from policy is the vocabulary of days
// and schedules. Package bolt is the embedded engine, package storetest the
// suite that every engine passes.
package store

import (
	"context"
	"io"
	"iter"
	"time"

	"peremption/policy"
)

// Store is one engine. Every method is safe for concurrent use, honours its
// context's deadline, and returns the errors of this package (wrapped). No
// caller's code ever runs inside an engine's transaction, so nothing slow can
// sit there.
type Store interface {
	// ByNumber returns the account with that subscriber number, or ErrNotFound.
	ByNumber(ctx context.Context, number string) (Account, error)
	// ByEmail returns the account with that address, whatever its case
	// (EmailKey), or ErrNotFound.
	ByEmail(ctx context.Context, email string) (Account, error)

	// Commit writes the whole change or none of it and returns the account's
	// new version (0 where the change has no account). ErrConflict: the
	// account's version moved since it was read. ErrExists: the number or the
	// address is taken. ErrNotFound: an update of no account. ErrTooLarge.
	// ErrUnknown: look for the ID of your own event before you try again.
	Commit(ctx context.Context, c Change) (version uint64, err error)

	// Expiring pages over the accounts whose last valid day is from..to, both
	// included, in order of (day, number). A zero from or to is open. Pass the
	// returned cursor to get the next page; an empty one means the end. The
	// cursor survives writes between two pages.
	Expiring(ctx context.Context, from, to policy.Date, cursor string, limit int) ([]Account, string, error)
	// Accounts pages over every account in order of number.
	Accounts(ctx context.Context, cursor string, limit int) ([]Account, string, error)
	// Events pages over the audit in the order it was written; number "" means
	// every account's.
	Events(ctx context.Context, number, cursor string, limit int) ([]Event, string, error)
	// Mails pages over the outbox in the order it was written, sent or not.
	Mails(ctx context.Context, cursor string, limit int) ([]Mail, string, error)
	// MailByID returns one mail, or ErrNotFound.
	MailByID(ctx context.Context, id string) (Mail, error)

	// Claim leases up to n mails that are due to owner: nobody else gets them
	// until the lease ends, and after it they are due again.
	Claim(ctx context.Context, owner string, n int, lease time.Duration) ([]Mail, error)
	// Settle writes down what became of a claimed mail. ErrConflict: the lease
	// has passed to another owner.
	Settle(ctx context.Context, id, owner string, d Delivery) error

	// Hit counts one attempt against key, or refuses it while the counter is
	// closed; a refused attempt is not counted. Count and refusal are one
	// atomic, durable step, so of any number of parallel hits only as many are
	// admitted as the schedule allows. Whatever clock closed a counter,
	// it stays closed for no longer than its wait from now: one that was set
	// back must not shut a person out for as long as it had run ahead.
	Hit(ctx context.Context, key string, s policy.Schedule) (Tally, error)

	// Import creates accounts in bulk. It writes in batches, each all or
	// nothing; an account whose number or address is taken is reported through
	// refused and left out, the others go in. Fresh accounts only: it never
	// overwrites.
	Import(ctx context.Context, accounts iter.Seq[Account], refused func(Account, error)) (imported int, err error)

	// Backup writes a consistent copy of the whole store, as it is at this
	// moment, while others go on reading and writing.
	Backup(ctx context.Context, w io.Writer) error
	// Check reads everything and compares: records decode, indexes agree with
	// them, the audit's chain is whole. It reports the first fault found,
	// wrapped in ErrDamaged.
	Check(ctx context.Context) (Report, error)
	// Close waits for the write in progress. Later calls return ErrClosed.
	Close() error
}

// MaxWrites is how many events, mails, cleared and refunded counters one
// change may carry together (ErrTooLarge beyond).
const MaxWrites = 32

// Change is what one commit writes, all or nothing.
type Change struct {
	// Account is written when it is not nil: Version 0 creates it, any other
	// version must equal the stored one.
	Account *Account
	Events  []Event
	Mails   []Mail
	// Clear lists throttle counters to delete: those of a secret just proven.
	Clear []string
	// Refund lists counters to take one hit back from: a source's, after a
	// success that should not count against its neighbours. The hits that are
	// left are forgotten no later for it.
	Refund []string
}

// Account is one person's space. Times are UTC to the second.
type Account struct {
	// Version is the engine's; 0 has never been stored.
	Version uint64 `json:"-"`

	Number    string `json:"number"` // the subscriber number: 14 digits, unique
	Title     string `json:"title"`  // "Mme" or "M."
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Email     string `json:"email"` // as it was given; unique by EmailKey

	Hash      string      `json:"hash"`              // of the password, as policy.Hasher writes it
	History   []string    `json:"history,omitempty"` // earlier hashes, newest first
	ChangedAt time.Time   `json:"changed_at,omitzero"`
	LastDay   policy.Date `json:"last_day,omitzero"` // last valid day; the expiry index

	Question string `json:"question,omitempty"` // the confidence question
	Answer   string `json:"answer,omitempty"`   // its answer's hash

	Disabled bool      `json:"disabled,omitempty"`
	Created  time.Time `json:"created"`

	// Code is the one mailed code that waits to be typed, if any.
	Code *Code `json:"code,omitempty"`
}

// Code is a one-time code sent by mail; only its hash is kept.
type Code struct {
	Purpose string    `json:"purpose"` // what it proves, e.g. "email"
	Email   string    `json:"email"`   // the address it was sent to
	Hash    string    `json:"hash"`
	Expires time.Time `json:"expires"`
	Tries   int       `json:"tries"` // wrong ones so far
}

// Event is one line of the audit. An engine gives it its place in the chain
// when it commits; the caller fills the rest.
type Event struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Number  string    `json:"number,omitempty"` // the account concerned; "" where none is known
	Actor   string    `json:"actor"`            // who asked; never empty
	Action  string    `json:"action"`           // e.g. "password.renew"
	Outcome string    `json:"outcome"`          // "ok" or "refused"
	Reason  string    `json:"reason,omitempty"`
	Source  string    `json:"source,omitempty"`  // where from: an address, or "local"
	Session string    `json:"session,omitempty"` // which session, when there is one

	Prev  string `json:"prev"`  // Chain of the event before; "" for the first
	Chain string `json:"chain"` // see Event.Link
}

// Mail is one message in the outbox.
type Mail struct {
	ID      string    `json:"id"`
	Number  string    `json:"number"`
	Kind    string    `json:"kind"` // which of the letters it is, e.g. "renewed"
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Message []byte    `json:"message"` // RFC 5322, ready to be sent
	Created time.Time `json:"created"`

	Delivery
	Owner string    `json:"owner,omitempty"` // who has it leased
	Until time.Time `json:"until,omitzero"`  // when the lease ends
}

// Delivery is what became of a mail so far. A mail is due while it is neither
// sent nor failed and NotBefore has passed.
type Delivery struct {
	Tries     int       `json:"tries,omitempty"`
	Sent      time.Time `json:"sent,omitzero"`
	Failed    bool      `json:"failed,omitempty"` // for good
	LastError string    `json:"last_error,omitempty"`
	NotBefore time.Time `json:"not_before,omitzero"`
}

// Tally is where a counter stands after a hit.
type Tally struct {
	Admitted bool
	Count    int       // hits admitted so far, this one included
	Until    time.Time // closed until then; zero while it is open
}

// Report is what Check counted.
type Report struct {
	Accounts, Events, Mails, Counters int
}
