package session

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// keyboard is an Input over scripted reads, with a clock of its own.
type keyboard struct {
	*Input
	chunks [][]byte
	pauses []time.Duration // before each chunk; nothing where there are fewer
	clock  time.Time
}

func newKeyboard(chunks ...string) *keyboard {
	k := &keyboard{clock: time.Unix(1_700_000_000, 0)}
	for _, c := range chunks {
		k.chunks = append(k.chunks, []byte(c))
	}
	k.Input = &Input{read: k.next, now: func() time.Time { return k.clock }}
	return k
}

func (k *keyboard) next(p []byte) (int, error) {
	if len(k.chunks) == 0 {
		return 0, io.EOF
	}
	if len(k.pauses) > 0 {
		k.clock = k.clock.Add(k.pauses[0])
		k.pauses = k.pauses[1:]
	}
	n := copy(p, k.chunks[0])
	if k.chunks[0] = k.chunks[0][n:]; len(k.chunks[0]) == 0 {
		k.chunks = k.chunks[1:]
	} else if k.pauses != nil {
		k.pauses = append([]time.Duration{0}, k.pauses...) // the rest was there at once
	}
	return n, nil
}

// all reads to the end with a buffer of that size.
func (k *keyboard) all(t testing.TB, size int) string {
	t.Helper()
	var out bytes.Buffer
	p := make([]byte, size)
	for {
		n, err := k.Read(p)
		out.Write(p[:n])
		if err == nil {
			continue
		}
		if !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		return out.String()
	}
}

const (
	begun = "\x1b[200~"
	over  = "\x1b[201~"
	ctrlC = "\x03"
)

