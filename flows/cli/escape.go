package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"peremption/policy"
)

// escape makes text from the store harmless to a terminal: whatever is not
// plainly visible (C0, DEL, C1, zero-width and bidirectional controls, fillers
// and selectors, odd spaces, bytes that are no UTF-8) is written as Go would
// quote it.
func escape(s string) string {
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\\':
			b.WriteString(`\\`)
		case hidden(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a character does not simply show itself. A backslash
// counts, or what is escaped could be forged.
func hidden(r rune) bool { return r == '\\' || !shows(r) }

// shows reports whether a terminal shows a character, and only shows it. What
// policy.Invisible knows may be a letter or a mark, and so printable to Go.
func shows(r rune) bool { return unicode.IsPrint(r) && !policy.Invisible(r) }

// writeJSON writes one value on one line. Beyond what JSON asks for, characters
// that could drive a terminal are escaped too; the value read back is the same.
func writeJSON(w *bufio.Writer, v any) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write as JSON: %w", err)
	}
	var safe strings.Builder
	for _, r := range strings.TrimSuffix(line.String(), "\n") {
		if shows(r) {
			safe.WriteRune(r)
		} else {
			safe.WriteString(jsonEscape(r))
		}
	}
	if _, err := fmt.Fprintln(w, safe.String()); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// jsonEscape writes a character in UTF-16, as JSON does.
func jsonEscape(r rune) string {
	if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
