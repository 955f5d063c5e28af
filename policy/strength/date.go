package strength

import (
	"math"
	"strings"
)

// Prices of dates, in bits. A day is one of 365; years near today are tried
// first.
const (
	dayBits     = 8.5
	recentBits  = 5.0 // a year from 2000 to 2039
	olderBits   = 6.5 // a year from 1900 to 1999
	layoutBits  = 1.0
	separBits   = 1.5 // the mark between day, month and year
	monthNoBits = 3.6
)

// dateLayouts are the ways to write a date: d, m and y stand for digits, M for
// a French month by name, and ? for a mark, the same one throughout.
func dateLayouts() []string {
	return []string{
		"ddmmyyyy", "mmddyyyy", "yyyymmdd", "ddmmyy", "yymmdd",
		"dd?mm?yyyy", "yyyy?mm?dd", "d?m?yyyy", "d?mm?yyyy", "dd?mm?yy",
		"dd?M?yyyy", "d?M?yyyy", "ddMyyyy", "dMyyyy", "M?yyyy", "Myyyy", "dd?M", "ddM",
		"mm?yyyy", "yyyy",
	}
}

// dateMatches finds dates and years.
func dateMatches(t text) []match {
	var found []match
	for i := range t.len() {
		if !t.alnum(i) {
			continue
		}
		for _, layout := range dateLayouts() {
			d := dateReader{t: t, at: i}
			if d.read(layout) {
				found = append(found, match{i, d.at, d.bits(layout), Sequence})
			}
		}
	}
	return found
}

// A dateReader reads one layout from one position.
type dateReader struct {
	t                text
	at               int
	day, month, year int
	years            int // digits of the year
	mark             rune
}

func (d *dateReader) read(layout string) bool {
	for _, field := range layout {
		if d.at >= d.t.len() {
			return false
		}
		switch field {
		case '?':
			if !d.readMark() {
				return false
			}
		case 'M':
			if !d.readMonthName() {
				return false
			}
		default:
			if !d.readDigit(field) {
				return false
			}
		}
	}
	return d.valid(layout)
}

func (d *dateReader) readMark() bool {
	r := d.t.typed[d.at]
	if d.t.alnum(d.at) || d.t.low[d.at] == 0 || d.mark != 0 && d.mark != r {
		return false
	}
	d.mark = r
	d.at++
	return true
}

func (d *dateReader) readDigit(field rune) bool {
	if !d.t.digit(d.at) {
		return false
	}
	v := int(d.t.low[d.at] - '0')
	d.at++
	switch field {
	case 'd':
		d.day = d.day*10 + v
	case 'm':
		d.month = d.month*10 + v
	case 'y':
		d.year = d.year*10 + v
		d.years++
	}
	return true
}

func (d *dateReader) readMonthName() bool {
	if d.at+3 > d.t.len() {
		return false
	}
	rest := string(d.t.low[d.at:min(d.at+9, d.t.len())])
	for i, name := range [...]string{
		"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet",
		"aout", "septembre", "octobre", "novembre", "decembre",
	} {
		if strings.HasPrefix(rest, name) {
			d.month = i + 1
			d.at += len(name)
			return true
		}
	}
	return false
}

func (d *dateReader) valid(layout string) bool {
	if d.years == 4 && (d.year < 1900 || d.year > 2039) {
		return false
	}
	if strings.ContainsAny(layout, "mM") && (d.month < 1 || d.month > 12) {
		return false
	}
	return !strings.Contains(layout, "d") || d.day >= 1 && d.day <= 31
}

func (d *dateReader) bits(layout string) float64 {
	bits := layoutBits
	switch {
	case strings.Contains(layout, "d"):
		bits += dayBits
	case d.month > 0:
		bits += monthNoBits
	}
	switch {
	case d.years == 4 && d.year < 2000:
		bits += olderBits
	case d.years == 4:
		bits += recentBits
	case d.years == 2:
		bits += math.Log2(100)
	}
	if d.mark != 0 {
		bits += separBits
	}
	return bits
}
