package session

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"peremption/ui/screen"
)

// This file is about faults of the program itself. The rules are:
//   - a panic ends the session in order, wherever it happens: the terminal is
//     put right, and the caller is told by ErrCrashed;
//   - what is reported is where the fault is and what kind of value panicked,
//     never the value, for it may quote what was typed.

// fault is shared by all copies of a Session, for a View that panics can return
// neither a model nor a command.
type fault struct {
	happened bool
	end      func() // ends the program
}

// endsBy lets a fault end that program as a person's Ctrl+C does: killed, it
// would not wait for its own reader of the keyboard.
func (f *fault) endsBy(p *tea.Program) {
	f.end = func() { go p.Quit() } // the caller is what would take the message
}

// crash ends the session with nothing of the faulty room left in it.
func (s Session) crash(kind string, stack []byte) (tea.Model, tea.Cmd) {
	s.report(kind, stack)
	s.room = screen.NewWelcome(s.kit, screen.Notice{})
	return s.quit()
}

// crashMsg tells that a command panicked.
type crashMsg struct {
	kind  string
	stack []byte
}

// contain makes a panic in a command a message.
func contain(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = crashMsg{kindOf(r), debug.Stack()}
			}
		}()
		msg = cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		contained := make(tea.BatchMsg, len(batch))
		for i, c := range batch {
			contained[i] = contain(c)
		}
		return contained
	}
}

func kindOf(r any) string { return fmt.Sprintf("%T", r) }

func (s Session) report(kind string, stack []byte) {
	s.fault.happened = true
	s.cfg.Log.Error("program panicked", "place", string(s.place), "type", kind, "stack", string(stack))
}
