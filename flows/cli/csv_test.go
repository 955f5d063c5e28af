package cli

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"peremption/policy"
)

// readCSV reads a whole file: the lines of its rows and of its refusals.
func readCSV(t *testing.T, r io.Reader) (rows, bad []int, err error) {
	t.Helper()
	f, err := newCSVFile(r)
	if err != nil {
		return nil, nil, err
	}
	for {
		row, err := f.next()
		var refused *lineError
		switch {
		case errors.Is(err, io.EOF):
			return rows, bad, nil
		case errors.As(err, &refused):
			bad = append(bad, refused.line)
		case err != nil:
			return rows, bad, err
		default:
			rows = append(rows, row.line)
		}
	}
}

const csvHeader = "title,first_name,last_name,email,password\n"

func TestCSVLines(t *testing.T) {
	good := "M.,a,b,c,d\n"
	for name, c := range map[string]struct {
		file      string
		rows, bad []int
	}{
		"plain":          {csvHeader + good + good, []int{2, 3}, nil},
		"empty lines":    {csvHeader + "\n\r\n" + good + "\n" + good, []int{4, 6}, nil},
		"no last end":    {csvHeader + "M.,a,b,c,d", []int{2}, nil},
		"CRLF":           {strings.ReplaceAll(csvHeader+good+good, "\n", "\r\n"), []int{2, 3}, nil},
		"quoted ends":    {csvHeader + "M.,\"a\nb\n\",b,c,d\n" + good, []int{2, 5}, nil},
		"mark":           {"\ufeff" + csvHeader + good, []int{2}, nil},
		"semicolons":     {strings.ReplaceAll(csvHeader, ",", ";") + "M.;a,b;b;c;d\n", []int{2}, nil},
		"few fields":     {csvHeader + "M.,a\n" + good, []int{3}, []int{2}},
		"many fields":    {csvHeader + "M.,a,b,c,d,e\n" + good, []int{3}, []int{2}},
		"bare quote":     {csvHeader + "M.,a\"b,b,c,d\n" + good, []int{3}, []int{2}},
		"after quote":    {csvHeader + "M.,\"a\"b,b,c,d\n" + good, []int{3}, []int{2}},
		"open quote":     {csvHeader + good + "M.,\"a,b,c,d\n" + good, []int{2}, []int{3}},
		"not UTF-8":      {csvHeader + "M.,\xe9,b,c,d\n" + good, []int{3}, []int{2}},
		"no password":    {csvHeader + "M.,a,b,c,\n" + good, []int{3}, []int{2}},
		"header in case": {" Title ,FIRST_NAME,last_name,email,password\n" + good, []int{2}, nil},
		"header alone":   {csvHeader, nil, nil},
	} {
		for how, r := range map[string]io.Reader{
			"at once": strings.NewReader(c.file), "byte by byte": iotest.OneByteReader(strings.NewReader(c.file)),
		} {
			rows, bad, err := readCSV(t, r)
			if err != nil || !slices.Equal(rows, c.rows) || !slices.Equal(bad, c.bad) {
				t.Errorf("%s, %s: rows %v, refused %v, %v; want %v, %v", name, how, rows, bad, err, c.rows, c.bad)
			}
		}
	}
}

func TestCSVHeaders(t *testing.T) {
	for file, want := range map[string]string{
		"":                         "the file is empty",
		"\xff\xfet\x00i\x00":       "UTF-16",
		"Hunter-2,a@b.fr,Marmotte": "line 1: is no header",
		"\n\ntitle,title,first_name,last_name,email,password": "line 3: duplicate column title",
		"title,first_name,last_name,email":                    "line 1: missing column password or password_hash",
		"title,first_name,last_name,email,password,\x1b":      `line 1: unknown column "\x1b"`,
		"\"title": "line 1: a quote that opens a field",
	} {
		_, _, err := readCSV(t, strings.NewReader(file))
		if err == nil || !strings.HasPrefix(err.Error(), want) && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "Hunter") {
			t.Errorf("%q: repeats a line without a header: %v", file, err)
		}
	}
}

// Weakness: a quote that is never closed makes the whole file one field.
// Scenario: the file, or what feeds standard input, never ends.
// Verified: reading ends after maxCSVRecord bytes, and what came before counts.
func TestCSVRecordIsBounded(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(csvHeader+"M.,a,b,c,d\n\""), zeros{})
	rows, _, err := readCSV(t, endless)
	if err == nil || !slices.Equal(rows, []int{2}) || !strings.Contains(err.Error(), "after line 2: a record is longer") {
		t.Errorf("rows %v, %v", rows, err)
	}
	if _, _, err := readCSV(t, zeros{}); err == nil {
		t.Error("a header without end was read")
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A slow stream is not waited for beyond its header.
func TestCSVHeaderDoesNotWait(t *testing.T) {
	r, w := io.Pipe()
	go func() { _, _ = io.WriteString(w, csvHeader) }()
	done := make(chan error, 1)
	go func() { _, err := newCSVFile(r); done <- err }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("waits for more than the header")
	}
	_ = w.Close()
}

// No input makes the reader panic, loop or repeat what a line holds; lines rise
// and are lines of the file.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", csvHeader, csvHeader + "M.,a,b,c,canary\n", csvHeader + "\"\n\n", csvHeader + "M.,a,b,c,\"canary\"x\n\xff,,,,\n",
		"\ufeff" + csvHeader, "email;title;first_name;last_name;password_hash;changed_at\n;;;;canary;canary\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		lines := strings.Count(file, "\n") + 1
		r, err := newCSVFile(strings.NewReader(file))
		if err != nil {
			return
		}
		last := 0
		for range lines + 1 {
			row, err := r.next()
			var refused *lineError
			at := row.line
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.As(err, &refused):
				at = refused.line
				if strings.Contains(err.Error(), "canary") {
					t.Fatalf("repeats the line: %v", err)
				}
			case err != nil:
				return
			}
			if at <= last || at > lines {
				t.Fatalf("line %d after line %d of %d", at, last, lines)
			}
			last = at
		}
		t.Fatal("more rows than lines")
	})
}

func FuzzParseDay(f *testing.F) {
	for _, seed := range []string{"", "2024-02-29", "2023-02-29", "2024-2-9", "1899-12-31", "9999-12-31", "29/02/2024"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		day, err := parseDay(s)
		switch {
		case err != nil && (!errors.Is(err, errNoDate) || !day.IsZero()):
			t.Fatalf("%q: %v, %v", s, day, err)
		case err == nil && s != "" && policy.DateOf(day).String() != s:
			t.Fatalf("%q was read as %v", s, day)
		}
	})
}

func FuzzParseStart(f *testing.F) {
	for _, seed := range []string{"", "2024-07-07T09:00:00+02:00", "2024-07-07T09:00:00", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		start, err := parseStart(s)
		if usage := new(usageError); err != nil && !errors.As(err, &usage) {
			t.Fatalf("%q: %v", s, err)
		}
		if err == nil && policy.LastValidDay(start).IsZero() {
			t.Fatalf("%q was read as %v", s, start)
		}
	})
}
