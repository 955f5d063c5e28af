package session

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"peremption/flows/account"
	"peremption/flows/route"
	"peremption/policy"
	"peremption/store"
	"peremption/ui/text"
)

// stepsEnv asks for a long walk: PEREMPTION_STEPS=1000000 go test -run TestRandomWalk.
// seedEnv repeats one.
const stepsEnv, seedEnv = "PEREMPTION_STEPS", "PEREMPTION_SEED"

// whatever is pressed, pasted, clicked, asked or forged, in whatever
// order, nothing panics, nobody moves but by the table, no typed secret is seen,
// and an account's password or address changes only by the proofs of that flow.
func TestRandomWalk(t *testing.T) {
	want := 4_000 / slow
	if testing.Short() {
		want = 1_000 / slow
	}
	if asked, err := strconv.Atoi(os.Getenv(stepsEnv)); err == nil {
		want = asked
	}
	seed := rand.Uint64()
	if asked, err := strconv.ParseUint(os.Getenv(seedEnv), 10, 64); err == nil {
		seed = asked
	}
	t.Logf("%s=%d", seedEnv, seed)
	var walked tally
	for life := uint64(0); walked.steps < want; life++ {
		r := rand.New(rand.NewPCG(seed, life))
		walk(t, &walked, func(n int) (int, bool) { return r.IntN(n), true }, min(2000, want-walked.steps))
	}
	t.Logf("%d steps, %d moves over %d of %d lines of the table, %d passwords and addresses written, %d results late or forged",
		walked.steps, walked.moves, len(walked.lines), len(ways()), walked.writes, walked.forged)
	if want >= 10_000 && (len(walked.lines) < 15 || walked.writes == 0) {
		t.Error("the walk went too few ways to show anything")
	}
}

// FuzzSession is the same walk, each choice a byte of the input. Results come in
// the order they like, so let no time be spent on making inputs smaller:
// go test -fuzz FuzzSession -fuzzminimizetime 10x.
func FuzzSession(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		script := make([]byte, 300)
		for i := range script {
			script[i] = byte(r.Uint32())
		}
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		var walked tally
		walk(t, &walked, func(n int) (int, bool) {
			if len(script) == 0 {
				return 0, false
			}
			b := int(script[0])
			script = script[1:]
			return b % n, true
		}, 400)
	})
}

// tally is what was walked so far, a step for each message or event.
type tally struct {
	steps, moves, writes, forged int
	lines                        map[[2]route.Place]bool
}

// ways are the pairs of places between which the table moves anybody.
var ways = sync.OnceValue(func() map[[2]route.Place]bool {
	pairs := map[[2]route.Place]bool{}
	for _, m := range route.Table() {
		pairs[[2]route.Place{m.From, m.To}] = true
	}
	return pairs
})

// residents are the people's records, hashed once.
var residents = sync.OnceValues(func() (map[string]store.Account, error) {
	at := time.Date(2024, time.July, 7, 9, 0, 0, 0, policy.Paris)
	m := newMemory(func() time.Time { return at }, nil)
	m.accounts = map[string]store.Account{}
	service, err := tryService(m, func() time.Time { return at }, io.Discard)
	if err != nil {
		return nil, err
	}
	for _, p := range []somebody{lila, basile, odile} {
		if _, err := service.Add(context.Background(), clerk, "test", p.account()); err != nil {
			return nil, err
		}
	}
	return m.accounts, nil
})

// walk takes steps in a fresh town until they or the choices are used up.
func walk(t *testing.T, walked *tally, choose func(int) (int, bool), steps int) {
	t.Helper()
	accounts, err := residents()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		opened, begin := time.Now(), time.Date(2024, time.July, 7, 9, 0, 0, 0, policy.Paris)
		now := func() time.Time { return begin.Add(time.Since(opened)) }
		records := newMemory(now, accounts)
		w := &walker{
			t: t, choose: choose, store: records, tally: walked,
			passwords: map[string]string{lila.number: lila.password, basile.number: basile.password, odile.number: odile.password},
			answers:   map[string]string{lila.number: lila.answer, basile.number: basile.answer},
			cfg: Config{
				Service: newService(t, records, now, io.Discard), Text: text.French(), Context: t.Context(),
				Caller: account.Caller{Actor: "public", Source: "local"}, CreateAllowed: true,
			},
		}
		defer time.Sleep(time.Minute) // timers that still run
		w.sit()
		for end := walked.steps + steps; walked.steps < end && !w.over; {
			w.step()
		}
	})
}

// sit opens a new session, at first or after somebody has left.
func (w *walker) sit() {
	w.p = &person{t: w.t, model: New(w.cfg), inbox: make(chan tea.Msg, 10_000), held: true, secrets: w.secrets(), began: time.Now()}
	w.mailbag, w.spent = nil, nil
	w.proven = proven{image: map[*account.Renewal]string{}, signedIn: map[*account.SignedIn]string{}}
	w.p.run(w.p.model.Init())
	w.collect()
}