// A paste whose end is lost would swallow the keyboard, Ctrl+C included: the
// first key after two seconds of silence ends it.
func TestALostPasteEnd(t *testing.T) {
	for _, row := range []struct {
		name   string
		chunks []string
		pause  time.Duration // before the last chunk
		want   string
	}{
		{"two seconds", []string{begun + "secret", ctrlC}, 2 * time.Second, begun + "secret" + over + ctrlC},
		{"just before", []string{begun + "secret", ctrlC}, 2*time.Second - 1, begun + "secret" + ctrlC},
		{"half a mark lost", []string{begun + "secret\x1b[20", ctrlC}, time.Minute, begun + "secret\x1b[20" + over + ctrlC},
		{"the mark comes late", []string{begun + "secret", over + ctrlC}, time.Minute, begun + "secret" + over + ctrlC},
		{"half of it comes late", []string{begun + "secret\x1b[2", "01~" + ctrlC}, time.Minute, begun + "secret" + over + ctrlC},
		{"another paste", []string{begun + "one", begun + "two" + over}, time.Minute, begun + "one" + over + begun + "two" + over},
		{"nothing pasted", []string{"secret", ctrlC}, time.Hour, "secret" + ctrlC},
		{"a paste before", []string{begun + "secret" + over, ctrlC}, time.Hour, begun + "secret" + over + ctrlC},
	} {
		k := newKeyboard(row.chunks...)
		k.pauses = make([]time.Duration, len(row.chunks))
		k.pauses[len(k.pauses)-1] = row.pause
		if got := k.all(t, 256); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

// The key that ends the paste arrives by the very read that brings it: nobody
// asks again before the next key.
func TestALostPasteEndComesAtOnce(t *testing.T) {
	for _, size := range []int{13, 256, 4096} {
		k := newKeyboard(begun+"secret", strings.Repeat("x", size)+ctrlC)
		k.pauses = []time.Duration{0, time.Minute}
		p := make([]byte, size)
		for len(k.chunks) > 0 {
			if _, err := k.Read(p); err != nil {
				t.Fatal(err)
			}
		}
		if len(k.pending) != 0 {
			t.Errorf("buffer of %d: %q waits for the next key", size, k.pending)
		}
	}
}

// A paste without end and without pause is ended as well.
func TestAnOverlongPaste(t *testing.T) {
	k := newKeyboard(begun + strings.Repeat("x", 3*pasteMost) + ctrlC)
	got := k.all(t, 4096)
	if strings.Count(got, over) < 1 || strings.Index(got, over) > pasteMost+len(begun) || !strings.HasSuffix(got, "x"+ctrlC) {
		t.Errorf("ended at %d of %d bytes", strings.Index(got, over), len(got))
	}
	whole := begun + strings.Repeat("x", pasteMost-1) + over
	if got := newKeyboard(whole).all(t, 4096); got != whole {
		t.Error("a paste within the limit was changed")
	}
}

// A terminal that does not mark its pastes: what arrives at once and cannot
// have been typed is marked here, whole characters only; the rest is as it was.
func TestABurstIsAPaste(t *testing.T) {
	long := strings.Repeat("é", 3000)
	for _, row := range []struct{ name, typed, want string }{
		{"fast typing", strings.Repeat("x", burstLeast-1), strings.Repeat("x", burstLeast-1)},
		{"a burst", strings.Repeat("x", burstLeast), begun + strings.Repeat("x", burstLeast) + over},
		{"with a line end", strings.Repeat("x", burstLeast) + "\r", strings.Repeat("x", burstLeast) + "\r"},
		{"not UTF-8", strings.Repeat("\xe9", burstLeast), strings.Repeat("\xe9", burstLeast)},
		{"marked already", begun + strings.Repeat("x", 5000) + over, begun + strings.Repeat("x", 5000) + over},
	} {
		if got := newKeyboard(row.typed).all(t, 16<<10); got != row.want {
			t.Errorf("%s: %d bytes became %d", row.name, len(row.typed), len(got))
		}
	}
	got := newKeyboard(long).all(t, 1024)
	if plain := strings.NewReplacer(begun, "", over, "").Replace(got); plain != long || !strings.Contains(got, begun) {
		t.Errorf("a cut burst of %d bytes became %d", len(long), len(plain))
	}
}

// Whatever its bytes and wherever the reads cut them, a person's typing passes
// unchanged.
func TestInputPassesWhatIsTyped(t *testing.T) {
	typed := "a" + begun + "une\tphrase é 漢" + over + "\x1b[A\x1b[20~" + begun + over + begun + "\x1b[20" + over + "\x1b"
	for at := range len(typed) {
		for _, size := range []int{1, 2, 7, 256} {
			if got := newKeyboard(typed[:at], typed[at:]).all(t, size); got != typed {
				t.Fatalf("cut at %d, read by %d: %q", at, size, got)
			}
		}
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	parts := []string{begun, over, "x", "é", "\x1b", "\x1b[20", "0~", "1~", "[2", ctrlC, "\r"}
	for range 2000 {
		var typed strings.Builder
		var chunks []string
		for range r.IntN(12) {
			chunk := ""
			for range r.IntN(4) {
				chunk += parts[r.IntN(len(parts))]
			}
			if chunk != "" {
				chunks = append(chunks, chunk)
				typed.WriteString(chunk)
			}
		}
		k := newKeyboard(chunks...)
		if got := k.all(t, 1+r.IntN(20)); got != typed.String() {
			t.Fatalf("seed %d: %q became %q", seed, typed.String(), got)
		}
	}
}

// FuzzInput: with pauses of any length nothing is lost or moved; all that may
// be added is the end of a paste.
func FuzzInput(f *testing.F) {
	f.Add([]byte(begun+"one"+ctrlC), []byte{3, 9, 255}, byte(7))
	f.Add([]byte(begun+"one"+over+"two"), []byte{1, 1, 1, 200, 250, 1}, byte(1))
	f.Fuzz(func(t *testing.T, typed, cuts []byte, size byte) {
		var chunks []string
		var pauses []time.Duration
		rest := string(typed)
		for _, c := range cuts {
			n := min(int(c%32)+1, len(rest))
			if n == 0 {
				break
			}
			chunks, rest = append(chunks, rest[:n]), rest[n:]
			pauses = append(pauses, time.Duration(c)*20*time.Millisecond)
		}
		if rest != "" {
			chunks = append(chunks, rest)
		}
		k := newKeyboard(chunks...)
		k.pauses = pauses
		if got := k.all(t, int(size)+1); !addsOnlyEnds(string(typed), got) {
			t.Errorf("%q in %q became %q", typed, chunks, got)
		}
	})
}

// addsOnlyEnds reports whether got is typed with ends of pastes put in.
func addsOnlyEnds(typed, got string) bool {
	// All ways in which a prefix of typed makes the part of got that was read.
	at := map[int]bool{0: true}
	ends := map[int]map[int]bool{} // positions reached after an added end
	for i := range len(got) + 1 {
		for j := range ends[i] {
			at[j] = true
		}
		if i == len(got) {
			return at[len(typed)]
		}
		next := map[int]bool{}
		for j := range at {
			if j < len(typed) && typed[j] == got[i] {
				next[j+1] = true
			}
			if strings.HasPrefix(got[i:], over) {
				if ends[i+len(over)] == nil {
					ends[i+len(over)] = map[int]bool{}
				}
				ends[i+len(over)][j] = true
			}
		}
		at = next
	}
	return false
}
