package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"peremption/policy"
)

// hostile is text that would drive a terminal, in each way that there is. R-73
const hostile = "a\x1b]52;c;QQ==\x07\r\n\t\b\x7f\u009b31m\u202e\u200b\u2028\ufeff\xff\\n\U000e0041\u3164\u034f\U000e0100é"

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"":               "",
		"Élodie Œuvrard": "Élodie Œuvrard",
		"日本語 👍":          "日本語 👍",
		hostile:          `a\x1b]52;c;QQ==\a\r\n\t\b\x7f\u009b31m\u202e\u200b\u2028\ufeff\xff\\n\U000e0041\u3164\u034f\U000e0100é`,
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %s, want %s", in, got, want)
		}
	}
}

// unseen is what no output may hold.
func unseen(r rune) bool { return !unicode.IsPrint(r) || policy.Invisible(r) }

func FuzzEscape(f *testing.F) {
	f.Add(hostile)
	f.Add("\xed\xa0\x80\xf0\x9f")
	f.Fuzz(func(t *testing.T, s string) {
		if got := escape(s); !utf8.ValidString(got) || strings.ContainsFunc(got, unseen) {
			t.Errorf("escape(%q) = %q", s, got)
		}
		line := writtenJSON(t, map[string]string{"name": s})
		if strings.ContainsFunc(line, unseen) {
			t.Errorf("JSON of %q shows %q", s, line)
		}
		var read map[string]string
		if err := json.Unmarshal([]byte(line), &read); err != nil || read["name"] != strings.ToValidUTF8(s, "\ufffd") && utf8.ValidString(s) {
			t.Errorf("JSON of %q is %s: %q, %v", s, line, read, err)
		}
	})
}

// writtenJSON returns what writeJSON writes, without the one line end.
func writtenJSON(t *testing.T, v any) string {
	t.Helper()
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	if err := writeJSON(w, v); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	line, ended := strings.CutSuffix(out.String(), "\n")
	if !ended || strings.Contains(line, "\n") {
		t.Fatalf("not one line: %q", out.String())
	}
	return line
}

func TestJSONIsOneSafeLine(t *testing.T) {
	want := `{"n":"a\u001b]52;c;QQ==\u0007\r\n\t\b\u007f\u009b31m\u202e\u200b\u2028\ufeff\ufffd\\n\udb40\udc41\u3164\u034f\udb40\udd00é<&>"}`
	if got := writtenJSON(t, map[string]string{"n": hostile + "<&>"}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Rows beyond the measured ones come out as they are written.
func TestTableAlignsAndStreams(t *testing.T) {
	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 16)
	rows := newTable(w, "A", "B")
	for range measured + 10 {
		if err := rows.row("x", "\x1b"); err != nil {
			t.Fatal(err)
		}
	}
	if lines := strings.Count(out.String(), "\n"); lines < measured {
		t.Errorf("%d lines written before the end", lines)
	}
	if err := rows.row("much wider", "日本"); err != nil {
		t.Fatal(err)
	}
	if err := rows.flush(); err != nil {
		t.Fatal(err)
	}
	_ = w.Flush()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != measured+12 || lines[0] != "A  B" || lines[1] != `x  \x1b` || lines[len(lines)-1] != "much wider  日本" {
		t.Errorf("%d lines, %q … %q", len(lines), lines[:2], lines[len(lines)-1])
	}
}
