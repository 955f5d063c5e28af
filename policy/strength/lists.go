package strength

import (
	_ "embed" // the lists below
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/nbutton23/zxcvbn-go/data"
)

// The lists written for this program; each file says where it comes from.
var (
	//go:embed lists/passwords.txt
	passwordsFile string
	//go:embed lists/words.txt
	wordsFile string
	//go:embed lists/names.txt
	namesFile string
	//go:embed lists/phrases.txt
	phrasesFile string
	//go:embed lists/screens.txt
	screensFile string
	//go:embed lists/series.txt
	seriesFile string
)

// A source is one ranked list. The guess number of its n-th word is
// base + n*step: an attacker tries short specific lists before long general
// ones.
type source struct {
	words      []string
	base, step int
	min        int // length of the shortest word taken
}

// sources returns every word list, those of zxcvbn-go included. Its lists are
// read from its data package: its frequency package would decode them all at
// each start of the program, shown or not.
func sources() []source {
	return []source{
		{entries(passwordsFile), 0, 1, 3},
		{entries(wordsFile), 20, 2, 2},
		{entries(namesFile), 40, 2, 3},
		{zxcvbnList("Passwords"), 20, 1, 3},
		{zxcvbnList("FemaleNames"), 60, 2, 3},
		{zxcvbnList("MaleNames"), 60, 2, 3},
		{zxcvbnList("English"), 60, 2, 3},
		{zxcvbnList("Surnames"), 200, 4, 4},
	}
}

// tables are what is built once, at the first estimate (see [Estimate]).
type tables struct {
	common    lexicon
	initials  lexicon
	phrases   *phraseIndex
	keyboards []scale
	counting  scale
}

// load builds the tables on first use. They are never changed afterwards, so
// that estimates may run at the same time.
var load = sync.OnceValue(func() *tables {
	known := append(entries(phrasesFile), entries(screensFile)...)
	return &tables{
		common:   newSortedWords(merge(sources())),
		initials: newSortedWords(initialsOf(entries(phrasesFile))),
		phrases: newPhraseIndex(map[Reason][]string{
			KnownPhrase: known,
			Sequence:    entries(seriesFile),
		}),
		keyboards: []scale{azerty().scale(), qwerty().scale(), numericPad().scale()},
		counting:  counting(),
	}
})

// merge gives each folded word its best rank.
func merge(from []source) map[string]int {
	ranks := map[string]int{}
	for _, s := range from {
		for n, word := range s.words {
			rank := s.base + (n+1)*s.step
			for _, w := range []string{foldWord(word), foldWord(strings.ReplaceAll(word, "œ", "oe"))} {
				if len(w) < s.min || strings.Trim(w, w[:1]) == "" {
					continue // "aaaa" is a repetition
				}
				if have, ok := ranks[w]; !ok || rank < have {
					ranks[w] = rank
				}
			}
		}
	}
	return ranks
}

// minInitials is the number of words from which a phrase's initials are a
// password that people make of it.
const minInitials = 5

// initialsOf returns the first letters of each phrase, and the form in which
// "un" and "deux" become digits, as the leaflet's own example advises.
func initialsOf(phrases []string) map[string]int {
	digits := strings.NewReplacer("un ", "1 ", "une ", "1 ", "deux ", "2 ", "trois ", "3 ", "cent ", "100 ")
	ranks := map[string]int{}
	for n, p := range phrases {
		p = strings.NewReplacer("'", " ", "-", " ", ",", " ").Replace(strings.ToLower(p)) + " "
		for _, form := range []string{p, digits.Replace(p)} {
			fields := strings.Fields(form)
			initials := ""
			for _, w := range fields {
				initials += string([]rune(w)[:1])
			}
			if w := foldWord(initials); len(fields) >= minInitials && w != "" && ranks[w] == 0 {
				ranks[w] = n + 1
			}
		}
	}
	return ranks
}

// entries returns the lines of an embedded list without comments (#).
func entries(file string) []string {
	var lines []string
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// zxcvbnList returns one of zxcvbn-go's lists, the most frequent word first.
func zxcvbnList(name string) []string {
	raw, err := data.Asset("data/" + name + ".json")
	if err != nil {
		panic(fmt.Sprintf("word list %s is built into zxcvbn-go: %v", name, err))
	}
	var list struct{ List []string }
	if err := json.Unmarshal(raw, &list); err != nil {
		panic(fmt.Sprintf("word list %s of zxcvbn-go: %v", name, err))
	}
	return list.List
}
