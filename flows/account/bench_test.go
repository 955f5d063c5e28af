package account

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"peremption/flows/captcha"
	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
	"peremption/store/bolt"
	"peremption/ui/text"
)

// The people of the tests, and what they know.
const (
	lilaEmail  = "lila.rosemonde@orange.fr" // expires in 15 days, has a question
	lilaNumber = "20101670101919"
	lilaOld    = "Violon-brume-castor-77-Ardoise"
	lilaAnswer = "Caramel"

	basileEmail  = "basile.turenne@example.fr" // expired
	basileNumber = "20101670102020"
	basileOld    = "Falaise+girofle+tandem+1893"

	odileEmail  = "odile.fabre@example.fr" // in date, no question
	odileNumber = "20101670102121"
	odileOld    = "Moulin/ecorce/satin/4410/lune"

	goneEmail  = "gone@example.fr" // disabled, expired
	goneNumber = "20101670102222"
	goneOld    = "Crayon*vergue*ouate*5521*nef"

	nobody  = "nobody@example.fr"
	wrong   = "Certes-pas-le-bon-8841-mot"
	fresh   = "Guepe_sillon_horizon_6620_zinc"
	fresher = "Bolide=trefle=cuivre=3397=onde"
	image   = "m8uq18"
)

var (
	person = Caller{Actor: "public", Source: "192.0.2.7"}
	owner  = Operator{Name: "root", Role: Owner, Source: "local"}
)

// bench is a service over a real store and real bcrypt, with a clock to turn.
type bench struct {
	*Service
	t     *testing.T
	ctx   context.Context
	spy   *spy
	clock *clock
	log   *bytes.Buffer
	path  string

	times  int // of whileMeddled
	change func(*store.Account)
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, peopledStore(t), 0o600); err != nil {
		t.Fatal(err)
	}
	b := openBench(t, path)
	t.Cleanup(func() {
		if _, err := b.spy.Check(context.Background()); err != nil {
			t.Errorf("check store: %v", err)
		}
		if err := b.spy.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return b
}

func openBench(t *testing.T, path string) *bench {
	t.Helper()
	c := &clock{now: time.Date(2024, time.July, 7, 9, 0, 0, 0, policy.Paris)}
	db, err := bolt.Open(path, bolt.Options{Now: c.Now})
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	b := &bench{t: t, ctx: t.Context(), spy: &spy{Store: db}, clock: c, log: &bytes.Buffer{}, path: path}
	b.Service = b.service(policy.MinCost)
	return b
}

// peopled is a store with the people of the tests, made by the first bench: the
// others work on copies, for bcrypt is slow under the race detector.
var peopled struct {
	once sync.Once
	file []byte
}

func peopledStore(t *testing.T) []byte {
	t.Helper()
	peopled.once.Do(func() {
		b := openBench(t, filepath.Join(t.TempDir(), "people.db"))
		b.people()
		b.must(b.spy.Close())
		file, err := os.ReadFile(b.path)
		b.must(err)
		peopled.file = file
	})
	return peopled.file
}

// service makes another service over the same store.
func (b *bench) service(cost int) *Service {
	b.t.Helper()
	maker, err := captcha.NewFixed(rand.Reader, image)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := New(Config{
		Store: b.spy, Captcha: maker, Now: b.clock.Now, Rand: rand.Reader, Workers: 4, CreateAllowed: true,
		Hasher: policy.Hasher{Cost: cost, Keys: []policy.Key{{ID: "k1", Bytes: bytes.Repeat([]byte("p"), 32)}}},
		Mailer: mail.Composer{From: "espace@example.fr", Text: text.French().Mail},
		Log:    slog.New(slog.NewTextHandler(b.log, nil)),
	})
	if err != nil {
		b.t.Fatalf("new service: %v", err)
	}
	return s
}

func (b *bench) people() {
	b.t.Helper()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, policy.Paris) }
	for _, n := range []NewAccount{
		{
			Number: lilaNumber, Title: "Mme", FirstName: "Lila", LastName: "Rosemonde", Email: lilaEmail,
			Password: secret(lilaOld), ChangedAt: day(2021, time.July, 23),
			Question: "Nom de votre premier animal ?", Answer: secret(lilaAnswer),
		},
		{
			Number: basileNumber, Title: "M.", FirstName: "Basile", LastName: "Turenne", Email: basileEmail,
			Password: secret(basileOld), ChangedAt: day(2020, time.August, 1),
		},
		{
			Number: odileNumber, Title: "Mme", FirstName: "Odile", LastName: "Fabre", Email: odileEmail,
			Password: secret(odileOld), ChangedAt: day(2024, time.January, 15),
		},
		{
			Number: goneNumber, Title: "M.", FirstName: "Guy", LastName: "Parti", Email: goneEmail,
			Password: secret(goneOld), ChangedAt: day(2020, time.August, 1),
		},
	} {
		if _, err := b.Add(b.ctx, owner, "test", n); err != nil {
			b.t.Fatalf("add %s: %v", n.Number, err)
		}
	}
	b.must(b.Disable(b.ctx, owner, goneNumber, "test"))
}

