package storetest

import (
	"slices"
	"sync"
	"time"

	"peremption/store"
)

func outboxTests() []test {
	return []test{
		{"ClaimedMailIsNobodyElses", testLease},
		{"LateOwnerIsRefused", testLateSettle},
		{"SentAndFailedAreNotClaimedAgain", testSettled},
		{"NotBeforeHolds", testNotBefore},
		{"EachMailHasOneOwner", testParallelClaims},
		{"NewMailHasNoOwner", testNewMail},
	}
}

const lease = time.Minute

// claim leases up to n mails and returns their IDs.
func (b *bench) claim(owner string, n int) []string {
	b.Helper()
	mails, err := b.s.Claim(b.ctx, owner, n, lease)
	if err != nil {
		b.Fatalf("claim: %v", err)
	}
	ids := make([]string, 0, len(mails))
	for _, m := range mails {
		if m.Owner != owner || m.Until.Before(b.clock.Now().Add(lease)) {
			b.Errorf("claimed %+v", m)
		}
		ids = append(ids, m.ID)
	}
	return ids
}

func (b *bench) send(ids ...string) {
	b.Helper()
	for _, id := range ids {
		b.commit(store.Change{Mails: []store.Mail{mail(id, number(1))}})
	}
}

func testLease(b *bench) {
	b.send("1", "2", "3")
	if got := b.claim("x", 2); !slices.Equal(got, []string{"1", "2"}) {
		b.Fatalf("x claimed %v", got)
	}
	if got := b.claim("y", 9); !slices.Equal(got, []string{"3"}) {
		b.Fatalf("y claimed %v", got)
	}
	if got := b.claim("x", 9); len(got) > 0 {
		b.Fatalf("x claimed again %v", got)
	}
	if got := b.claim("x", 0); len(got) > 0 {
		b.Fatalf("none asked, claimed %v", got)
	}
	b.clock.Advance(lease - time.Second)
	if got := b.claim("z", 9); len(got) > 0 {
		b.Fatalf("z claimed %v before the lease ended", got)
	}
	b.clock.Advance(time.Second)
	if got := b.claim("z", 9); !slices.Equal(got, []string{"1", "2", "3"}) {
		b.Fatalf("z claimed %v", got)
	}
	m, err := b.s.MailByID(b.ctx, "1")
	if err != nil || m.Owner != "z" || string(m.Message) != string(mail("1", "").Message) {
		b.Fatalf("%+v, %v", m, err)
	}
}

func testLateSettle(b *bench) {
	b.send("m")
	b.claim("slow", 1)
	b.clock.Advance(lease)
	b.claim("next", 1)
	sent := store.Delivery{Tries: 1, Sent: b.clock.Now()}
	wantErr(b, "late", b.s.Settle(b.ctx, "m", "slow", sent), store.ErrConflict)
	wantErr(b, "nobody", b.s.Settle(b.ctx, "m", "", sent), store.ErrConflict)
	wantErr(b, "unknown", b.s.Settle(b.ctx, "none", "next", sent), store.ErrNotFound)
	if m, err := b.s.MailByID(b.ctx, "m"); err != nil || !m.Sent.IsZero() || m.Owner != "next" {
		b.Fatalf("%+v, %v", m, err)
	}
	wantErr(b, "owner", b.s.Settle(b.ctx, "m", "next", sent), nil)
	wantErr(b, "twice", b.s.Settle(b.ctx, "m", "next", sent), store.ErrConflict)
}

func testSettled(b *bench) {
	b.send("sent", "failed", "retry")
	b.claim("x", 3)
	for id, d := range map[string]store.Delivery{
		"sent":   {Tries: 1, Sent: b.clock.Now()},
		"failed": {Tries: 9, Failed: true, LastError: "no such box"},
		"retry":  {Tries: 2, LastError: "busy", NotBefore: b.clock.Now().Add(time.Hour)},
	} {
		wantErr(b, id, b.s.Settle(b.ctx, id, "x", d), nil)
		if m, err := b.s.MailByID(b.ctx, id); err != nil || m.Delivery != d || m.Owner != "" || !m.Until.IsZero() {
			b.Errorf("%s: %+v, %v", id, m, err)
		}
	}
	b.clock.Advance(time.Hour - time.Second)
	if got := b.claim("y", 9); len(got) > 0 {
		b.Fatalf("claimed %v before its time", got)
	}
	b.clock.Advance(time.Second)
	if got := b.claim("y", 9); !slices.Equal(got, []string{"retry"}) {
		b.Fatalf("claimed %v", got)
	}
	if got := len(b.mails(2)); got != 3 {
		b.Fatalf("%d mails listed, want all 3", got)
	}
}

func testNotBefore(b *bench) {
	later := mail("later", number(1))
	later.NotBefore = b.clock.Now().Add(time.Hour)
	b.commit(store.Change{Mails: []store.Mail{later, mail("now", number(1))}})
	if got := b.claim("x", 9); !slices.Equal(got, []string{"now"}) {
		b.Fatalf("claimed %v", got)
	}
	b.clock.Advance(time.Hour)
	if got := b.claim("y", 9); !slices.Equal(got, []string{"now", "later"}) && !slices.Equal(got, []string{"later", "now"}) {
		b.Fatalf("claimed %v", got)
	}
}

func testParallelClaims(b *bench) {
	const n = 30
	for i := range n {
		b.send(number(i))
	}
	var mu sync.Mutex
	owners := map[string]string{}
	var wg sync.WaitGroup
	for _, owner := range []string{"a", "b", "c", "d"} {
		wg.Go(func() {
			for {
				mails, err := b.s.Claim(b.ctx, owner, 3, lease)
				if err != nil {
					b.Error(err)
				}
				if len(mails) == 0 {
					return
				}
				mu.Lock()
				for _, m := range mails {
					if other := owners[m.ID]; other != "" {
						b.Errorf("mail %s went to %s and to %s", m.ID, other, owner)
					}
					owners[m.ID] = owner
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(owners) != n {
		b.Errorf("%d mails claimed, want %d", len(owners), n)
	}
}

func testNewMail(b *bench) {
	m := mail("m", number(1))
	m.Owner, m.Until = "somebody", b.clock.Now().Add(time.Hour)
	b.commit(store.Change{Mails: []store.Mail{m}})
	if got := b.claim("x", 1); len(got) != 1 {
		b.Fatal("a new mail is leased already")
	}
	b.refuse(store.Change{Mails: []store.Mail{mail("m", number(2))}}, store.ErrExists)
}
