package route

import (
	"fmt"
	"strings"
)

// Diagram draws the table as a Mermaid state diagram, one line a pair of
// places, for the README. A session's end, possible everywhere in the space,
// is left out of the drawing to keep it readable.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	fmt.Fprintf(&b, "    [*] --> %s\n", Start)
	facts := map[[2]Place][]string{}
	var order [][2]Place
	for _, m := range Table() {
		switch m.Fact {
		case SessionEnded, SignedOut, SiteChosen, HomeChosen:
			continue
		}
		pair := [2]Place{m.From, m.To}
		if facts[pair] == nil {
			order = append(order, pair)
		}
		facts[pair] = append(facts[pair], string(m.Fact))
	}
	for _, pair := range order {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", pair[0], pair[1], strings.Join(facts[pair], " / "))
	}
	return b.String()
}
