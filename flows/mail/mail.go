// Package mail composes the letters: one place, so that each goes to the right
// person, says the right thing and carries no secret but the one it is for.
//
// The outbox holds what Compose returns; a letter is written in the same commit
// as the change it tells of, and sent later.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"peremption/policy"
	"peremption/store"
	"peremption/ui/text"
)

// DefaultFrom is the sender where none is configured: this machine, and nobody
// else's domain.
const DefaultFrom = "peremption@localhost"

// Kind names a letter, in the outbox and in lists.
type Kind string

// The letters.
const (
	Renewed         Kind = "renewed"
	EmailCode       Kind = "email-code" // the only one with a secret
	EmailRequested  Kind = "email-requested"
	EmailLeft       Kind = "email-left"
	EmailReached    Kind = "email-reached"
	QuestionChanged Kind = "question-changed"
	RenewalForced   Kind = "renewal-forced"
	Created         Kind = "created"
)

// Errors of Compose. None repeats the value that it refuses.
var (
	// ErrHeader refuses a value with a control character: it could add a
	// header, a recipient or a body of its own.
	ErrHeader = errors.New("control character in a value")
	// ErrAddress refuses what is not one plain address.
	ErrAddress = errors.New("not an address")
	// ErrKind means that there is no such letter.
	ErrKind = errors.New("no such letter")
	// ErrData means that a letter lacks something that it must say.
	ErrData = errors.New("letter is incomplete")
)

// Data is what may vary in a letter; each kind reads only its own.
type Data struct {
	ID      string    // of the mail in the outbox; it makes the Message-ID
	At      time.Time // when what the letter tells of happened
	Number  string
	LastDay policy.Date
	Email   string        // another address than the recipient's
	Code    policy.Secret // EmailCode alone
}

// Composer writes letters. Its zero value has no texts and refuses every kind.
type Composer struct {
	// From is the sender, "address" or "Name <address>"; empty is DefaultFrom.
	From string
	// Host is the right part of each Message-ID; empty takes that of From.
	Host string
	// Text holds the letters in the organisation's language.
	Text text.Mail
}

// Check refuses a sender or a host that no letter could carry; call it when
// the program starts, not at the first letter.
func (c Composer) Check() error {
	_, _, err := c.sender()
	return err
}

// Compose writes one letter as RFC 5322 wants it, ready for the outbox.
func (c Composer) Compose(kind Kind, to string, d Data) (store.Mail, error) {
	m, err := c.compose(kind, to, d)
	if err != nil {
		return store.Mail{}, fmt.Errorf("compose letter %q: %w", kind, err)
	}
	return m, nil
}

func (c Composer) compose(kind Kind, to string, d Data) (store.Mail, error) {
	if err := plain(to, d.ID, d.Number, d.Email, d.Code.Reveal()); err != nil {
		return store.Mail{}, err
	}
	if d.ID == "" || d.At.IsZero() {
		return store.Mail{}, ErrData
	}
	from, host, err := c.sender()
	if err != nil {
		return store.Mail{}, fmt.Errorf("sender: %w", err)
	}
	recipient, err := netmail.ParseAddress(to)
	if err != nil || recipient.Address != to {
		return store.Mail{}, fmt.Errorf("recipient: %w", ErrAddress)
	}
	letter, err := c.letter(kind, d)
	if err != nil {
		return store.Mail{}, err
	}
	message, err := render(letter, []header{
		{"From", from.String()},
		{"To", recipient.String()},
		{"Subject", fold(mime.QEncoding.Encode("utf-8", letter.Subject))},
		{"Date", d.At.In(policy.Paris).Format(time.RFC1123Z)},
		{"Message-ID", "<" + d.ID + "@" + host + ">"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
		{"Auto-Submitted", "auto-generated"},
	})
	if err != nil {
		return store.Mail{}, err
	}
	return store.Mail{
		ID: d.ID, Number: d.Number, Kind: string(kind), To: to,
		Subject: letter.Subject, Message: message, Created: d.At.UTC().Truncate(time.Second),
	}, nil
}

// letter picks the text and hands it only what that text says.
func (c Composer) letter(kind Kind, d Data) (text.Letter, error) {
	t := c.Text
	switch kind {
	case Renewed:
		return write(t.Renewed != nil && !d.LastDay.IsZero(), func() text.Letter { return t.Renewed(d.LastDay) })
	case EmailCode:
		// The code is in the message as it will be sent, and stays in the outbox
		// after it has expired: it opens nothing then, and who reads the file
		// before had better be its owner (account.Letter shows it to nobody else).
		// To blank it once sent or over belongs to the delivery.
		return write(t.EmailCode != nil && !d.Code.Empty(), func() text.Letter { return t.EmailCode(d.Code.Reveal()) })
	case EmailRequested:
		return write(t.EmailRequested != nil && d.Email != "", func() text.Letter { return t.EmailRequested(d.Email) })
	case EmailLeft:
		return write(t.EmailLeft != nil && d.Email != "", func() text.Letter { return t.EmailLeft(d.Email) })
	case EmailReached:
		return write(t.EmailReached != nil, func() text.Letter { return t.EmailReached() })
	case QuestionChanged:
		return write(t.QuestionChanged != nil, func() text.Letter { return t.QuestionChanged() })
	case RenewalForced:
		return write(t.RenewalForced != nil, func() text.Letter { return t.RenewalForced() })
	case Created:
		return write(t.Created != nil && d.Number != "", func() text.Letter { return t.Created(d.Number, d.LastDay) })
	}
	return text.Letter{}, ErrKind
}

func write(complete bool, letter func() text.Letter) (text.Letter, error) {
	if !complete {
		return text.Letter{}, ErrData
	}
	return letter(), nil
}

// sender returns the address and the host that every letter carries.
func (c Composer) sender() (*netmail.Address, string, error) {
	configured := c.From
	if configured == "" {
		configured = DefaultFrom
	}
	if err := plain(configured, c.Host); err != nil {
		return nil, "", err
	}
	from, err := netmail.ParseAddress(configured)
	if err != nil {
		return nil, "", ErrAddress
	}
	host := c.Host
	if host == "" {
		host = from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	}
	if strings.ContainsAny(host, " <>@\"") {
		return nil, "", fmt.Errorf("host: %w", ErrAddress)
	}
	return from, host, nil
}

// fold puts each encoded word on a line of its own.
func fold(encoded string) string { return strings.ReplaceAll(encoded, "?= =?", "?=\r\n =?") }

type header struct{ name, value string }

// render writes the message: paragraphs apart by an empty line, every line end
// CRLF, no line over 76 characters whatever the text.
func render(letter text.Letter, headers []header) ([]byte, error) {
	var out bytes.Buffer
	for _, h := range headers {
		out.WriteString(h.name + ": " + h.value + "\r\n")
	}
	out.WriteString("\r\n")
	body := quotedprintable.NewWriter(&out)
	if _, err := body.Write([]byte(strings.Join(letter.Paragraphs, "\r\n\r\n") + "\r\n")); err != nil {
		return nil, fmt.Errorf("encode body: %w", err)
	}
	if err := body.Close(); err != nil {
		return nil, fmt.Errorf("encode body: %w", err)
	}
	return out.Bytes(), nil
}

// plain refuses values that could break out of their place.
func plain(values ...string) error {
	for _, v := range values {
		if policy.HasControl(v) || !utf8.ValidString(v) || strings.ContainsAny(v, "\u2028\u2029") {
			return ErrHeader
		}
	}
	return nil
}
