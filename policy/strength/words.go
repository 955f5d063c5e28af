package strength

import (
	"math"
	"math/bits"
	"sort"
)

// A span is a step of a walk through a lexicon: the words that share the
// letters walked so far. An empty span means that there are none.
type span struct {
	from, to int
	depth    int
}

func (s span) empty() bool { return s.from >= s.to }

// A lexicon is a list of folded words that can be walked letter by letter, so
// that looking for words from every position of a text costs its length times
// the longest word and no substring is ever made.
type lexicon interface {
	// all is where each walk starts.
	all() span
	// narrow keeps the words of s whose next letter is c.
	narrow(s span, c byte) span
	// rank is the position by frequency, from 1, of the word that s spells;
	// 0 where it spells none.
	rank(s span) int
}

// sortedWords is a lexicon held as a sorted list.
type sortedWords struct {
	words []string
	ranks []int32
	first [257]int // words[first[c]:first[c+1]] start with c
}

// newSortedWords sorts words given with their ranks.
func newSortedWords(ranks map[string]int) *sortedWords {
	l := &sortedWords{words: make([]string, 0, len(ranks)), ranks: make([]int32, len(ranks))}
	for w := range ranks {
		l.words = append(l.words, w)
	}
	sort.Strings(l.words)
	for i, w := range l.words {
		l.ranks[i] = int32(ranks[w])
	}
	for c := range l.first {
		l.first[c] = sort.Search(len(l.words), func(i int) bool { return int(l.words[i][0]) >= c })
	}
	return l
}

func (l *sortedWords) all() span { return span{0, len(l.words), 0} }

func (l *sortedWords) narrow(s span, c byte) span {
	if s.depth == 0 {
		return span{l.first[c], l.first[int(c)+1], 1}
	}
	// A word as long as the walk sorts before all that continue it.
	if s.from < s.to && len(l.words[s.from]) == s.depth {
		s.from++
	}
	from := s.from + sort.Search(s.to-s.from, func(i int) bool { return l.words[s.from+i][s.depth] >= c })
	to := from + sort.Search(s.to-from, func(i int) bool { return l.words[from+i][s.depth] > c })
	return span{from, to, s.depth + 1}
}

func (l *sortedWords) rank(s span) int {
	if s.empty() || len(l.words[s.from]) != s.depth {
		return 0
	}
	return int(l.ranks[s.from])
}

// leet lists the letters that a digit or symbol stands for in disguised words.
func leet(c byte) string {
	switch c {
	case '4', '@':
		return "a"
	case '8':
		return "b"
	case '(', '<':
		return "c"
	case '3':
		return "e"
	case '6', '9':
		return "g"
	case '1', '!', '|':
		return "il"
	case '0':
		return "o"
	case '5', '$':
		return "s"
	case '7', '+':
		return "t"
	case '2':
		return "z"
	}
	return ""
}

// maxLeetBits is the price of disguising all that can be: one rule does it.
const maxLeetBits = 4.0

// A wordWalk finds the words of one lexicon in one text.
type wordWalk struct {
	t       text
	lex     lexicon
	reason  Reason
	start   int
	matches []match
}

// wordMatches returns every word of lex found in t, disguised or not.
func wordMatches(t text, lex lexicon, reason Reason) []match {
	w := wordWalk{t: t, lex: lex, reason: reason}
	for w.start = range t.len() {
		w.from(w.start, lex.all(), 0, 0)
	}
	return w.matches
}

// from continues the walk at position i. kinds is the set of disguises used so
// far and swaps their number.
func (w *wordWalk) from(i int, s span, kinds uint64, swaps int) {
	if rank := w.lex.rank(s); rank > 0 {
		w.add(i, rank, kinds, swaps)
	}
	if i == w.t.len() || w.t.low[i] == 0 {
		return
	}
	c := w.t.low[i]
	if next := w.lex.narrow(s, c); !next.empty() {
		w.from(i+1, next, kinds, swaps)
	}
	for k, letter := range []byte(leet(c)) {
		if next := w.lex.narrow(s, letter); !next.empty() {
			// c-'!' is under 64 for all that leet knows but '|'.
			w.from(i+1, next, kinds|1<<((uint(c-'!')+32*uint(k))%64), swaps+1)
		}
	}
}

func (w *wordWalk) add(end, rank int, kinds uint64, swaps int) {
	length := end - w.start
	price := math.Log2(float64(rank))
	if length < 4 {
		// Chance completes short words: the last letter must not make the
		// others much cheaper than they were.
		price = max(price, float64(length-1)*math.Log2(cardinality[lower])+randomBits)
	}
	price += caseBits(w.t, w.start, end)
	if swaps > 0 {
		if length < 4 {
			return // any two or three symbols would spell something
		}
		price += min(1+float64(bits.OnesCount64(kinds)), maxLeetBits)
	}
	if length < 4 && (w.t.alnum(w.start-1) || w.t.alnum(end)) {
		price += 2 // short words inside longer runs are mostly chance
	}
	w.matches = append(w.matches, match{w.start, end, price, w.reason})
}

// caseBits prices the capitals of a piece: none, the first or all of them are
// what people do; alternation is a rule too; the rest is counted.
func caseBits(t text, start, end int) float64 {
	capitals, letters, changes := 0, 0, 0
	last := false
	for i := start; i < end; i++ {
		if !t.letter(i) {
			continue
		}
		up := t.upper(i)
		if up {
			capitals++
		}
		if letters > 0 && up != last {
			changes++
		}
		last = up
		letters++
	}
	switch {
	case capitals == 0:
		return 0
	case capitals == letters, capitals == 1 && t.upper(start):
		return 1
	case capitals == 1 && t.upper(end-1):
		return 2
	case changes == letters-1:
		return 3
	}
	few := min(capitals, letters-capitals)
	ways := 0.0
	for k, choose := 1, 1.0; k <= few; k++ {
		choose *= float64(letters-k+1) / float64(k)
		ways += choose
	}
	return max(2, min(math.Log2(ways), float64(letters)))
}

// mirrored finds what a matcher finds in the text read backwards, and adds the
// price of that trick.
func mirrored(t text, find func(text) []match) []match {
	found := find(t.reversed())
	for i, m := range found {
		found[i].start, found[i].end = t.len()-m.end, t.len()-m.start
		found[i].bits = m.bits + reverseBits
	}
	return found
}

// reverseBits prices writing a piece backwards.
const reverseBits = 2.0
