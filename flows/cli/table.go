package cli

import (
	"bufio"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
)

// measured is how many rows a table keeps back to find the widths of its
// columns. Later rows are written as they come, so a list of a million takes no
// memory; one that is wider than all of these only pushes its own line out.
const measured = 500

// table writes aligned columns of escaped text under a head.
type table struct {
	w      *bufio.Writer
	kept   [][]string // until widths is known
	widths []int
}

func newTable(w *bufio.Writer, head ...string) *table {
	return &table{w: w, kept: [][]string{head}}
}

// row adds one line; the cells are escaped here.
func (t *table) row(cells ...string) error {
	for i, cell := range cells {
		cells[i] = escape(cell)
	}
	if t.widths != nil {
		return t.write(cells)
	}
	if t.kept = append(t.kept, cells); len(t.kept) > measured {
		return t.flush()
	}
	return nil
}

// flush writes what was kept back; call it after the last row.
func (t *table) flush() error {
	if t.widths != nil {
		return nil
	}
	t.widths = make([]int, len(t.kept[0]))
	for _, cells := range t.kept {
		for i, cell := range cells {
			t.widths[i] = max(t.widths[i], lipgloss.Width(cell))
		}
	}
	for _, cells := range t.kept {
		if err := t.write(cells); err != nil {
			return err
		}
	}
	t.kept = nil
	return nil
}

func (t *table) write(cells []string) error {
	var line strings.Builder
	for i, cell := range cells {
		line.WriteString(cell)
		line.WriteString(strings.Repeat(" ", max(0, t.widths[i]-lipgloss.Width(cell))+2))
	}
	if _, err := fmt.Fprintln(t.w, strings.TrimRight(line.String(), " ")); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}
