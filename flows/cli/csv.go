package cli

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"peremption/flows/account"
)

// maxCSVRecord bounds one record of a file, or what a quote that is never
// closed swallows, so that no file fills the memory.
const maxCSVRecord = 1 << 20

// lineError is a line of a file that is refused while the lines after it are
// still read. It repeats nothing of the line, which holds secrets.
type lineError struct {
	line   int
	reason string
}

// Error implements error.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.reason) }

// csvRow is one account of a file, and the line where it starts.
type csvRow struct {
	line    int
	account account.NewAccount
}

// csvFile reads accounts from a file as they are asked for.
type csvFile struct {
	csv     *csv.Reader
	limit   *recordLimit
	columns csvColumns
	last    int // the line where the last record started
}

// newCSVFile reads the header. A byte order mark is passed over, and a header
// with semicolons sets them as the separator: French spreadsheets write them.
func newCSVFile(r io.Reader) (*csvFile, error) {
	limit := &recordLimit{r: r, left: maxCSVRecord}
	buffered := bufio.NewReader(limit)
	if err := skipMark(buffered); err != nil {
		return nil, err
	}
	f := &csvFile{csv: csv.NewReader(buffered), limit: limit}
	f.csv.FieldsPerRecord = -1 // counted in next, in words of our own
	f.csv.Comma = separator(buffered)
	header, err := f.csv.Read()
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty: want a header with the names of the columns")
	case errors.As(err, &parse):
		return nil, &lineError{parse.StartLine, quoteReason(parse)}
	case err != nil:
		return nil, fmt.Errorf("header: %w", err)
	}
	f.last, _ = f.csv.FieldPos(0)
	columns, reason := newCSVColumns(header)
	if reason != "" {
		return nil, &lineError{f.last, reason}
	}
	f.columns = columns
	f.limit.reset()
	return f, nil
}

// next returns the next account. A *lineError concerns one line alone, and
// reading may go on; io.EOF is the end; any other error ends the file early.
func (f *csvFile) next() (csvRow, error) {
	record, err := f.csv.Read()
	f.limit.reset()
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		f.last = parse.Line
		return csvRow{}, &lineError{parse.StartLine, quoteReason(parse)}
	case errors.Is(err, io.EOF):
		return csvRow{}, io.EOF
	case err != nil:
		return csvRow{}, fmt.Errorf("after line %d: %w", f.last, err)
	}
	f.last, _ = f.csv.FieldPos(0)
	if len(record) != len(f.columns) {
		return csvRow{}, &lineError{f.last, fmt.Sprintf("has %d fields, and the header %d", len(record), len(f.columns))}
	}
	n, reason := f.columns.account(record)
	if reason != "" {
		return csvRow{}, &lineError{f.last, reason}
	}
	return csvRow{f.last, n}, nil
}

// quoteReason words the faults that encoding/csv finds by itself.
func quoteReason(e *csv.ParseError) string {
	if errors.Is(e.Err, csv.ErrQuote) {
		return "a quote that opens a field here is not closed, or something follows the one that closes it"
	}
	return "a quote stands inside a field: put the field in quotes and double its own"
}

// skipMark takes UTF-8's byte order mark away and refuses UTF-16's.
func skipMark(r *bufio.Reader) error {
	head, err := r.Peek(3)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("read: %w", err)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return errors.New("the file is UTF-16: save it as UTF-8")
	case bytes.Equal(head, []byte{0xef, 0xbb, 0xbf}):
		_, err = r.Discard(len(head))
		return err
	}
	return nil
}

// separator looks at the header, of which no column has a comma or a semicolon
// in its name. It waits for no more of a slow stream than the first line.
func separator(r *bufio.Reader) rune {
	for want := 1; ; {
		head, err := r.Peek(want)
		if err == nil {
			head, _ = r.Peek(r.Buffered()) // is there already
		}
		if end := bytes.IndexByte(head, '\n'); end >= 0 || err != nil {
			if end >= 0 {
				head = head[:end]
			}
			if bytes.ContainsRune(head, ';') && !bytes.ContainsRune(head, ',') {
				return ';'
			}
			return ','
		}
		want = len(head) + 1
	}
}

// recordLimit ends a stream once more than maxCSVRecord bytes went by since
// reset.
type recordLimit struct {
	r    io.Reader
	left int
}

// Read implements io.Reader.
func (l *recordLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("a record is longer than %d bytes: is a quote left open?", maxCSVRecord)
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func (l *recordLimit) reset() { l.left = maxCSVRecord }
