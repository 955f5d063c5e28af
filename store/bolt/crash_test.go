package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"peremption/policy"
	"peremption/store"
)

// Killing a process proves that nothing is torn and nothing acknowledged is
// lost when the program dies. It proves nothing about a power cut: what was
// written, though not synced, is still in the system's memory.

const (
	// killsEnv says how many times to kill; a few where it is not set.
	killsEnv = "PEREMPTION_KILLS"
	// childEnv makes the test binary the process that is killed.
	childEnv = "PEREMPTION_CRASH_CHILD"
	// crashAccounts is how many accounts the renewing child works on.
	crashAccounts = 40
)

// TestMain turns the test binary into the process to kill where it is asked.
func TestMain(m *testing.M) {
	if job := os.Getenv(childEnv); job != "" {
		if err := crashChild(job, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashChild works on the store at path until it is killed, and prints what
// was acknowledged.
func crashChild(job, path string) error {
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	if job == "import" {
		_, err := db.Import(context.Background(), samples(importBatch*3), func(store.Account, error) {})
		fmt.Println("imported")
		_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed
		return err
	}
	run := strconv.Itoa(os.Getpid())
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := w; ; i += 8 {
				if err := renewOnce(db, run, i); err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.New("the renewals ended")
}

// renewOnce makes one renewal and one hit, and prints the ID of the event.
func renewOnce(db *DB, run string, i int) error {
	a, err := db.ByNumber(context.Background(), sample(i%crashAccounts).Number)
	if errors.Is(err, store.ErrNotFound) {
		a, err = sample(i%crashAccounts), nil
	}
	if err != nil {
		return err
	}
	c := renewal(a, i)
	c.Events[0].ID = run + "-" + strconv.Itoa(i)
	c.Mails[0].ID = c.Events[0].ID
	c.Account.Email = strconv.Itoa(i%3) + "." + a.Number + "@exemple.fr"
	if _, err := db.Commit(context.Background(), c); err != nil {
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			return nil
		}
		return err
	}
	fmt.Println(c.Events[0].ID)
	_, err = db.Hit(context.Background(), a.Number, policy.Schedule{Free: 1 << 30, Forget: time.Hour})
	return err
}

// kills returns how many rounds to make.
func kills(t *testing.T, few int) int {
	t.Helper()
	text := os.Getenv(killsEnv)
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", killsEnv, err)
	}
	return n
}

// killed runs a child, kills it a while after it is ready, and returns what it
// acknowledged.
func killed(t *testing.T, job, path string, after time.Duration) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self, path)
	child.Env = append(os.Environ(), childEnv+"="+job)
	child.Stderr = os.Stderr
	if _, err := child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "ready" {
			time.AfterFunc(after, func() { _ = child.Process.Kill() })
			continue
		}
		acknowledged = append(acknowledged, lines.Text())
	}
	if err := child.Wait(); err == nil || child.ProcessState.Exited() {
		t.Fatalf("the child was not killed: %v", err)
	}
	return acknowledged
}

// old or new, never half; and success only after the commit.
func TestKilledWhileRenewing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "s.db")
	total := 0
	for round := range kills(t, 4) {
		acknowledged := killed(t, "renew", path, time.Duration(rand.IntN(300))*time.Millisecond)
		total += len(acknowledged)
		db, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		r, err := db.Check(t.Context())
		if err != nil || r.Events != r.Mails || r.Accounts > crashAccounts {
			t.Fatalf("round %d: %+v, %v", round, r, err)
		}
		for _, id := range acknowledged {
			if strings.TrimSpace(id) == "" {
				continue
			}
			if _, err := db.MailByID(t.Context(), id); err != nil {
				t.Fatalf("round %d: renewal %s was acknowledged and is lost: %v", round, id, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		checkPages(t, path)
	}
	t.Logf("%d renewals acknowledged, none lost", total)
}

// A large import is there as a whole or not at all.
func TestKilledWhileImporting(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for round := range kills(t, 3) {
		path := filepath.Join(t.TempDir(), "s.db")
		acknowledged := killed(t, "import", path, time.Duration(rand.IntN(700))*time.Millisecond)
		db, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		r, err := db.Check(t.Context())
		if err != nil || r.Accounts != 0 && r.Accounts != importBatch*3 || len(acknowledged) > 0 && r.Accounts == 0 {
			t.Fatalf("round %d: %+v, %v, acknowledged %v", round, r, err, acknowledged)
		}
		if n, err := db.Import(t.Context(), samples(10), func(store.Account, error) {}); err != nil || n+r.Accounts < 10 {
			t.Fatalf("round %d: next import: %d, %v", round, n, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		checkPages(t, path)
		if left, err := filepath.Glob(path + ".*"); err != nil || len(left) > 0 {
			t.Errorf("left beside the store: %v, %v", left, err)
		}
	}
}

// checkPages has bbolt look at every page of a closed store.
func checkPages(t *testing.T, path string) {
	t.Helper()
	raw, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = raw.View(func(tx *bbolt.Tx) error {
		var all []error
		for err := range tx.Check() {
			all = append(all, err)
		}
		if tx.Bucket([]byte(bucketStaging)) != nil {
			all = append(all, errors.New("an import's staging is left"))
		}
		return errors.Join(all...)
	})
	if err := errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
}
