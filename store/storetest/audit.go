package storetest

import (
	"strings"
	"sync"

	"peremption/store"
)

func auditTests() []test {
	return []test{
		{"ChainIsWhole", testChain},
		{"HostileTextDoesNotBreakTheChain", testHostileText},
		{"OneTrailIsOneAccounts", testTrail},
	}
}

// followed checks that events link to each other from the first on.
func followed(b *bench, events []store.Event) {
	b.Helper()
	prev := ""
	for i, e := range events {
		linked, err := e.Link(prev)
		if err != nil || linked != e {
			b.Fatalf("event %d does not follow: %+v, %v", i, e, err)
		}
		prev = e.Chain
	}
}

//
func testChain(b *bench) {
	forged := event("first", number(1))
	forged.Prev, forged.Chain = "forged", "forged"
	b.commit(store.Change{Events: []store.Event{forged, event("second", number(1))}})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 5 {
				id := number(i*100 + j)
				if _, err := b.s.Commit(b.ctx, store.Change{Events: []store.Event{event(id, id), event(id+"b", "")}}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	events := b.events("", 7)
	if len(events) != 2+8*5*2 || events[0].ID != "first" || events[0].Prev != "" {
		b.Fatalf("%d events, the first %+v", len(events), events[0])
	}
	followed(b, events)
	b.report()
}

// what a client calls itself reaches the audit. The weakness: bytes that
// are no UTF-8 are written one way and read another, and from then on nobody
// can tell a broken chain from a forged one.
func testHostileText(b *bench) {
	e := event("1", number(1))
	e.Actor, e.Source, e.Session = "\xff\xfe", "a\x00b\n\u2028<script>", strings.Repeat("é\xc3", 50)
	e.Number = ""
	b.commit(store.Change{Events: []store.Event{e, event("2", number(1))}})
	events := b.events("", 10)
	followed(b, events)
	if got := events[0]; got.Actor != "\uFFFD" || got.Source != e.Source {
		b.Errorf("kept %+v", got)
	}
	b.report()
}

func testTrail(b *bench) {
	b.commit(store.Change{Events: []store.Event{
		event("1", "1"), event("2", "12"), event("3", ""), event("4", "1"), event("5", "unknown"),
	}})
	for number, want := range map[string]string{"1": "1 4", "12": "2", "unknown": "5", "": "1 2 3 4 5", "2": ""} {
		var got []string
		for _, e := range b.events(number, 1) {
			got = append(got, e.ID)
		}
		if strings.Join(got, " ") != want {
			b.Errorf("trail of %q: %v, want %s", number, got, want)
		}
	}
}
