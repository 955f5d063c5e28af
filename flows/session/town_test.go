package session

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/quotedprintable"
	netmail "net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"peremption/flows/account"
	"peremption/flows/captcha"
	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
	"peremption/store/bolt"
	"peremption/ui/text"
)

// somebody is one of the people of the tests, and what they know.
type somebody struct {
	title, first, last string
	number, email      string
	password           string
	lastDay            policy.Date
	question, answer   string
}

var (
	lila = somebody{
		"Mme", "Lila", "ROSEMONDE", "20101670101919", "lila.rosemonde@orange.fr",
		"Violon-brume-castor-77-Ardoise", policy.Date{Year: 2024, Month: time.July, Day: 22},
		"Nom de votre premier animal ?", "Caramel",
	}
	basile = somebody{
		"M.", "Basile", "TURENNE", "20101670102020", "basile.turenne@example.fr",
		"Falaise+girofle+tandem+1893", policy.Date{Year: 2023, Month: time.July, Day: 31},
		"Ville de naissance de votre mère ?", "Quimper",
	}
	odile = somebody{
		"Mme", "Odile", "FABRE", "20101670102121", "odile.fabre@example.fr",
		"Moulin/ecorce/satin/4410/lune", policy.Date{Year: 2027, Month: time.January, Day: 14},
		"", "",
	}
)

const (
	july     = "2024-07-07T09:00:00+02:00" // when Lila has 15 days left
	august   = "2023-08-08T12:10:00+02:00" // when Basile is a week late
	image    = "m8uq18"                    // what every picture shows
	nobody   = "personne@example.fr"
	fresh    = "Guepe_sillon_horizon_6620_zinc"
	fresher  = "Bolide=trefle=cuivre=3397=onde"
	mistaken = "Certes-pas-le-bon-8841-mot"
)

// town is the people, their records and the service, in time that a test turns.
type town struct {
	*account.Service
	t     *testing.T
	ctx   context.Context
	store *watched
	log   *journal
	path  string
	now   func() time.Time
}

// inTown runs a test at a moment of fake time, over a real store and real
// bcrypt at its least cost. The store is checked when the test ends.
func inTown(t *testing.T, at string, people []somebody, live func(*testing.T, *town)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		begin, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		opened := time.Now()
		w := &town{
			t: t, ctx: t.Context(), log: &journal{}, path: filepath.Join(t.TempDir(), "store.db"),
			now: func() time.Time { return begin.Add(time.Since(opened)) },
		}
		w.open()
		defer w.close()
		w.settle(people)
		// Timers that still run would keep their goroutines past the end.
		defer time.Sleep(time.Minute)
		live(t, w)
	})
}

func (w *town) open() {
	w.t.Helper()
	db, err := bolt.Open(w.path, bolt.Options{Now: w.now})
	if err != nil {
		w.t.Fatalf("open store: %v", err)
	}
	w.store = &watched{Store: db}
	w.Service = newService(w.t, w.store, w.now, w.log)
}

func (w *town) close() {
	w.t.Helper()
	if _, err := w.store.Check(context.Background()); err != nil {
		w.t.Errorf("check store: %v", err)
	}
	if err := w.store.Close(); err != nil {
		w.t.Errorf("close store: %v", err)
	}
}

// reopen closes the store and opens it again, with a service of its own: what
// a restart of the program leaves.
func (w *town) reopen() {
	w.t.Helper()
	w.close()
	w.open()
}

// newService is a service over real bcrypt whose every image shows the same.
func newService(tb testing.TB, records store.Store, now func() time.Time, log io.Writer) *account.Service {
	tb.Helper()
	service, err := tryService(records, now, log)
	if err != nil {
		tb.Fatal(err)
	}
	return service
}

func tryService(records store.Store, now func() time.Time, log io.Writer) (*account.Service, error) {
	maker, err := captcha.NewFixed(rand.Reader, image)
	if err != nil {
		return nil, err
	}
	return account.New(account.Config{
		Store: records, Captcha: maker, Now: now, Rand: rand.Reader, Workers: 4, CreateAllowed: true,
		Hasher: hasher,
		Mailer: mail.Composer{From: "espace@example.fr", Text: text.French().Mail},
		Log:    slog.New(slog.NewTextHandler(log, nil)),
	})
}

