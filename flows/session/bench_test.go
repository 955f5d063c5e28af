package session

import (
	"io"
	"testing"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"peremption/flows/account"
	"peremption/ui/text"
)

// flood is a paste from a terminal without bracketed paste: so many keys.
const flood = 100_000

// signing is a session with the focus in the login page's password.
func signing(b *testing.B) Session {
	b.Helper()
	now := func() time.Time { return time.Unix(1_720_000_000, 0) }
	s := New(Config{
		Service: newService(b, newMemory(now, nil), now, io.Discard),
		Caller:  account.Caller{Actor: "public", Source: "local"}, Text: text.French(),
	})
	for _, name := range []string{"enter", "tab"} {
		next, _ := s.Update(keyNamed(name))
		s = next.(Session)
	}
	return s
}

// BenchmarkFlood types 100,000 keys into a password, and as many into a bare
// text input. What matters is that a key costs the same at the end of the flood
// as at its beginning: the field is full, and the rest is turned away.
func BenchmarkFlood(b *testing.B) {
	key := tea.KeyPressMsg{Code: 'x', Text: "x"}
	var ours, bare time.Duration
	for b.Loop() {
		var model tea.Model = signing(b)
		begin := time.Now()
		for range flood {
			model, _ = model.Update(key)
		}
		ours += time.Since(begin)

		input := textinput.New()
		input.EchoMode = textinput.EchoPassword
		input.Focus()
		begin = time.Now()
		for range flood {
			input, _ = input.Update(key)
		}
		bare += time.Since(begin)
	}
	b.ReportMetric(float64(ours)/float64(b.N)/flood, "ns/key")
	b.ReportMetric(float64(bare)/float64(b.N)/flood, "ns/bare-key")
	b.ReportMetric(float64(ours)/float64(bare), "ours/bare")
}

// BenchmarkKey is one key into a field that is empty enough.
func BenchmarkKey(b *testing.B) {
	s := signing(b)
	for b.Loop() {
		s.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	}
}

// BenchmarkView draws the login page.
func BenchmarkView(b *testing.B) {
	for name, size := range map[string]tea.WindowSizeMsg{
		"60x16": {Width: 60, Height: 16}, "80x24": {Width: 80, Height: 24}, "120x40": {Width: 120, Height: 40},
		"500x200": {Width: 500, Height: 200},
	} {
		b.Run(name, func(b *testing.B) {
			next, _ := signing(b).Update(size)
			for b.Loop() {
				next.View()
			}
		})
	}
}
