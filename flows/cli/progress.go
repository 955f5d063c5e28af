package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// How often a progress line is drawn, and how wide its bar is.
const (
	progressEvery = 100 * time.Millisecond
	progressWidth = 30
)

// progress shows on a terminal how far an import is; elsewhere it is silent.
type progress struct {
	w     io.Writer // nil is silence
	read  *countingReader
	size  int64 // 0 where it is not known
	rows  int
	shown bool
	next  time.Time
}

func newProgress(w io.Writer, read *countingReader, size int64) *progress {
	p := &progress{read: read, size: size}
	if _, ok := terminal(w); ok {
		p.w = w
	}
	return p
}

// step counts one row, and draws now and then.
func (p *progress) step() {
	p.rows++
	now := time.Now()
	if p.w == nil || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(progressEvery), true
	_, _ = fmt.Fprint(p.w, "\r"+p.line()+"\x1b[K") // ornament: nothing is lost with it
}

// clear takes the line away before something else is written.
func (p *progress) clear() {
	if p.w == nil || !p.shown {
		return
	}
	p.shown = false
	_, _ = fmt.Fprint(p.w, "\r\x1b[K") // likewise
}

func (p *progress) line() string {
	if p.size == 0 {
		return fmt.Sprintf("%d accounts", p.rows)
	}
	part := min(1, float64(p.read.n)/float64(p.size))
	full := int(part * progressWidth)
	return fmt.Sprintf("[%s%s] %3.0f %%  %d accounts",
		strings.Repeat("#", full), strings.Repeat("-", progressWidth-full), part*100, p.rows)
}

// countingReader counts what was read through it.
type countingReader struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
