package bolt

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"peremption/store"
)

// BenchmarkImport compares an import with a load of the same bytes into bbolt,
// sorted beforehand, in passes of 20,000 puts. Wanted for a million accounts:
// ratio at most 2, bytes/account at most 900.
func BenchmarkImport(b *testing.B) {
	n := *accountsFlag
	puts := rawLoad(b, n)
	accounts := slices.Collect(samples(n))
	var record int
	for _, p := range puts[0] {
		record += len(p.value)
	}
	var ours, theirs time.Duration
	var size int64
	b.ResetTimer()
	for range b.N {
		theirs += loadRaw(b, puts)
		path := filepath.Join(b.TempDir(), "s.db")
		db, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		got, err := db.Import(b.Context(), slices.Values(accounts), func(a store.Account, err error) { b.Fatal(a.Number, err) })
		ours += time.Since(began)
		if err != nil || got != n {
			b.Fatal(got, err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/import")
	b.ReportMetric(theirs.Seconds()/float64(b.N), "s/raw")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "ratio")
	b.ReportMetric(float64(record)/float64(n), "bytes/record")
	b.ReportMetric(float64(size)/float64(n), "bytes/account")
}

// rawLoad prepares the three passes of n accounts.
func rawLoad(b *testing.B, n int) [][]rawPut {
	b.Helper()
	passes := make([][]rawPut, 3)
	for i := range n {
		a, err := newAccountEntry(sample(i))
		if err != nil {
			b.Fatal(err)
		}
		passes[0] = append(passes[0], rawPut{bucketAccounts, []byte(a.number), a.record})
		passes[1] = append(passes[1], rawPut{bucketEmails, []byte(a.emailKey), []byte(a.number)})
		passes[2] = append(passes[2], rawPut{bucketExpiry, a.expiry, nil})
	}
	for _, puts := range passes {
		slices.SortFunc(puts, func(x, y rawPut) int { return cmpString(string(x.key), string(y.key)) })
	}
	return passes
}

func loadRaw(b *testing.B, passes [][]rawPut) time.Duration {
	b.Helper()
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bbolt.Options{
		FreelistType: bbolt.FreelistMapType, InitialMmapSize: mapAhead,
	})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	began := time.Now()
	for _, puts := range passes {
		for chunk := range slices.Chunk(puts, importBatch) {
			err := db.Update(func(tx *bbolt.Tx) error {
				bucket, err := tx.CreateBucketIfNotExists([]byte(chunk[0].bucket))
				if err != nil {
					return err
				}
				bucket.FillPercent = appendFill
				for _, p := range chunk {
					if err := bucket.Put(p.key, p.value); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	return time.Since(began)
}
