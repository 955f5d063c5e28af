package session

import (
	"bytes"
	"io"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"peremption/policy"
)

// Bracketed paste: the terminal puts these around pasted text.
var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

// pasteSilence is how long a paste may fall silent before its end counts as
// lost, and pasteMost how many bytes it may have: more than any clipboard that
// was meant, for what follows the end comes as keys.
const (
	pasteSilence = 2 * time.Second
	pasteMost    = 4 << 20
)

// burstLeast is how many printable bytes that arrive at once count as pasted,
// by a terminal that does not mark its pastes: nobody types so fast, and key by
// key they would hold up the screens for as long as they are many.
const burstLeast = 256

// Input is the person's keyboard. It brings back a keyboard that a paste with
// a lost end would have swallowed, Ctrl+C included: the next key after a
// silence ends the paste first. And it marks as pasted what cannot have been
// typed. It is still a terminal to whoever asks.
type Input struct {
	*os.File
	read    func([]byte) (int, error)
	now     func() time.Time
	pending []byte // read, not yet handed on
	carry   []byte // the first bytes of a character that the burst cut
	tail    []byte // the last bytes handed on, in which a mark may have begun
	pasting bool
	count   int
	last    time.Time
}

// NewInput guards f.
func NewInput(f *os.File) *Input { return &Input{File: f, read: f.Read, now: time.Now} }

// Read implements io.Reader.
func (in *Input) Read(p []byte) (int, error) {
	if len(in.pending) > 0 {
		return in.hand(p), nil
	}
	// Room for the marks is kept: what is read is handed on at once, for nobody
	// may ask again before the next key.
	room := len(p)
	if marks := len(pasteStart) + len(pasteEnd) + len(in.carry); room > marks {
		room -= marks
	}
	n, err := in.read(p[:room])
	if n == 0 {
		return n, err
	}
	typed := append(in.carry, p[:n]...)
	in.carry = nil
	at := in.now()
	switch {
	case in.pasting && (at.Sub(in.last) >= pasteSilence || in.count+n > pasteMost) && !in.ends(typed):
		in.pending = append(in.pending, pasteEnd...)
		in.pasting, in.tail = false, nil
		in.pending = append(in.pending, typed...)
	case !in.pasting && !bytes.ContainsRune(in.tail, '\x1b'):
		in.pending = append(in.pending, in.burst(typed)...)
	default:
		in.pending = append(in.pending, typed...)
	}
	in.last = at
	return in.hand(p), err
}

// burst puts the marks of a paste around what arrived at once, if it is long
// and all printable. A character cut at its end is kept for the next read.
func (in *Input) burst(typed []byte) []byte {
	if len(typed) < burstLeast {
		return typed
	}
	whole := len(typed)
	for cut := 1; cut < utf8.UTFMax; cut++ {
		if start := typed[len(typed)-cut:]; utf8.RuneStart(start[0]) && !utf8.FullRune(start) {
			whole -= cut
			break
		}
	}
	if !utf8.Valid(typed[:whole]) || policy.HasControl(string(typed[:whole])) {
		return typed
	}
	in.carry = bytes.Clone(typed[whole:])
	return slices.Concat(pasteStart, typed[:whole], pasteEnd)
}

// ends reports whether the mark that is missing comes with these bytes, and is
// not that of another paste.
func (in *Input) ends(p []byte) bool {
	seen := append(bytes.Clone(in.tail), p...)
	end, start := bytes.Index(seen, pasteEnd), bytes.Index(seen, pasteStart)
	return end >= 0 && (start < 0 || end < start)
}

// hand gives pending bytes on and follows the marks in them.
func (in *Input) hand(p []byte) int {
	n := copy(p, in.pending)
	in.follow(in.pending[:n])
	in.pending = in.pending[n:]
	return n
}

func (in *Input) follow(p []byte) {
	seen := append(in.tail, p...)
	for {
		mark := pasteStart
		if in.pasting {
			mark = pasteEnd
		}
		at := bytes.Index(seen, mark)
		if at < 0 {
			break
		}
		seen = seen[at+len(mark):]
		in.pasting = !in.pasting
		in.count = 0
	}
	in.count += len(p)
	keep := min(len(seen), len(pasteEnd)-1)
	in.tail = bytes.Clone(seen[len(seen)-keep:])
}

var _ io.Reader = (*Input)(nil)
