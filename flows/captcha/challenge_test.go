package captcha

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

var issue = time.Date(2024, 7, 7, 9, 0, 0, 0, time.UTC)

// seeded is an endless source of bytes, equal for equal seeds.
func seeded(seed uint64) io.Reader {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return rand.NewChaCha8(key)
}

// made returns the challenge of a seed and its answer, as the spoken route
// gives it.
func made(t testing.TB, m *Maker) (*Challenge, string) {
	t.Helper()
	c, err := m.New(issue)
	if err != nil {
		t.Fatalf("new challenge: %v", err)
	}
	return c, spoken(c)
}

func spoken(c *Challenge) string { return string(slices.Collect(c.Spoken())) }

// never accepted twice.
func TestAnswerOnce(t *testing.T) {
	c, answer := made(t, New(seeded(1)))
	if !c.Answer(answer, issue) {
		t.Fatal("the right answer was refused")
	}
	if c.Answer(answer, issue) {
		t.Error("the right answer was accepted twice")
	}
}

// one attempt. A wrong answer leaves nothing to try again.
func TestWrongAnswerSpends(t *testing.T) {
	for _, wrong := range []string{"", "zzzzzz", "\x00\x00\x00\x00\x00\x00", strings.Repeat(" ", 1<<20)} {
		c, answer := made(t, New(seeded(2)))
		if c.Answer(wrong, issue) {
			t.Errorf("a wrong answer of %d bytes was accepted", len(wrong))
		}
		if c.Answer(answer, issue) {
			t.Errorf("the right answer was accepted after a wrong one of %d bytes", len(wrong))
		}
		if c.Answer("\x00\x00\x00\x00\x00\x00", issue) {
			t.Error("the erased bytes were accepted")
		}
	}
}

// a hundred requests in parallel are one attempt.
func TestAnswerInParallel(t *testing.T) {
	c, answer := made(t, New(seeded(3)))
	var accepted atomic.Int32
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if c.Answer(answer, issue) {
				accepted.Add(1)
			}
			_, _ = c.Picture(), spoken(c)
		})
	}
	wait.Wait()
	if n := accepted.Load(); n != 1 {
		t.Errorf("accepted %d of 100 parallel answers, want 1", n)
	}
}

// five minutes.
func TestLifetime(t *testing.T) {
	for _, test := range []struct {
		name string
		age  time.Duration
		want bool
	}{
		{"at issue", 0, true},
		{"last moment", 5*time.Minute - 1, true},
		{"five minutes", 5 * time.Minute, false},
		{"long after", 1000 * time.Hour, false},
		{"clock set back", -1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, answer := made(t, New(seeded(4)))
			if got := c.Answer(answer, issue.Add(test.age)); got != test.want {
				t.Errorf("answer at %v accepted: %v, want %v", test.age, got, test.want)
			}
			if c.Answer(answer, issue) {
				t.Error("a second answer was accepted")
			}
		})
	}
}

// failing or refreshing burns it; the picture may still be drawn.
func TestBurn(t *testing.T) {
	c, answer := made(t, New(seeded(5)))
	picture := c.Picture()
	c.Burn()
	c.Burn()
	if c.Answer(answer, issue) {
		t.Error("a burned challenge was answered")
	}
	if spoken(c) != "" {
		t.Error("a burned challenge still speaks")
	}
	if !slices.Equal(c.Picture().Rows, picture.Rows) {
		t.Error("a burned challenge lost its picture")
	}
}

// nothing answers a challenge that no maker made.
func TestZeroChallenge(t *testing.T) {
	var c Challenge
	if c.Answer("", time.Time{}) {
		t.Error("the zero challenge was answered")
	}
}

// the route without an image gives the whole answer, as often as
// it is asked for, and may be left halfway.
func TestSpoken(t *testing.T) {
	m, err := NewFixed(seeded(6), "M8uq18")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := made(t, m)
	for symbol := range c.Spoken() {
		if symbol != 'm' {
			t.Error("the first symbol is not the first of the image")
		}
		break
	}
	for range 2 {
		if spoken(c) != "m8uq18" {
			t.Error("the spoken symbols are not those of the image")
		}
	}
}

// A screen that changes the rows it was given changes no other screen.
func TestPictureIsACopy(t *testing.T) {
	c, _ := made(t, New(seeded(7)))
	c.Picture().Rows[0] = "spoilt"
	if c.Picture().Rows[0] == "spoilt" {
		t.Error("the challenge shares its rows with its caller")
	}
}

// A source that fails or runs dry makes no challenge, guessable or not.
func TestSourceFails(t *testing.T) {
	broken := errors.New("broken source")
	for _, test := range []struct {
		name   string
		source io.Reader
		want   error
	}{
		{"broken", iotest.ErrReader(broken), broken},
		{"empty", bytes.NewReader(nil), io.EOF},
		{"short", bytes.NewReader(make([]byte, 63)), io.ErrUnexpectedEOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := New(test.source).New(issue)
			if c != nil || !errors.Is(err, test.want) {
				t.Errorf("got challenge: %v, error %v; want none and %v", c != nil, err, test.want)
			}
		})
	}
}
