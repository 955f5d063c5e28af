package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"peremption/policy"
)

// RecordVersion is the version of the encoding below. A record of a later
// version is refused with ErrNewer, never guessed at.
const RecordVersion = 1

// MaxRecord is the size in bytes that no encoded record may pass.
const MaxRecord = 64 << 10

// EmailKey is the form of an address under which it is unique: composed,
// case-folded, without outer spaces. One budget, one account, however it is
// typed.
func EmailKey(email string) string {
	return cases.Fold().String(norm.NFC.String(strings.TrimSpace(email)))
}

// envelope is what stands around each stored record.
type envelope[T any] struct {
	V      int    `json:"v"`
	Ver    uint64 `json:"ver,omitempty"` // an account's version
	Record T      `json:"r"`
}

// EncodeAccount writes an account and its version as an engine keeps them, its
// times in UTC to the second. A day that could not be read back is refused.
func EncodeAccount(a Account) ([]byte, error) {
	if day, err := policy.ParseDate(a.LastDay.String()); !a.LastDay.IsZero() && (err != nil || day != a.LastDay) {
		return nil, fmt.Errorf("account record: last day %d-%d-%d is no day", a.LastDay.Year, a.LastDay.Month, a.LastDay.Day)
	}
	a.ChangedAt, a.Created = second(a.ChangedAt), second(a.Created)
	if a.Code != nil {
		code := *a.Code
		code.Expires = second(code.Expires)
		a.Code = &code
	}
	return encode(envelope[Account]{V: RecordVersion, Ver: a.Version, Record: a})
}

// DecodeAccount reads what EncodeAccount wrote. Anything else is ErrDamaged.
func DecodeAccount(data []byte) (Account, error) {
	e, err := decode[Account](data)
	if err != nil {
		return Account{}, fmt.Errorf("account record: %w", err)
	}
	if e.Record.Number == "" || e.Ver == 0 {
		return Account{}, fmt.Errorf("account record: no number or no version: %w", ErrDamaged)
	}
	a := e.Record
	if !asStored(a.ChangedAt, a.Created) || a.Code != nil && !asStored(a.Code.Expires) {
		return Account{}, fmt.Errorf("account record: %w: times do not fit", ErrDamaged)
	}
	a.Version = e.Ver
	return a, nil
}

// EncodeEvent writes an audit event, its time in UTC to the second.
func EncodeEvent(e Event) ([]byte, error) {
	e.At = second(e.At)
	return encode(envelope[Event]{V: RecordVersion, Record: e})
}

// DecodeEvent reads what EncodeEvent wrote. Anything else is ErrDamaged.
func DecodeEvent(data []byte) (Event, error) {
	e, err := decode[Event](data)
	if err != nil {
		return Event{}, fmt.Errorf("audit record: %w", err)
	}
	if !asStored(e.Record.At) {
		return Event{}, fmt.Errorf("audit record: %w: its time does not fit", ErrDamaged)
	}
	return e.Record, nil
}

// EncodeMail writes a mail of the outbox, its times in UTC to the second.
func EncodeMail(m Mail) ([]byte, error) {
	m.Created, m.Sent, m.NotBefore, m.Until = second(m.Created), second(m.Sent), second(m.NotBefore), second(m.Until)
	return encode(envelope[Mail]{V: RecordVersion, Record: m})
}

// DecodeMail reads what EncodeMail wrote. Anything else is ErrDamaged.
func DecodeMail(data []byte) (Mail, error) {
	e, err := decode[Mail](data)
	if err != nil {
		return Mail{}, fmt.Errorf("mail record: %w", err)
	}
	if m := e.Record; !asStored(m.Created, m.Sent, m.NotBefore, m.Until) {
		return Mail{}, fmt.Errorf("mail record: %w: times do not fit", ErrDamaged)
	}
	return e.Record, nil
}

// Link returns the event with its place in the chain: Prev is the chain value
// of the event before, Chain the SHA-256 over Prev and everything else the
// event says. Editing, deleting or reordering past events breaks it.
// The event comes back as it will be read again (time to the second, bytes that
// are no UTF-8 replaced), or a hostile name in it would break the chain later.
func (e Event) Link(prev string) (Event, error) {
	e.At = second(e.At)
	for _, field := range []*string{
		&e.ID, &e.Number, &e.Actor, &e.Action, &e.Outcome, &e.Reason, &e.Source, &e.Session,
	} {
		*field = strings.ToValidUTF8(*field, "\uFFFD")
	}
	e.Prev, e.Chain = prev, ""
	data, err := json.Marshal(e)
	if err != nil {
		return Event{}, fmt.Errorf("link event %s: %w", e.ID, err)
	}
	sum := sha256.Sum256(data)
	e.Chain = hex.EncodeToString(sum[:])
	return e, nil
}

// second brings a time to the form in which it is stored.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// asStored tells whether times have that form.
func asStored(times ...time.Time) bool {
	for _, t := range times {
		if t != second(t) {
			return false
		}
	}
	return true
}

func encode[T any](e envelope[T]) ([]byte, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	if len(data) > MaxRecord {
		return nil, fmt.Errorf("record of %d bytes: %w", len(data), ErrTooLarge)
	}
	return data, nil
}

func decode[T any](data []byte) (envelope[T], error) {
	var e envelope[T]
	if len(data) > MaxRecord {
		return e, fmt.Errorf("%d bytes: %w", len(data), ErrDamaged)
	}
	// The version first: a newer record may have fields this program lacks.
	var head struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return e, fmt.Errorf("%w: not a record", ErrDamaged)
	}
	if head.V > RecordVersion {
		return e, fmt.Errorf("version %d: %w", head.V, ErrNewer)
	}
	if head.V != RecordVersion {
		return e, fmt.Errorf("version %d: %w", head.V, ErrDamaged)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return e, fmt.Errorf("%w: fields do not fit", ErrDamaged)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return e, fmt.Errorf("%w: more than one record", ErrDamaged)
	}
	return e, nil
}
