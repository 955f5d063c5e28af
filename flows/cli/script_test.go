package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"peremption/policy"
	"peremption/store"
	"peremption/store/bolt"
	"peremption/store/shared"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"peremption": func() {
			os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, func(context.Context, TUIOptions) error {
				return errors.New("no screens in this test")
			}))
		},
		"hold": hold,
	})
}

// hold has the store, as another process would, from the file "held" on until
// there is a file "release"; "shared" lets others join, "alone" does not.
func hold() {
	path := os.Getenv(envStore)
	var s store.Store
	var err error
	if os.Args[1] == "shared" {
		s, err = shared.Open(context.Background(), path, shared.Options{})
	} else {
		s, err = bolt.Open(path, bolt.Options{})
	}
	if err == nil {
		err = os.WriteFile("held", nil, 0o600)
	}
	for deadline := time.Now().Add(time.Minute); err == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, missing := os.Stat("release"); missing == nil {
			break
		}
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "hold:", err)
		os.Exit(1)
	}
}

// TestScripts runs the program as people do, one subject a script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			recent := policy.DateOf(time.Now()).AddDays(-30)
			for name, value := range map[string]string{
				envStore: filepath.Join(e.WorkDir, "data", "peremption.db"),
				envCost:  strconv.Itoa(policy.MinCost),
				"HOME":   filepath.Join(e.WorkDir, "home"),
				"ESCAPE": "\x1b[31m",
				// A password of a month ago, and through when it is valid.
				"RECENT":  recent.String(),
				"THROUGH": policy.LastValidDay(recent.Start()).String(),
			} {
				e.Setenv(name, value)
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("no condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit":     cmdExit,
			"files":    cmdFiles,
			"mode":     cmdMode,
			"signal":   cmdSignal,
			"waitfile": cmdWaitFile,
		},
	})
}

// cmdExit is "exit code program arguments": exec that wants that very code, and
// a failure told on one line.
func cmdExit(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("want exit code %s, got %v", args[0], err)
	}
}

// cmdFiles is "files name…": these are in the folder, and nothing else, such as
// what a command left behind.
func cmdFiles(ts *testscript.TestScript, _ bool, want []string) {
	entries, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	var got []string
	for _, entry := range entries {
		if entry.Name() != ".tmp" && entry.Name() != "tmp" { // testscript's own
			got = append(got, entry.Name())
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		ts.Fatalf("files here: %q, want %q", got, want)
	}
}

// cmdMode is "mode bits file".
func cmdMode(ts *testscript.TestScript, _ bool, args []string) {
	if runtime.GOOS == "windows" {
		return // no such bits
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// cmdSignal is "signal file": makes it, for whoever waits.
func cmdSignal(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o600))
}

// cmdWaitFile is "waitfile file": until it is there.
func cmdWaitFile(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); !errors.Is(err, fs.ErrNotExist) {
			ts.Check(err)
			return
		}
	}
	ts.Fatalf("%s did not come", args[0])
}
