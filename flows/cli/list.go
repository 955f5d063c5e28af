package cli

import (
	"bufio"
	"iter"
)

// listing is how one kind of record is listed.
type listing[R, L any] struct {
	head  []string
	line  func(R) L        // the record as JSON has it
	cells func(L) []string // and as a row under the head
}

// print writes records as they come, as a table or as one JSON object a line.
// An error among them ends the list, and what came before it stays written.
func (l listing[R, L]) print(e *env, records iter.Seq2[R, error], asJSON bool) error {
	return e.print(func(w *bufio.Writer) error {
		rows := newTable(w, l.head...)
		for record, err := range records {
			if err != nil {
				return err
			}
			line := l.line(record)
			if asJSON {
				err = writeJSON(w, line)
			} else {
				err = rows.row(l.cells(line)...)
			}
			if err != nil {
				return err
			}
		}
		if asJSON {
			return nil
		}
		return rows.flush()
	})
}
