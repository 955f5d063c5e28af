package bolt

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// accountsFlag is how many accounts the large benchmarks load. The budgets are
// stated for a million: go test -bench . -accounts 1000000 ./store/bolt
var accountsFlag = flag.Int("accounts", 20_000, "accounts in the large benchmarks")

// sample makes the i-th of many accounts, as it comes from elsewhere: it has a
// question and its answer, and no earlier passwords.
func sample(i int) store.Account {
	hash := "p1$2026a$$2a$12$" + fmt.Sprintf("%053d", i*7919)
	day := policy.Date{Year: 2026, Month: 1, Day: 1}.AddDays(int(uint32(i)*2654435761>>8) % 1095)
	return store.Account{
		Number:    fmt.Sprintf("%014d", 10_000_000_000_000+i*37),
		Title:     "Mme",
		FirstName: "Camille",
		LastName:  "Martin-" + strconv.Itoa(i),
		Email:     fmt.Sprintf("%08x.martin@exemple.fr", uint32(i)*2654435761),
		Hash:      hash,
		ChangedAt: day.AddYears(-3).Start(),
		LastDay:   day,
		Question:  "Le nom de votre premier animal ?",
		Answer:    hash,
		Created:   time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC),
	}
}

func samples(n int) iter.Seq[store.Account] {
	return func(yield func(store.Account) bool) {
		for i := range n {
			if !yield(sample(i)) {
				return
			}
		}
	}
}

// load imports n accounts into a new store.
func load(b *testing.B, n int) *DB {
	b.Helper()
	db, err := Open(filepath.Join(b.TempDir(), "s.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	got, err := db.Import(b.Context(), samples(n), func(a store.Account, err error) { b.Fatal(a.Number, err) })
	if err != nil || got != n {
		b.Fatal(got, err)
	}
	return db
}

// rawGroup is the yardstick: bbolt alone with the same group commit.
type rawGroup struct {
	db   *bbolt.DB
	jobs chan rawJob
}

type rawJob struct {
	puts []rawPut
	done chan error
}

type rawPut struct {
	bucket     string
	key, value []byte
}

func newRawGroup(b *testing.B, buckets ...string) *rawGroup {
	b.Helper()
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bbolt.Options{
		FreelistType: bbolt.FreelistMapType, InitialMmapSize: mapAhead,
	})
	if err != nil {
		b.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	g := &rawGroup{db, make(chan rawJob)}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for first := range g.jobs {
			g.commit(first)
		}
	}()
	b.Cleanup(func() { close(g.jobs); <-stopped; _ = db.Close() })
	return g
}

func (g *rawGroup) commit(first rawJob) {
	runtime.Gosched()
	batch := []rawJob{first}
	for open := true; open && len(batch) < maxBatch; {
		select {
		case j := <-g.jobs:
			batch = append(batch, j)
		default:
			open = false
		}
	}
	err := g.db.Update(func(tx *bbolt.Tx) error {
		for _, j := range batch {
			for _, p := range j.puts {
				b := tx.Bucket([]byte(p.bucket))
				b.FillPercent = appendFill
				if err := b.Put(p.key, p.value); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for _, j := range batch {
		j.done <- err
	}
}

func (g *rawGroup) put(puts []rawPut) error {
	j := rawJob{puts, make(chan error, 1)}
	g.jobs <- j
	return <-j.done
}

// renewal is the change of one renewal.
func renewal(a store.Account, n int) store.Change {
	a.LastDay = a.LastDay.AddDays(1 + n%7)
	a.History = []string{a.Hash, a.Hash}
	id := a.Number + "-" + strconv.Itoa(n)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return store.Change{
		Account: &a,
		Events: []store.Event{{
			ID: id, At: at, Number: a.Number, Actor: a.Number, Action: "password.renew", Outcome: "ok", Source: "192.0.2.7",
		}},
		Mails: []store.Mail{{
			ID: id, Number: a.Number, Kind: "renewed", To: a.Email, Subject: "Votre mot de passe a changé",
			Message: slices.Repeat([]byte("Bonjour, "), 60), Created: at,
		}},
	}
}

// BenchmarkRenewals compares renewals (an account, an event, a mail) with the
// same bytes, index entries included, put into bbolt by the same group commit,
// turn about. Wanted: ratio of at least 0.40 with 1 and 16 writers, 0.30 with
// 64; p50-ratio at most 2 with one.
func BenchmarkRenewals(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			const accounts = 10_000
			db := load(b, accounts)
			raw := newRawGroup(b, allBuckets()...)
			fillRaw(b, raw, accounts)
			versions := make([]uint64, accounts)
			var ours, theirs []time.Duration
			var oursTime, theirsTime time.Duration
			b.ResetTimer()
			for done := 0; done < b.N; {
				n := min(b.N-done, 64*writers)
				changes, puts := make([]store.Change, n), make([][]rawPut, n)
				for i := range n {
					at := pick(accounts, writers, i%writers, done+i)
					versions[at]++
					a := sample(at)
					a.Version = versions[at]
					changes[i] = renewal(a, done+i)
					puts[i] = rawRenewal(b, changes[i], done+i)
				}
				spent, each := spread(writers, n, func(i int) error {
					_, err := db.Commit(b.Context(), changes[i])
					return err
				})
				oursTime, ours = oursTime+spent, append(ours, each...)
				spent, each = spread(writers, n, func(i int) error { return raw.put(puts[i]) })
				theirsTime, theirs = theirsTime+spent, append(theirs, each...)
				done += n
			}
			b.StopTimer()
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(b.N)/oursTime.Seconds(), "renewals/s")
			b.ReportMetric(float64(b.N)/theirsTime.Seconds(), "raw/s")
			b.ReportMetric(theirsTime.Seconds()/oursTime.Seconds(), "ratio")
			b.ReportMetric(median(ours).Seconds()*1e3, "p50-ms")
			b.ReportMetric(median(ours).Seconds()/median(theirs).Seconds(), "p50-ratio")
		})
	}
}

// spread has writers share n calls, and returns how long all and each took.
func spread(writers, n int, call func(i int) error) (time.Duration, []time.Duration) {
	each := make([]time.Duration, n)
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			for i := w; i < n; i += writers {
				began := time.Now()
				if err := call(i); err != nil {
					panic(err)
				}
				each[i] = time.Since(began)
			}
		})
	}
	wg.Wait()
	return time.Since(start), each
}

