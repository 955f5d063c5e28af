package strength

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKnown bounds, in code points, what is read of each thing known of a
// person, so that a strange record cannot slow the meter down.
const maxKnown = 128

// minKnownPiece is the shortest part of a number or old password that counts
// as taken from it.
const minKnownPiece = 4

// words returns the tokens that an attacker would try first for this person:
// names, the parts of the address, the number and its SIREN-like head, and the
// usual ways to join them. Ranks are small: few are tried per person.
func (p Person) words() lexicon {
	ranks := map[string]int{}
	add := func(s string, rank int) {
		w := foldWord(s)
		if have, ok := ranks[w]; len(w) >= 2 && (!ok || rank < have) {
			ranks[w] = rank
		}
	}
	local, domain, _ := strings.Cut(clip(p.Email), "@")
	first, last := clip(p.FirstName), clip(p.LastName)
	for _, whole := range []string{p.Email, local, domain, first, last, p.Subscriber} {
		whole = clip(whole)
		add(whole, 4)
		for _, part := range strings.FieldsFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(part) >= 3 {
				add(part, 8)
			}
		}
	}
	if f, _ := utf8.DecodeRuneInString(first); f != utf8.RuneError && last != "" {
		l, _ := utf8.DecodeRuneInString(last)
		add(string(f)+last, 8)
		add(last+string(f), 8)
		add(string(f)+string(l), 16)
	}
	for _, head := range []int{9, 12} {
		if n := clip(p.Subscriber); len(n) > head {
			add(n[:head], 16)
		}
	}
	return newSortedWords(ranks)
}

// matches finds the person's own words, forwards and backwards, pieces of the
// number and pieces of the old password.
func (p Person) matches(t text) []match {
	lex := p.words()
	find := func(t text) []match { return wordMatches(t, lex, Personal) }
	found := append(find(t), mirrored(t, find)...)
	found = append(found, pieces(t, fold(clip(p.Subscriber)), Personal)...)
	previous := fold(p.Previous)
	old := func(t text) []match { return pieces(t, previous, NearPrevious) }
	found = append(found, old(t)...)
	return append(found, mirrored(t, old)...)
}

// pieces finds the longest runs of t that known holds too, case apart.
func pieces(t, known text, reason Reason) []match {
	var found []match
	n, m := t.len(), known.len()
	shared := make([]int, m+1) // length of the run that ends at t[i-1], known[j-1]
	for i := 1; i <= n; i++ {
		for j := m; j >= 1; j-- {
			if t.keys[i-1] != known.keys[j-1] {
				shared[j] = 0
				continue
			}
			shared[j] = shared[j-1] + 1
			ends := i == n || j == m || t.keys[i] != known.keys[j]
			if run := shared[j]; ends && run >= minKnownPiece {
				bits := 2 + math.Log2(float64(m))/2 + min(caseBits(t, i-run, i), 2)
				if run == m {
					bits = 2
				}
				found = append(found, match{i - run, i, bits, reason})
			}
		}
	}
	return found
}

// Prices of changing an old password: each edit is one of the few that people
// make, so that four of them stay within FaibleBelow.
const (
	sameBits = 3.0
	editBits = 7.0
)

// editsBits prices t as an edit of the old password: letters added, removed or
// changed, whatever their case. R-08 names the variants meant.
func editsBits(t, previous text) float64 {
	if previous.len() == 0 {
		return math.Inf(1)
	}
	row := make([]int, previous.len()+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= t.len(); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= previous.len(); j++ {
			change := diagonal
			if t.keys[i-1] != previous.keys[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return sameBits + editBits*float64(row[previous.len()])
}

// clip returns at most maxKnown code points of s.
func clip(s string) string {
	n := 0
	for i := range s {
		if n == maxKnown {
			return s[:i]
		}
		n++
	}
	return s
}

// foldWord brings a word to the form that lexicons hold; "" where a letter of
// it has no such form.
func foldWord(s string) string {
	t := fold(s)
	for _, b := range t.low {
		if b == 0 {
			return ""
		}
	}
	return string(t.low)
}
