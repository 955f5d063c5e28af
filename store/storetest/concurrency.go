package storetest

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"

	"peremption/policy"
	"peremption/store"
)

func concurrencyTests() []test {
	return []test{
		{"RenewalsOfOneAccount", testRenewals},
		{"OneAddressOneWinner", testOneWinner},
		{"ReadersSeeWholeChanges", testReaders},
	}
}

// eight who renew the same account lose nothing and double nothing.
func testRenewals(b *bench) {
	const writers, each = 8, 10
	b.create(account(1))
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				id := strconv.Itoa(w) + "-" + strconv.Itoa(i)
				for {
					a, err := b.s.ByNumber(b.ctx, number(1))
					if err != nil {
						b.Error(err)
						return
					}
					a.LastDay = a.LastDay.AddDays(1)
					_, err = b.s.Commit(b.ctx, store.Change{
						Account: &a,
						Events:  []store.Event{event(id, a.Number)},
						Mails:   []store.Mail{mail(id, a.Number)},
					})
					if err == nil {
						break
					}
					if !errors.Is(err, store.ErrConflict) {
						b.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	if r, want := b.report(), (store.Report{Accounts: 1, Events: writers * each, Mails: writers * each}); r != want {
		b.Errorf("%+v, want %+v", r, want)
	}
	a, err := b.s.ByNumber(b.ctx, number(1))
	if err != nil || a.LastDay != account(1).LastDay.AddDays(writers*each) {
		b.Errorf("renewed to %v, %v", a.LastDay, err)
	}
	if got := b.expiring(policy.Date{}, policy.Date{}, 10); len(got) != 1 {
		b.Errorf("in the index of last days as %v", got)
	}
}

func testOneWinner(b *bench) {
	var won atomic.Int64
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			a := account(i)
			a.Email = "one@exemple.fr"
			switch _, err := b.s.Commit(b.ctx, store.Change{Account: &a}); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrExists):
				b.Error(err)
			}
		})
	}
	wg.Wait()
	if r := b.report(); won.Load() != 1 || r.Accounts != 1 {
		b.Errorf("%d winners, %d accounts", won.Load(), r.Accounts)
	}
}

// whoever reads beside a writer sees a change as a whole.
func testReaders(b *bench) {
	a := b.create(account(1))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 30 {
			a.Email = "zoe." + strconv.Itoa(i%2) + "@exemple.fr"
			a.LastDay = day(1 + i%28)
			version, err := b.s.Commit(b.ctx, store.Change{Account: &a})
			if err != nil {
				b.Error(err)
				return
			}
			a.Version = version
		}
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		page, _, err := b.s.Expiring(b.ctx, policy.Date{}, policy.Date{}, "", 5)
		if err != nil || len(page) != 1 {
			b.Fatalf("listed %d times, %v", len(page), err)
		}
		if r := b.report(); r.Accounts != 1 {
			b.Fatalf("%+v", r)
		}
	}
}