// pick spreads the accounts over the writers, so that no two meet.
func pick(accounts, writers, w, i int) int {
	share := accounts / writers
	return w*share + int(uint32(i)*2654435761)%share
}

// rawRenewal is what a change comes to on the disk.
func rawRenewal(b *testing.B, c store.Change, i int) []rawPut {
	b.Helper()
	account, err := newAccountEntry(*c.Account)
	event, err1 := c.Events[0].Link(fmt.Sprintf("%064d", i))
	line, err2 := store.EncodeEvent(event)
	mail, err3 := newMailEntry(c.Mails[0])
	if err := errors.Join(err, err1, err2, err3); err != nil {
		b.Fatal(err)
	}
	number, seq := []byte(account.number), seqKey(uint64(i))
	return []rawPut{
		{bucketAccounts, number, account.record},
		{bucketExpiry, account.expiry, nil},
		{bucketEvents, seq, line},
		{bucketByAccount, byAccountKey(account.number, seq), nil},
		{bucketMails, seq, mail.record},
		{bucketMailIDs, []byte(mail.id), seq},
		{bucketDue, timeKey(mail.due, seq), nil},
	}
}

func fillRaw(b *testing.B, g *rawGroup, accounts int) {
	b.Helper()
	for from := 0; from < accounts; from += 1000 {
		puts := make([]rawPut, 0, 1000)
		for i := from; i < from+1000; i++ {
			a := sample(i)
			a.Version = 1
			record, err := store.EncodeAccount(a)
			if err != nil {
				b.Fatal(err)
			}
			puts = append(puts, rawPut{bucketAccounts, []byte(a.Number), record})
		}
		if err := g.put(puts); err != nil {
			b.Fatal(err)
		}
	}
}

func median(d []time.Duration) time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d[len(d)/2]
}

// BenchmarkLookUp compares ByEmail among many accounts and among a thousand, for
// a hundred addresses anywhere in each, again and again (warm). Wanted: at most
// 1.2. With many more addresses it measures the processor's caches instead.
func BenchmarkLookUp(b *testing.B) {
	const few, distinct = 1000, 100
	large, small := load(b, *accountsFlag), load(b, few)
	emails, fewEmails := make([]string, distinct), make([]string, distinct)
	for i := range distinct {
		emails[i], fewEmails[i] = sample(rand.IntN(*accountsFlag)).Email, sample(rand.IntN(few)).Email
	}
	// A round looks up each address once; the two take turns by rounds, so
	// that neither pushes the other out of the processor's caches each time.
	round := func(db *DB, email func(i int) string) time.Duration {
		began := time.Now()
		for i := range distinct {
			if _, err := db.ByEmail(b.Context(), email(i)); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(began) / distinct
	}
	var inLarge, inSmall []time.Duration
	amongMany, amongFew := func(i int) string { return emails[i] }, func(i int) string { return fewEmails[i] }
	b.ResetTimer()
	for range b.N {
		round(large, amongMany) // warms up
		inLarge = append(inLarge, round(large, amongMany))
		round(small, amongFew)
		inSmall = append(inSmall, round(small, amongFew))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(median(inLarge).Nanoseconds())/1e3, "large-µs")
	b.ReportMetric(float64(median(inSmall).Nanoseconds())/1e3, "small-µs")
	b.ReportMetric(median(inLarge).Seconds()/median(inSmall).Seconds(), "ratio")
}

// BenchmarkFirstPage lists the first 50 accounts of an index of all. Wanted:
// at most a millisecond.
func BenchmarkFirstPage(b *testing.B) {
	db := load(b, *accountsFlag)
	for b.Loop() {
		page, _, err := db.Expiring(b.Context(), policy.Date{}, policy.Date{}, "", 50)
		if err != nil || len(page) != 50 {
			b.Fatal(len(page), err)
		}
	}
}
