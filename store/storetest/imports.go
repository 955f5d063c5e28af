package storetest

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"

	"peremption/policy"
	"peremption/store"
)

func importTests() []test {
	return []test{
		{"FreshAccountsGoIn", testImport},
		{"TakenOnesAreReportedAndLeftOut", testImportTaken},
		{"LargeUnsortedWithTwins", testImportLarge},
		{"CancelledImportTearsNothing", testImportCancelled},
	}
}

// load imports accounts and returns how often each number was refused.
func (b *bench) load(accounts iter.Seq[store.Account], want int) map[string]int {
	b.Helper()
	refused := map[string]int{}
	n, err := b.s.Import(b.ctx, accounts, func(a store.Account, err error) {
		if !errors.Is(err, store.ErrExists) {
			b.Errorf("refused %s: %v", a.Number, err)
		}
		refused[a.Number]++
	})
	if err != nil || n != want {
		b.Fatalf("imported %d, %v; want %d", n, err, want)
	}
	return refused
}

func testImport(b *bench) {
	b.load(func(func(store.Account) bool) {}, 0)
	var in []store.Account
	for i := range 500 {
		a := account((i * 7919) % 500)
		a.Version = uint64(i) // of wherever it comes from
		in = append(in, a)
	}
	if refused := b.load(slices.Values(in), len(in)); len(refused) > 0 {
		b.Fatalf("refused %v", refused)
	}
	for i, a := range b.accounts(64) {
		if a.Number != number(i) || a.Version == 0 || a.Hash != account(i).Hash {
			b.Fatalf("account %d: %+v", i, a)
		}
	}
	// An imported account is like any other.
	a, err := b.s.ByEmail(b.ctx, upper(account(77).Email))
	if err != nil {
		b.Fatal(err)
	}
	a.LastDay = policy.Date{Year: 2040, Month: 1, Day: 1}
	b.commit(store.Change{Account: &a})
	if got := b.expiring(a.LastDay, a.LastDay, 5); !slices.Equal(got, []string{a.Number}) {
		b.Fatalf("expiring %v", got)
	}
}

func testImportTaken(b *bench) {
	kept := b.create(account(1))
	sameNumber, sameEmail := account(1), account(2)
	sameNumber.Email, sameNumber.Hash = "free@exemple.fr", "other"
	sameEmail.Email = upper(kept.Email)
	twin, free := account(3), account(4)
	twin.Email = "twin@exemple.fr"
	free.Email = "free@exemple.fr" // its first owner was left out
	broken := account(5)
	broken.Number = ""
	var unusable int
	n, err := b.s.Import(b.ctx, slices.Values([]store.Account{sameNumber, sameEmail, account(3), twin, broken, free}),
		func(a store.Account, err error) {
			if a.Number == "" {
				unusable++
			} else if !errors.Is(err, store.ErrExists) || a.Number == number(4) {
				b.Errorf("refused %s: %v", a.Number, err)
			}
		})
	if err != nil || n != 2 || unusable != 1 {
		b.Fatalf("imported %d, %d unusable, %v", n, unusable, err)
	}
	got, err := b.s.ByNumber(b.ctx, kept.Number)
	if err != nil || got.Hash != kept.Hash {
		b.Fatalf("overwritten: %+v, %v", got, err)
	}
	if got, err := b.s.ByNumber(b.ctx, number(3)); err != nil || got.Email != account(3).Email {
		b.Fatalf("the first of two: %+v, %v", got, err)
	}
}

// testImportLarge is larger than any engine's batch should be.
func testImportLarge(b *bench) {
	if testing.Short() {
		b.Skip("imports 22,000 accounts")
	}
	const n = 22_000
	live := account(n + 5) // in the store before
	live.Email = account(6).Email
	b.create(live)
	in := func(yield func(store.Account) bool) {
		for i := range n {
			a := account((i * 7919) % n) // every number once, far from sorted
			if i%1000 == 999 {
				a.Email = account(0).Email
			}
			if !yield(a) {
				return
			}
		}
		yield(account(7))
	}
	want := map[string]int{number(7): 1, number(6): 1}
	for i := 999; i < n; i += 1000 { // after account 0, who has the address
		want[number((i*7919)%n)]++
	}
	refused := b.load(in, n+1-len(want))
	if !maps.Equal(refused, want) {
		b.Fatalf("refused %v, want %v", refused, want)
	}
	if r := b.report(); r.Accounts != n+2-len(want) {
		b.Fatalf("%+v", r)
	}
	if got, err := b.s.ByEmail(b.ctx, live.Email); err != nil || got.Number != live.Number {
		b.Fatalf("%+v, %v", got, err)
	}
	b.load(slices.Values([]store.Account{account(n + 1), account(1)}), 1)
}

func testImportCancelled(b *bench) {
	ctx, cancel := context.WithCancel(b.ctx)
	in := func(yield func(store.Account) bool) {
		for i := 0; yield(account(i)); i++ {
			if i == 2500 {
				cancel()
			}
		}
	}
	n, err := b.s.Import(ctx, in, func(store.Account, error) {})
	if !errors.Is(err, context.Canceled) {
		b.Fatalf("imported %d, %v", n, err)
	}
	if r := b.report(); r.Accounts != n {
		b.Fatalf("said %d, kept %d", n, r.Accounts)
	}
	b.load(slices.Values([]store.Account{account(5000)}), 1)
}
