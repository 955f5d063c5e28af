package strength

import "math"

// shingle is the length in letters of the pieces under which phrases are
// indexed, and so of the shortest part of one that is recognised.
const shingle = 8

// A phraseIndex finds known texts in passwords: whole or in part, run together
// or spaced, decorated, disguised, in any case. It compares letters only, in
// the form of sound(c), which digits and symbols that stand for a letter share.
type phraseIndex struct {
	letters []byte   // all phrases, each ended by a 0
	phrases []phrase // in the order of letters
	starts  []int32  // phrase number by position in letters
	at      map[[shingle]byte][]int32
}

// A phrase is one known text of an index.
type phrase struct {
	from, to int // in letters
	reason   Reason
}

// newPhraseIndex indexes lines, giving each the reason it stands for.
func newPhraseIndex(lines map[Reason][]string) *phraseIndex {
	x := &phraseIndex{at: map[[shingle]byte][]int32{}}
	for _, reason := range []Reason{KnownPhrase, Sequence} {
		for _, line := range lines[reason] {
			from := len(x.letters)
			for _, r := range line {
				if s := spell(r); s != "" {
					x.letters = append(x.letters, s...)
				}
			}
			number := int32(len(x.phrases))
			x.phrases = append(x.phrases, phrase{from, len(x.letters), reason})
			x.letters = append(x.letters, 0)
			for range len(x.letters) - from {
				x.starts = append(x.starts, number)
			}
		}
	}
	for i := 0; i+shingle <= len(x.letters); i++ {
		if x.starts[i] != x.starts[i+shingle-1] {
			continue
		}
		key := [shingle]byte(x.letters[i:])
		x.at[key] = append(x.at[key], int32(i))
	}
	return x
}

// spell returns the letters a character is read as, in the form of sound; none
// for digits and symbols.
func spell(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	}
	if b := baseOf(r); b < 0x80 && isLetter(byte(b)) {
		return string(rune(sound(byte(b))))
	}
	return ""
}

// sound merges the letters that disguises confuse: 1 is i or l, 9 is g or q.
func sound(c byte) byte {
	switch c {
	case 'l':
		return 'i'
	case 'q':
		return 'g'
	}
	return c
}

// A spelling is a text reduced to letters, and where each came from.
type spelling struct {
	letters []byte
	from    []int
}

// spelled reduces a text to its letters; disguised also reads digits and
// symbols as the letters they may stand for.
func spelled(t text, disguised bool) spelling {
	var s spelling
	for i, r := range t.typed {
		letters := spell(r)
		if as := leet(t.low[i]); letters == "" && disguised && as != "" {
			letters = string(rune(sound(as[0])))
		}
		for k := range len(letters) {
			s.letters = append(s.letters, letters[k])
			s.from = append(s.from, i)
		}
	}
	return s
}

// matches finds the phrases of x in t.
func (x *phraseIndex) matches(t text) []match {
	found := x.find(t, false)
	return append(found, x.find(t, true)...)
}

func (x *phraseIndex) find(t text, disguised bool) []match {
	s := spelled(t, disguised)
	var found []match
	for i := 0; i+shingle <= len(s.letters); i++ {
		for _, p := range x.at[[shingle]byte(s.letters[i:])] {
			if i > 0 && p > 0 && s.letters[i-1] == x.letters[p-1] {
				continue // part of a longer match found one letter before
			}
			n := shingle
			for i+n < len(s.letters) && s.letters[i+n] == x.letters[int(p)+n] {
				n++
			}
			start, end := s.from[i], s.from[i+n-1]+1
			ph := x.phrases[x.starts[p]]
			bits := math.Log2(float64(len(x.phrases))) + dressBits(t, start, end, disguised)
			if int(p) > ph.from || int(p)+n < ph.to {
				bits += partBits
			}
			found = append(found, match{start, end, bits, ph.reason})
		}
	}
	return found
}

// Prices of altering a phrase, in bits: taking a part of it, disguising letters,
// and putting in a mark that is not usual in a sentence.
const (
	partBits     = 4.0
	disguiseBits = 3.0
	oddMarkBits  = 2.5
)

// dressBits prices how a phrase is written: the marks between its words, by
// kind and not by number, the digits put in, and capitals at all.
func dressBits(t text, start, end int, disguised bool) float64 {
	bits := 0.0
	if disguised {
		bits = disguiseBits
	}
	seen := map[rune]bool{' ': true, '\'': true, '-': true, ',': true, '.': true}
	mixed := false
	for i := start; i < end; i++ {
		if t.letter(i) {
			mixed = mixed || t.upper(i)
			continue
		}
		if disguised && leet(t.low[i]) != "" || t.classes[i] == accented {
			continue
		}
		if r := t.keys[i]; !seen[r] {
			seen[r] = true
			bits += oddMarkBits
		}
	}
	if mixed {
		bits++
	}
	return bits
}
