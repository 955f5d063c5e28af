package shared

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"time"

	"peremption/policy"
	"peremption/store"
)

// One connection carries one call: whoever hangs up has cancelled it, a call
// cannot wait behind another, and the next one finds the owner's successor.
// Everything travels in frames: four bytes of length, one of kind, and a body.

// protocol is the version of all this; both ends must have the same.
const protocol = 2

// maxFrame bounds what one frame may ask the other end to hold, in bytes: a
// page of the largest records fits.
const maxFrame = 32 << 20

// maxPage is how many records one call may list; the client asks again.
const maxPage = 128

// frameKind says what a frame holds.
type frameKind byte

const (
	frameRequest  frameKind = iota + 1 // client: a request, first
	frameResponse                      // server: a response, last
	frameAccounts                      // client: accounts of an import
	frameEnd                           // client: there are no more accounts
	frameRefused                       // server: an account that an import left out
	frameData                          // server: bytes of a backup
)

// op is a method of store.Store.
type op string

const (
	opPing     op = "ping" // nothing; answers whether anybody is there
	opByNumber op = "by number"
	opByEmail  op = "by address"
	opCommit   op = "commit"
	opExpiring op = "list expiring accounts"
	opAccounts op = "list accounts"
	opEvents   op = "list events"
	opMails    op = "list mails"
	opMailByID op = "mail by ID"
	opClaim    op = "claim mails"
	opSettle   op = "settle mail"
	opHit      op = "hit"
	opImport   op = "import"
	opBackup   op = "back up"
	opCheck    op = "check store"
)

// writes tells whether a call whose answer is lost may have changed something.
func (o op) writes() bool {
	switch o {
	case opCommit, opClaim, opSettle, opHit, opImport:
		return true
	}
	return false
}

// streams tells whether a call may take as long as it likes.
func (o op) streams() bool { return o == opImport || o == opBackup || o == opCheck }

// request is a call; each op uses the fields that its method has.
type request struct {
	Protocol int
	Op       op
	Timeout  time.Duration // left of the caller's time; 0 is no limit

	Key      string // number, address, ID or counter
	Owner    string
	Cursor   string
	Limit    int
	From, To policy.Date
	Lease    time.Duration
	Change   store.Change
	Schedule policy.Schedule
	Delivery store.Delivery
}

// response is the outcome of a call.
type response struct {
	Err      *failure
	Version  uint64
	N        int
	Cursor   string
	Accounts []store.Account
	Events   []store.Event
	Mails    []store.Mail
	Tally    store.Tally
	Report   store.Report
}

// refusal is an account that an import left out.
type refusal struct {
	Account store.Account
	Err     *failure
}

// failure is an error on its way: its text, and which known errors it is.
type failure struct {
	Text string
	Is   []int // places in known
}

// known are the errors that keep their identity. Their places are part of the
// protocol.
func known() []error {
	return []error{
		store.ErrLocked, store.ErrDamaged, store.ErrNewer, store.ErrNotFound, store.ErrExists,
		store.ErrConflict, store.ErrTooLarge, store.ErrClosed, store.ErrUnavailable, store.ErrUnknown,
		context.Canceled, context.DeadlineExceeded, store.ErrExposed,
	}
}

func toFailure(err error) *failure {
	if err == nil {
		return nil
	}
	f := &failure{Text: err.Error()}
	for i, sentinel := range known() {
		if errors.Is(err, sentinel) {
			f.Is = append(f.Is, i)
		}
	}
	return f
}

// Error implements error.
func (f *failure) Error() string { return f.Text }

// Unwrap returns the known errors that this one is.
func (f *failure) Unwrap() []error {
	var errs []error
	for _, i := range f.Is {
		if i >= 0 && i < len(known()) {
			errs = append(errs, known()[i])
		}
	}
	return errs
}

// err is the failure as an error, nil where there is none.
func (f *failure) err() error {
	if f == nil {
		return nil
	}
	return f
}

// encodeFrame writes a frame with a gob in it.
func encodeFrame(kind frameKind, body any) ([]byte, error) {
	var buf bytes.Buffer
	buf.Write(make([]byte, 5))
	if err := gob.NewEncoder(&buf).Encode(body); err != nil {
		return nil, fmt.Errorf("encode frame: %w", err)
	}
	return sealFrame(kind, buf.Bytes())
}

// sealFrame fills in the head of a frame whose first five bytes are free.
func sealFrame(kind frameKind, frame []byte) ([]byte, error) {
	size := len(frame) - 5
	if size > maxFrame {
		return nil, fmt.Errorf("frame of %d bytes: %w", size, store.ErrTooLarge)
	}
	binary.BigEndian.PutUint32(frame, uint32(size))
	frame[4] = byte(kind)
	return frame, nil
}

// readFrame reads one frame. Memory grows with what arrives, not with what the
// head promises.
func readFrame(r io.Reader) (frameKind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, fmt.Errorf("read frame: %w", err)
	}
	size := int64(binary.BigEndian.Uint32(head[:]))
	if size > maxFrame {
		return 0, nil, fmt.Errorf("frame of %d bytes: %w", size, store.ErrTooLarge)
	}
	var body bytes.Buffer
	if n, err := io.CopyN(&body, r, size); err != nil {
		return 0, nil, fmt.Errorf("read frame, %d of %d bytes: %w", n, size, err)
	}
	return frameKind(head[4]), body.Bytes(), nil
}

func decodeBody(body []byte, into any) error {
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return fmt.Errorf("decode frame: %w", err)
	}
	return nil
}

// expect reads a frame that must be of one kind.
func expect(r io.Reader, want frameKind, into any) error {
	kind, body, err := readFrame(r)
	if err != nil {
		return err
	}
	if kind != want {
		return fmt.Errorf("frame of kind %d where %d was due", kind, want)
	}
	return decodeBody(body, into)
}