var (
	hasher = policy.Hasher{Cost: policy.MinCost, Keys: []policy.Key{{ID: "k1", Bytes: bytes.Repeat([]byte("p"), 32)}}}
	clerk  = account.Operator{Name: "root", Role: account.Owner, Source: "local"}
)

func (w *town) settle(people []somebody) {
	w.t.Helper()
	for _, p := range people {
		if _, err := w.Add(w.ctx, clerk, "test", p.account()); err != nil {
			w.t.Fatalf("add %s: %v", p.first, err)
		}
	}
}

func (p somebody) account() account.NewAccount {
	return account.NewAccount{
		Number: p.number, Title: p.title, FirstName: p.first, LastName: p.last, Email: p.email,
		Password:  policy.NewSecret(p.password),
		ChangedAt: p.lastDay.AddDays(1).AddYears(-policy.ValidYears).Start(),
		Question:  p.question, Answer: policy.NewSecret(p.answer),
	}
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// opens reports whether a password signs in, or would if it were not expired.
func (w *town) opens(email, password string) bool {
	w.t.Helper()
	in, err := w.SignIn(w.ctx, account.Caller{Actor: "public", Source: "elsewhere"}, email, policy.NewSecret(password))
	if in != nil {
		w.SignOut(w.ctx, in)
	}
	return err == nil || strings.Contains(err.Error(), account.ErrExpired.Error())
}

// letters returns "kind to" for the outbox, without the welcome of the start.
func (w *town) letters() []string {
	w.t.Helper()
	var lines []string
	for _, m := range w.outbox() {
		lines = append(lines, m.Kind+" "+m.To)
	}
	return lines
}

func (w *town) outbox() []store.Mail {
	w.t.Helper()
	all, _, err := w.store.Mails(w.ctx, "", 1000)
	w.must(err)
	return slices.DeleteFunc(all, func(m store.Mail) bool { return m.Kind == string(mail.Created) })
}

// letter returns what the last letter of that kind says.
func (w *town) letter(kind mail.Kind) string {
	w.t.Helper()
	for _, m := range slices.Backward(w.outbox()) {
		if m.Kind != string(kind) {
			continue
		}
		message, err := netmail.ReadMessage(bytes.NewReader(m.Message))
		w.must(err)
		body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
		w.must(err)
		return string(body)
	}
	w.t.Fatalf("no letter %q among %q", kind, w.letters())
	return ""
}

var eightDigits = regexp.MustCompile(`\b\d{8}\b`)

// code returns the code of the last letter that brings one.
func (w *town) code() string {
	w.t.Helper()
	return eightDigits.FindString(w.letter(mail.EmailCode))
}

// audit returns the account's events as "action outcome", in their order.
func (w *town) audit(number string) []string {
	w.t.Helper()
	events, _, err := w.store.Events(w.ctx, number, "", 1000)
	w.must(err)
	lines := make([]string, len(events))
	for i, e := range events {
		lines[i] = e.Action + " " + e.Outcome
	}
	return lines
}

// count tells how often an event stands in an account's audit.
func (w *town) count(number, event string) (n int) {
	w.t.Helper()
	for _, e := range w.audit(number) {
		if e == event {
			n++
		}
	}
	return n
}

// watched is a store whose commits a test can hold up or make fail.
type watched struct {
	store.Store
	mu     sync.Mutex
	commit func(context.Context, store.Change) (uint64, error) // instead of the store's
	hit    func()                                              // before each count of an attempt
}

// onCommit puts f in the way of every commit; nil takes it away.
func (s *watched) onCommit(f func(context.Context, store.Change) (uint64, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commit = f
}

// onHit calls f before each attempt is counted; nil takes it away.
func (s *watched) onHit(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hit = f
}

func (s *watched) Commit(ctx context.Context, c store.Change) (uint64, error) {
	s.mu.Lock()
	instead := s.commit
	s.mu.Unlock()
	if instead != nil {
		return instead(ctx, c)
	}
	return s.Store.Commit(ctx, c)
}

func (s *watched) Hit(ctx context.Context, key string, schedule policy.Schedule) (store.Tally, error) {
	s.mu.Lock()
	before := s.hit
	s.mu.Unlock()
	if before != nil {
		before()
	}
	return s.Store.Hit(ctx, key, schedule)
}

// journal is a log that is safe to write from many goroutines.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
