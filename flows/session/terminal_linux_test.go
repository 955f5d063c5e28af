package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/sys/unix"

	"peremption/flows/route"
)

// terminal is the far end of a real pseudo-terminal, with an emulator that
// draws what the program writes.
type terminal struct {
	t        *testing.T
	near     *os.File // the program's end
	far      *os.File // the person's
	screen   *vt.Emulator
	written  strings.Builder
	finished chan error
}

// sitAt runs a session in a terminal of 80×24.
func sitAt(t *testing.T, model Session, env ...string) *terminal {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { _ = far.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	number := 0
	control(t, far, func(fd int) {
		must(unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
		number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
		must(err)
		must(unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: 80, Row: 24}))
	})
	near, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	must(err)
	t.Cleanup(func() { _ = near.Close() })

	term := &terminal{t: t, near: near, far: far, screen: vt.NewEmulator(80, 24), finished: make(chan error, 1)}
	// The terminal's own answers. The emulator is never closed, for it cannot be
	// while somebody reads it.
	go func() { _, _ = io.Copy(far, term.screen) }()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	if len(env) == 0 {
		env = []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/0"}
	}
	go func() { term.finished <- model.run(ctx, Terminal{In: near, Out: near, Env: env}) }()
	return term
}

func control(t *testing.T, f *os.File, do func(fd int)) {
	t.Helper()
	raw, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) { do(int(fd)) }); err != nil {
		t.Fatal(err)
	}
}

// on waits until the sentence stands on the terminal's screen.
func (term *terminal) on(sentence string) *terminal {
	term.t.Helper()
	for !term.reads().says(sentence) {
		if !term.read(10 * time.Second) {
			term.t.Fatalf("%q never came\n%s", sentence, term.reads().framed())
		}
	}
	return term
}

// read takes in one piece of what the program writes; false where none comes.
func (term *terminal) read(patience time.Duration) bool {
	_ = term.far.SetReadDeadline(time.Now().Add(patience))
	p := make([]byte, 64<<10)
	n, err := term.far.Read(p)
	term.written.Write(p[:n])
	_, _ = term.screen.Write(p[:n])
	return err == nil
}

func (term *terminal) reads() screenText {
	rows := strings.Split(term.screen.String(), "\n")
	out := make(screenText, len(rows))
	for i, row := range rows {
		out[i] = []rune(strings.TrimRight(row, "\r"))
	}
	return out
}

func (term *terminal) write(keys string) *terminal {
	term.t.Helper()
	if _, err := io.WriteString(term.far, keys); err != nil {
		term.t.Fatal(err)
	}
	return term
}

// end waits for the program and returns what it returned.
func (term *terminal) end() error {
	term.t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case err := <-term.finished:
			for term.read(50 * time.Millisecond) {
			}
			return err
		case <-late:
			term.t.Fatalf("the program goes on\n%s", term.reads().framed())
		default:
			term.read(50 * time.Millisecond)
		}
	}
}

// mode returns the terminal's settings that tell a raw one from a plain one.
func (term *terminal) mode() (canonical, echo bool) {
	term.t.Helper()
	control(term.t, term.near, func(fd int) {
		settings, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			term.t.Fatal(err)
		}
		canonical, echo = settings.Lflag&unix.ICANON != 0, settings.Lflag&unix.ECHO != 0
	})
	return canonical, echo
}

// A guarded keyboard is still a terminal to the library: it is switched to raw
// while the program runs, sized, and put right afterwards.
func TestARealTerminal(t *testing.T) {
	term := sitAt(t, New(inDemonstration(t, july, lila)))
	term.on("Bienvenue sur le site des impôts").write("\r").on("Connexion à mon espace professionnel")
	if canonical, echo := term.mode(); canonical || echo {
		t.Errorf("canonical %t, echo %t while the program runs", canonical, echo)
	}
	term.write(lila.email + "\t" + begun + lila.password + over + "\r").
		on("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).").write("\r").on("Mme Lila ROSEMONDE").write(ctrlC)
	if err := term.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if canonical, echo := term.mode(); !canonical || !echo {
		t.Errorf("canonical %t, echo %t after the program", canonical, echo)
	}
	if out := term.written.String(); strings.Contains(out, lila.password) {
		t.Error("the password was written to the terminal")
	} else if !strings.Contains(out, "\x1b[?1049l") {
		t.Error("the alternate screen was not left")
	}
}

// A paste whose end was lost on the way: Ctrl+C comes through after two seconds.
func TestALostPasteEndInARealTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes two real seconds")
	}
	t.Parallel()
	term := sitAt(t, New(inDemonstration(t, july, lila)))
	term.on("Bienvenue sur le site des impôts").write(begun + "perdu")
	time.Sleep(pasteSilence + 100*time.Millisecond) // silence is what this is about
	term.write(ctrlC)
	if err := term.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// A terminal that only appends gets lines, no sequence, and no echo of a
// password; what it cannot show it is not asked to.
func TestADumbTerminal(t *testing.T) {
	term := sitAt(t, New(inDemonstration(t, july, lila)), "TERM=dumb")
	said := func(sentence string) {
		t.Helper()
		for !strings.Contains(term.written.String(), sentence) {
			if !term.read(10 * time.Second) {
				t.Fatalf("%q was never printed:\n%s", sentence, term.written.String())
			}
		}
	}
	said("Bienvenue sur le site des impôts")
	term.write("\r")
	said("Adresse électronique")
	term.write(lila.email + "\t" + lila.password + "\n")
	said("Votre mot de passe expire le 22 juillet 2024 (heure de Paris).")
	term.write(ctrlC)
	if err := term.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if out := term.written.String(); strings.Contains(out, lila.password) || strings.Contains(out, "\x1b") {
		t.Errorf("a secret or a sequence was printed:\n%q", out)
	}
	if canonical, echo := term.mode(); !canonical || !echo {
		t.Errorf("canonical %t, echo %t after the program", canonical, echo)
	}
}

// a screen that cannot be drawn, or that cannot take a key, ends the
// program in order, with the terminal put right and nothing of what was typed.
func TestAFaultyScreenInARealTerminal(t *testing.T) {
	stderr := os.Stderr
	t.Cleanup(func() { os.Stderr = stderr })
	for name, b := range map[string]bomb{"drawing": {view: fresh}, "a key": {update: fresh}} {
		said, err := os.CreateTemp(t.TempDir(), "stderr")
		if err != nil {
			t.Fatal(err)
		}
		os.Stderr = said // where the library would print a panic
		cfg := inDemonstration(t, july, lila)
		model := New(cfg)
		model.room, model.place = b, route.Login
		term := sitAt(t, model)
		if b.view == "" {
			term.on("Ctrl+C quitter").write("x")
		}
		if err := term.end(); !errors.Is(err, ErrCrashed) {
			t.Errorf("%s: ended with %v", name, err)
		}
		if canonical, echo := term.mode(); !canonical || !echo {
			t.Errorf("%s: canonical %t, echo %t after the program", name, canonical, echo)
		}
		printed, err := os.ReadFile(said.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(term.written.String()+string(printed), fresh) {
			t.Errorf("%s: what was typed was printed", name)
		}
	}
}
