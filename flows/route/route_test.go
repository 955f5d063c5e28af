package route

import (
	"math/rand/v2"
	"testing"
)

func places() map[Place]bool {
	seen := map[Place]bool{Start: true}
	for _, m := range Table() {
		seen[m.From], seen[m.To] = true, true
	}
	return seen
}

func TestEveryPlaceIsReachedFromTheStart(t *testing.T) {
	reached := map[Place]bool{Start: true}
	for grew := true; grew; {
		grew = false
		for _, m := range Table() {
			if reached[m.From] && !reached[m.To] {
				reached[m.To], grew = true, true
			}
		}
	}
	for p := range places() {
		if !reached[p] {
			t.Errorf("%s cannot be reached", p)
		}
	}
}

// Nobody is stranded: from every place there is a way back to the login page.
func TestEveryPlaceLeadsBackToLogin(t *testing.T) {
	home := map[Place]bool{Login: true}
	for grew := true; grew; {
		grew = false
		for _, m := range Table() {
			if home[m.To] && !home[m.From] {
				home[m.From], grew = true, true
			}
		}
	}
	for p := range places() {
		if !home[p] {
			t.Errorf("%s is a dead end", p)
		}
	}
}

func TestAFactLeadsToOnePlace(t *testing.T) {
	seen := map[[2]string]bool{}
	for _, m := range Table() {
		key := [2]string{string(m.From), string(m.Fact)}
		if seen[key] {
			t.Errorf("%s + %s stands twice in the table", m.From, m.Fact)
		}
		seen[key] = true
	}
}

// only the facts that the service alone states lead into the space or
// past a proof.
func TestProofsCannotBeSkipped(t *testing.T) {
	allowed := map[Place][]Fact{
		Alert:             {SignedInSoon},
		ExpiredPassword:   {Identified},
		Recap:             {Renewed},
		ExpiredAddress:    {PasswordExpired, WentBack, ProofLost},
		IdentifiersAnswer: {AnswerNeeded},
	}
	for _, m := range Table() {
		if facts, guarded := allowed[m.To]; guarded {
			ok := false
			for _, f := range facts {
				ok = ok || f == m.Fact
			}
			if !ok {
				t.Errorf("%s leads to %s by %q", m.From, m.To, m.Fact)
			}
		}
		if m.To.Space() && !m.From.Space() && m.Fact != SignedIn && m.Fact != SignedInSoon {
			t.Errorf("%s leads into the space by %q", m.From, m.Fact)
		}
	}
}

// every move that is not in the table is refused, over a long walk.
func TestMovesOutsideTheTableAreRefused(t *testing.T) {
	inTable := map[Move]bool{}
	var facts []Fact
	for _, m := range Table() {
		inTable[m] = true
		facts = append(facts, m.Fact)
	}
	facts = append(facts, "nothing", "")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	here := Start
	for range 100_000 {
		f := facts[r.IntN(len(facts))]
		next, ok := Next(here, f)
		if ok != inTable[Move{here, f, next}] || !ok && next != here {
			t.Fatalf("%s + %q gave %s, %v", here, f, next, ok)
		}
		here = next
	}
}
