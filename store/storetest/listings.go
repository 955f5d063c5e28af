package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"peremption/policy"
	"peremption/store"
)

func listingTests() []test {
	return []test{
		{"PagesEqualTheWhole", testPages},
		{"ExpiringIsByDayThenNumber", testExpiring},
		{"NoKnownDayComesFirst", testNoDay},
		{"CursorSurvivesWrites", testCursorSurvives},
		{"ForeignCursorIsRefused", testBadCursor},
	}
}

func testPages(b *bench) {
	const n = 23
	for i := range n {
		a := account(i)
		b.commit(store.Change{
			Account: &a,
			Events:  []store.Event{event("a"+a.Number, a.Number), event("b"+a.Number, number(i%2))},
			Mails:   []store.Mail{mail(a.Number, a.Number)},
		})
	}
	whole := b.accounts(1000)
	if len(whole) != n || !slices.IsSortedFunc(whole, func(x, y store.Account) int { return strings.Compare(x.Number, y.Number) }) {
		b.Fatalf("%d accounts, in order of number: want %d", len(whole), n)
	}
	for _, size := range []int{1, 7, n, n + 1} {
		var got, want []string
		for _, a := range b.accounts(size) {
			got = append(got, a.Number)
		}
		for _, e := range b.events("", size) {
			got = append(got, e.ID)
		}
		for _, e := range b.events(number(1), size) {
			got = append(got, e.ID)
		}
		for _, m := range b.mails(size) {
			got = append(got, m.ID)
		}
		for i := range n {
			want = append(want, number(i))
		}
		for i := range n {
			want = append(want, "a"+number(i), "b"+number(i))
		}
		want = append(want, "a"+number(1))
		for i := 1; i < n; i += 2 {
			want = append(want, "b"+number(i))
		}
		for i := range n {
			want = append(want, number(i))
		}
		if !slices.Equal(got, want) {
			b.Errorf("in pages of %d:\n%v\nwant\n%v", size, got, want)
		}
	}
}

func day(d int) policy.Date { return policy.Date{Year: 2027, Month: 1, Day: d} }

func testExpiring(b *bench) {
	for i, d := range []int{5, 3, 9, 3, 5, 4} {
		a := account(i)
		a.LastDay = day(d)
		b.create(a)
	}
	for _, c := range []struct {
		from, to policy.Date
		want     []int
	}{
		{policy.Date{}, policy.Date{}, []int{1, 3, 5, 0, 4, 2}},
		{day(3), day(3), []int{1, 3}},
		{day(4), day(5), []int{5, 0, 4}},
		{policy.Date{}, day(4), []int{1, 3, 5}},
		{day(6), policy.Date{}, []int{2}},
		{day(6), day(8), nil},
		{day(9), day(1), nil},
	} {
		want := make([]string, 0, len(c.want))
		for _, i := range c.want {
			want = append(want, number(i))
		}
		for _, size := range []int{1, 2, 10} {
			if got := b.expiring(c.from, c.to, size); !slices.Equal(got, want) {
				b.Errorf("%v..%v in pages of %d: %v, want %v", c.from, c.to, size, got, want)
			}
		}
	}
}

// An account without a last day is one to renew: it must not fall through.
func testNoDay(b *bench) {
	b.create(account(1))
	none := account(2)
	none.LastDay = policy.Date{}
	none = b.create(none)
	if got := b.expiring(policy.Date{}, day(28), 1); !slices.Equal(got, []string{number(2), number(1)}) {
		b.Fatalf("open from: %v", got)
	}
	if got := b.expiring(day(1), policy.Date{}, 1); !slices.Equal(got, []string{number(1)}) {
		b.Fatalf("from a day: %v", got)
	}
	none.LastDay = day(1)
	b.commit(store.Change{Account: &none})
	if got := b.expiring(policy.Date{}, policy.Date{}, 5); len(got) != 2 {
		b.Fatalf("after a renewal: %v", got)
	}
}

func testCursorSurvives(b *bench) {
	for i := range 10 {
		b.create(account(2 * i))
	}
	first, cursor, err := b.s.Accounts(b.ctx, "", 5)
	if err != nil || len(first) != 5 || cursor == "" {
		b.Fatal(len(first), cursor, err)
	}
	b.create(account(1)) // behind the cursor: not seen
	b.create(account(9)) // before it: seen
	changed := first[4]  // what the cursor points at may change
	changed.Email = "x@exemple.fr"
	b.commit(store.Change{Account: &changed})
	rest, next, err := b.s.Accounts(b.ctx, cursor, 100)
	if err != nil || next != "" || len(rest) != 6 || rest[0].Number != number(9) {
		b.Fatalf("%d more, next %q, %v", len(rest), next, err)
	}

	// In the other order the item at the cursor moves away altogether.
	page, cursor, err := b.s.Expiring(b.ctx, policy.Date{}, policy.Date{}, "", 3)
	if err != nil || cursor == "" {
		b.Fatal(err)
	}
	gone := page[2]
	gone.LastDay = policy.Date{Year: 2035, Month: 1, Day: 1}
	b.commit(store.Change{Account: &gone})
	more, _, err := b.s.Expiring(b.ctx, policy.Date{}, policy.Date{}, cursor, 100)
	if err != nil || len(more) != 10 || more[len(more)-1].Number != gone.Number {
		b.Fatalf("%d more, %v", len(more), err)
	}
}

func testBadCursor(b *bench) {
	for i := range 3 {
		a := account(i)
		b.commit(store.Change{Account: &a, Events: []store.Event{event(a.Number, a.Number), event("x"+a.Number, a.Number)}})
	}
	lists := map[string]func(string) (string, error){
		"accounts": func(c string) (string, error) { _, next, err := b.s.Accounts(b.ctx, c, 1); return next, err },
		"expiring": func(c string) (string, error) {
			_, next, err := b.s.Expiring(b.ctx, policy.Date{}, policy.Date{}, c, 1)
			return next, err
		},
		"events": func(c string) (string, error) { _, next, err := b.s.Events(b.ctx, "", c, 1); return next, err },
		"trail":  func(c string) (string, error) { _, next, err := b.s.Events(b.ctx, number(1), c, 1); return next, err },
		"mails":  func(c string) (string, error) { _, next, err := b.s.Mails(b.ctx, c, 1); return next, err },
	}
	bad := []string{"x", "!!", "\x00", "é", strings.Repeat("A", 100_000), "a", "e====", fmt.Sprint(errors.New("a cursor"))}
	for name, list := range lists {
		next, err := list("")
		if err != nil {
			b.Fatal(name, err)
		}
		if next == "" {
			continue // no mails here
		}
		for other, list := range lists {
			if other == name {
				continue
			}
			if _, err := list(next); err == nil {
				b.Errorf("%s takes a cursor of %s", other, name)
			}
		}
	}
	for name, list := range lists {
		for _, cursor := range bad {
			if _, err := list(cursor); err == nil {
				b.Errorf("%s takes %.20q", name, cursor)
			}
		}
	}
}
