package session

import (
	"context"
	"fmt"
	"io"
	"strings"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// plainWidth and plainHeight are the page that is printed where the terminal
// cannot place text: higher than a screen, for nothing has to scroll on paper.
const plainWidth, plainHeight = 80, 48

// plain is a session on a terminal that only appends (TERM=dumb): no sequence
// is sent to it, and what changed on the page is printed line by line.
type plain struct {
	Session
	pages chan string
}

// runPlain is run for such a terminal. Bubble Tea leaves it alone without its
// renderer, so the echo of what is typed is switched off here.
func (s Session) runPlain(ctx context.Context, t Terminal) error {
	before, err := term.MakeRaw(int(t.In.Fd()))
	if err != nil {
		return fmt.Errorf("switch off the echo: %w", err)
	}
	defer func() { _ = term.Restore(int(t.In.Fd()), before) }()
	pages, done := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(done)
		printPages(t.Out, pages)
	}()
	program := tea.NewProgram(plain{s, pages},
		tea.WithContext(ctx),
		tea.WithInput(NewInput(t.In)),
		tea.WithOutput(t.Out),
		tea.WithEnvironment(Environment(t.Env)),
		tea.WithoutRenderer(),
	)
	s.fault.endsBy(program)
	last, err := program.Run()
	close(pages)
	<-done
	if p, ok := last.(plain); ok {
		last = p.Session
	}
	return ended(ctx, last, err)
}

// Init implements tea.Model. Nothing is asked of a terminal that cannot answer.
func (p plain) Init() tea.Cmd { return contain(p.look()) }

// Update implements tea.Model: the session's, whose page goes to the printer.
func (p plain) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		msg = tea.WindowSizeMsg{Width: plainWidth, Height: plainHeight}
	case tea.KeyPressMsg:
		if m.String() == "ctrl+j" { // how such terminals send Entrée
			msg = tea.KeyPressMsg{Code: tea.KeyEnter}
		}
	}
	next, cmd := p.Session.Update(msg)
	p.Session = next.(Session)
	if _, turn := msg.(spinner.TickMsg); turn {
		return p, cmd // on paper a spinner is noise
	}
	offer(p.pages, ansi.Strip(p.View().Content))
	return p, cmd
}

// offer hands the newest page on without waiting: one that the printer has not
// taken yet is out of date, and replaced.
func offer(pages chan string, page string) {
	for {
		select {
		case pages <- page:
			return
		default:
		}
		select {
		case <-pages:
		default:
		}
	}
}

// printPages prints the first page whole and of the next ones what changed, or
// all of it where most did.
func printPages(out io.Writer, pages <-chan string) {
	var shown []string
	for page := range pages {
		lines := strings.Split(page, "\n")
		changed := differing(shown, lines)
		if 3*len(changed) > len(lines) || shown == nil {
			changed = append([]string{strings.Repeat("=", plainWidth)}, lines...)
		}
		shown = lines
		for _, l := range changed {
			if l = strings.TrimRight(l, " "); l != "" {
				_, _ = io.WriteString(out, l+"\r\n") // the reader that left is told by its signal
			}
		}
	}
}

// differing returns the lines of next that are not as in shown.
func differing(shown, next []string) []string {
	var out []string
	for i, l := range next {
		if i >= len(shown) || shown[i] != l {
			out = append(out, l)
		}
	}
	return out
}