func secret(s string) policy.Secret { return policy.NewSecret(s) }

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// is reports an error other than the wanted one, nil included.
func (b *bench) is(err, want error) {
	b.t.Helper()
	if !errors.Is(err, want) {
		b.t.Fatalf("got error %v, want %v", err, want)
	}
}

func (b *bench) isThrottled(err error) *ThrottledError {
	b.t.Helper()
	var throttled *ThrottledError
	if !errors.As(err, &throttled) || throttled.Wait <= 0 {
		b.t.Fatalf("got error %v, want a ThrottledError with a wait", err)
	}
	return throttled
}

// faults returns an InputError's faults as one line: "email:taken password:too-short".
func (b *bench) faults(err error) string {
	b.t.Helper()
	var input *InputError
	if !errors.As(err, &input) {
		b.t.Fatalf("got error %v, want an InputError", err)
	}
	var words []string
	for _, f := range input.Fields {
		words = append(words, string(f.Field)+":"+string(f.Fault))
	}
	for _, f := range input.Verdict.Findings {
		words = append(words, "password:"+f.String())
	}
	return strings.Join(words, " ")
}

func (b *bench) signIn(email, password string) *SignedIn {
	b.t.Helper()
	in, err := b.SignIn(b.ctx, person, email, secret(password))
	if err != nil {
		b.t.Fatalf("sign in %s: %v", email, err)
	}
	return in
}

// opens reports whether the password is the account's, in date or not.
func (b *bench) opens(email, password string) bool {
	b.t.Helper()
	a, err := b.store.ByEmail(b.ctx, email)
	b.must(err)
	ok, _, err := b.hashing.hasher.Verify(a.Hash, secret(password))
	b.must(err)
	return ok
}

// identified is a renewal past its first step.
func (b *bench) identified(email string) *Renewal {
	b.t.Helper()
	r := b.StartRenewal(person)
	_, err := b.Challenge(b.ctx, r)
	b.must(err)
	b.must(b.Identify(b.ctx, r, email, image))
	return r
}

// events returns the audit of an account as "action outcome reason" lines.
func (b *bench) events(number string) []string {
	b.t.Helper()
	events, _, err := b.spy.Store.Events(b.ctx, number, "", 1000)
	b.must(err)
	lines := make([]string, len(events))
	for i, e := range events {
		lines[i] = strings.TrimSpace(e.Action + " " + e.Outcome + " " + e.Reason)
		if e.Actor == "" || len(e.ID) != 32 || e.At.IsZero() {
			b.t.Errorf("event %+v lacks its actor, ID or time", e)
		}
	}
	return lines
}

func (b *bench) lastEvent(number string) string {
	b.t.Helper()
	lines := b.events(number)
	return lines[len(lines)-1]
}

// mails returns "kind to" for every letter after the ones of the start.
func (b *bench) mails() []string {
	b.t.Helper()
	all := b.outbox()
	lines := make([]string, len(all))
	for i, m := range all {
		lines[i] = m.Kind + " " + m.To
	}
	return lines
}

func (b *bench) outbox() []store.Mail {
	b.t.Helper()
	all, _, err := b.spy.Store.Mails(b.ctx, "", 1000)
	b.must(err)
	kept := all[:0]
	for _, m := range all {
		if m.Kind != string(mail.Created) {
			kept = append(kept, m)
		}
	}
	return kept
}
