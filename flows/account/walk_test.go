package account

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"peremption/policy"
	"peremption/store"
)

// whoever calls the methods of the expired flow in whatever order, with
// whatever proofs, a password is written only where this very renewal was given
// the address, the image and the old password, and was not used before.
func TestRandomWalks(t *testing.T) {
	t.Parallel()
	walks := 20
	if testing.Short() {
		walks = 10
	}
	written := 0
	for walk := range walks {
		t.Run("", func(t *testing.T) { written += randomWalk(t, uint64(walk)) })
	}
	if written < walks/10 {
		t.Errorf("%d passwords written in %d walks: too few to show anything", written, walks)
	}
}

// walker is the model: what each renewal was really given.
type walker struct {
	*bench
	random   *rand.Rand
	renewals []*Renewal
	shown    []bool // an image waits for its answer
	proven   []bool // Basile's address and the image, since
	done     []bool
	password string // Basile's
}

// randomWalk returns how many passwords were written.
func randomWalk(t *testing.T, seed uint64) (writes int) {
	b := newBench(t)
	w := &walker{
		bench: b, random: rand.New(rand.NewPCG(seed, 1)), password: basileOld,
		shown: make([]bool, 3), proven: make([]bool, 3), done: make([]bool, 3),
	}
	for range w.shown {
		w.renewals = append(w.renewals, b.StartRenewal(person))
	}
	b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
		version, err := b.spy.Store.Commit(ctx, c)
		if err == nil && c.Account != nil && len(c.Mails) > 0 {
			writes++
		}
		return version, err
	})
	hash := w.hash()
	for step := range 40 {
		before := writes
		may := w.step(w.random.IntN(len(w.renewals)))
		if writes > before && !may {
			t.Fatalf("seed %d, step %d: password written without its proofs", seed, step)
		}
		if writes == before && may {
			t.Fatalf("seed %d, step %d: password not written in spite of its proofs", seed, step)
		}
		if after := w.hash(); after != hash { // bcrypt is slow: look only at what changed
			hash = after
			if !b.opens(basileEmail, w.password) {
				t.Fatalf("seed %d, step %d: another password than the model's", seed, step)
			}
		}
	}
	return writes
}

// step does one thing and reports whether it had to write a password.
func (w *walker) step(i int) (may bool) {
	r, right := w.renewals[i], w.random.IntN(4) > 0
	switch w.random.IntN(7) {
	case 0, 1:
		if _, err := w.Challenge(w.ctx, r); err == nil {
			w.shown[i], w.proven[i] = true, false
		}
	case 2, 3:
		email, answer := basileEmail, image
		if !right {
			email = []string{"", nobody, odileEmail, basileEmail}[w.random.IntN(4)]
			answer = []string{"", "xxxxxx", image}[w.random.IntN(3)]
		}
		if w.Identify(w.ctx, r, email, answer) == nil {
			if !w.shown[i] || answer != image {
				w.t.Fatal("identified without the image")
			}
			w.proven[i] = email == basileEmail
		}
		if email != "" && answer != "" {
			w.shown[i] = false
		}
	case 4:
		w.Back(r)
		w.shown[i], w.proven[i] = false, false
	default:
		return w.renew(i, right)
	}
	return false
}

func (w *walker) renew(i int, right bool) (may bool) {
	old, next := w.password, []string{fresh, fresher, odileOld, goneOld, lilaOld}[w.random.IntN(5)]
	if !right {
		old = []string{"", wrong}[w.random.IntN(2)]
	}
	// The counters have their own tests: here no attempt is to be throttled.
	w.clock.turn(25 * time.Hour)
	may = right && w.proven[i] && !w.done[i] && next != w.password && !w.earlier(next)
	_, err := w.Renew(w.ctx, w.renewals[i], secret(old), secret(next), secret(next))
	if (err == nil) != may {
		w.t.Fatalf("renew: got %v, want success %t", err, may)
	}
	if may {
		w.password, w.proven[i], w.done[i] = next, false, true
		w.end()
	}
	return may
}

func (w *walker) hash() string {
	a, err := w.spy.Store.ByNumber(w.ctx, basileNumber)
	w.must(err)
	return a.Hash
}

// end lets the password expire again, so that the walk goes on.
func (w *walker) end() {
	a, err := w.spy.Store.ByNumber(w.ctx, basileNumber)
	w.must(err)
	a.LastDay = policy.DateOf(w.clock.Now()).AddDays(-1)
	_, err = w.spy.Store.Commit(w.ctx, store.Change{Account: &a})
	w.must(err)
}

func (w *walker) earlier(password string) bool {
	a, err := w.spy.Store.ByNumber(w.ctx, basileNumber)
	w.must(err)
	for _, hash := range a.History {
		if ok, _, _ := w.hashing.hasher.Verify(hash, secret(password)); ok {
			return true
		}
	}
	return false
}
