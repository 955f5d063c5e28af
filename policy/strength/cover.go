package strength

import "math"

// Prices of the grammar, in bits. An attacker's rule has to say how many
// pieces there are and of which kind, so each piece costs something beside its
// content; a piece of unrelated characters costs more, for its length and its
// alphabet are free too.
const (
	pieceBits  = 1.0
	randomBits = 1.5
)

// A match is one way to read the piece [start, end) of a text as a pattern.
type match struct {
	start, end int
	bits       float64 // price of the content, without pieceBits
	reason     Reason  // Guessable where the pattern has no name
}

// reasons is how many there are.
const reasons = int(Guessable) + 1

// A reading is the cheapest way found to cover a text with pieces.
type reading struct {
	bits float64
	// covered counts the characters that each reason explains; those in no
	// pattern count under None.
	covered [reasons]int
}

// cover searches the cheapest sequence of matches and random pieces. It is
// exact: best[k] depends only on shorter prefixes. Unlike
// scoring.MinimumEntropyMatchSequence of zxcvbn-go it counts characters and
// not bytes, prices each piece, and draws a random piece from that piece's own
// alphabet instead of the whole password's.
func cover(t text, matches []match) reading {
	n := t.len()
	ending := byEnd(n, matches)
	best := make([]float64, n+1)
	from := make([]match, n+1)
	prices := alphabetPrices{}
	for k := 1; k <= n; k++ {
		best[k] = math.Inf(1)
		for _, m := range ending[k] {
			if price := best[m.start] + m.bits + pieceBits; price < best[k] {
				best[k], from[k] = price, m
			}
		}
		var set alphabet
		perChar := 0.0
		for i := k - 1; i >= 0; i-- {
			if with := set | 1<<t.classes[i]; with != set {
				set, perChar = with, prices.of(with)
			}
			price := best[i] + float64(k-i)*perChar + pieceBits + randomBits
			if price < best[k] {
				best[k], from[k] = price, match{start: i, end: k, reason: None}
			}
		}
	}
	r := reading{bits: best[n]}
	for k := n; k > 0; k = from[k].start {
		r.covered[from[k].reason] += k - from[k].start
	}
	return r
}

// byEnd sorts matches by where they end, with one allocation for all.
func byEnd(n int, matches []match) [][]match {
	counts := make([]int, n+2)
	for _, m := range matches {
		counts[m.end+1]++
	}
	for k := 1; k < len(counts); k++ {
		counts[k] += counts[k-1]
	}
	sorted := make([]match, len(matches))
	next := append([]int(nil), counts...)
	for _, m := range matches {
		sorted[next[m.end]] = m
		next[m.end]++
	}
	ending := make([][]match, n+1)
	for k := range ending {
		ending[k] = sorted[counts[k]:counts[k+1]]
	}
	return ending
}

// alphabetPrices remembers what alphabets cost; a text mixes few.
type alphabetPrices map[alphabet]float64

func (p alphabetPrices) of(a alphabet) float64 {
	bits, ok := p[a]
	if !ok {
		bits = a.bits()
		p[a] = bits
	}
	return bits
}

// separators returns the single characters that part or end words: a symbol
// with a letter or digit on each side or at an end of the text, and a last
// digit. People choose one separator and keep to it, and end with one of few
// characters.
func separators(t text) []match {
	var found []match
	seen := map[rune]bool{}
	if last := t.len() - 1; last > 0 && t.digit(last) && t.letter(last-1) {
		found = append(found, match{last, last + 1, 2, None})
	}
	for i, r := range t.typed {
		if c := t.classes[i]; c != symbol && r != '\u00a0' && r != '\u202f' {
			continue
		}
		if i > 0 && !t.alnum(i-1) || i+1 < t.len() && !t.alnum(i+1) {
			continue
		}
		bits := 4.0
		switch {
		case seen[r]:
			bits = 0.5
		case i+1 == t.len() && (r == '!' || r == '.' || r == '?' || r == '*'):
			bits = 1
		case i > 0 && isCommonSeparator(r):
			bits = 2.5
		}
		seen[r] = true
		found = append(found, match{i, i + 1, bits, None})
	}
	return found
}

func isCommonSeparator(r rune) bool {
	switch r {
	case ' ', '-', '_', '.', ',', '!', '?', '*', '+', '/', '@', '#', ':', ';', '\'', '$':
		return true
	}
	return false
}
