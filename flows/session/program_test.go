package session

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/charmbracelet/x/exp/teatest/v2"

	"peremption/flows/account"
	"peremption/store/bolt"
	"peremption/ui/text"
)

// inDemonstration is a configuration over a real store, at a fixed moment.
func inDemonstration(t *testing.T, at string, people ...somebody) Config {
	t.Helper()
	begin, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return begin }
	db, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), bolt.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	service := newService(t, db, now, &journal{})
	for _, p := range people {
		if _, err := service.Add(context.Background(), clerk, "test", p.account()); err != nil {
			t.Fatal(err)
		}
	}
	return Config{
		Service: service, Caller: account.Caller{Actor: "public", Source: "local"},
		Text: text.French(), Context: t.Context(), CreateAllowed: true,
	}
}

// arrived tells the test what the program's model shows.
type arrived struct {
	Session
	seen chan Session
}

func (a arrived) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := a.Session.Update(msg)
	a.Session = next.(Session)
	select {
	case a.seen <- a.Session:
	default: // the test has not looked at the last one yet, and gets a later one
	}
	return a, cmd
}

// The program as a whole, from the first screen to the alert. What is compared
// is the final model's view and not the stream, which depends on timing.
func TestProgram(t *testing.T) {
	model := arrived{New(inDemonstration(t, july, lila)), make(chan Session, 10_000)}
	program := teatest.NewTestModel(t, model, teatest.WithInitialTermSize(80, 24))
	on := func(sentence string) {
		t.Helper()
		late := time.After(10 * time.Second)
		for {
			select {
			case s := <-model.seen:
				if draw(s).says(sentence) {
					return
				}
			case <-late:
				t.Fatalf("%q never came", sentence)
			}
		}
	}
	on("Bienvenue sur le site des impôts")
	program.Send(keyNamed("enter"))
	on("Connexion à mon espace professionnel")
	program.Type(lila.email)
	program.Send(keyNamed("tab"))
	program.Type(lila.password)
	program.Send(keyNamed("enter"))
	on("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).")
	program.Send(tea.QuitMsg{})
	final := program.FinalModel(t, teatest.WithFinalTimeout(10*time.Second)).(arrived)
	golden.RequireEqual(t, []byte(draw(final.Session).String()))
}
