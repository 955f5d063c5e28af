// Package session is one person at one terminal: the root model. It holds
// what was proven, carries what the room says to the service as work with a
// ticket, and asks the route which room comes next.
//
// Five guards stand before the room, in this order: the terminal's size and
// colours; Ctrl+C; the keys that work everywhere; work under way, while which
// keys wait; and the ticket, by which late results are known and dropped.
package session

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"peremption/flows/account"
	"peremption/flows/route"
	"peremption/ui/frame"
	"peremption/ui/screen"
	"peremption/ui/text"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// Config is what a session is made with.
type Config struct {
	Service *account.Service
	Caller  account.Caller
	Text    *text.Catalog
	// Context ends the session's work when it ends.
	Context context.Context
	// CreateAllowed opens the form of a new space.
	CreateAllowed bool
	// Demo are the people of the demonstration; none elsewhere.
	Demo []screen.DemoPerson
	// Letters reads the demonstration's mails, the newest first; nil elsewhere.
	Letters func(context.Context) ([]screen.Letter, error)
	// Log takes the faults of the system; nothing that was typed.
	Log *slog.Logger
}

// Session is the model. Make it with New.
type Session struct {
	cfg Config
	kit screen.Kit

	place   route.Place
	room    screen.Screen
	windows []screen.Screen // over the room, the top one last
	leaving screen.Event    // what to do once leaving is confirmed

	width, height int
	profile       colorprofile.Profile
	dark, plain   bool
	empty         bool   // no account exists yet
	fault         *fault // of the program itself; see crash.go

	work    work // see work.go
	proofs  proofs
	spinner spinner.Model
}

// proofs is what the person has proven so far. Only the service makes the
// values; here they are carried.
type proofs struct {
	signedIn *account.SignedIn
	person   account.Person
	prepared *account.Prepared
	modify   bool // the identifiers open on the password
	pending  string
	changed  bool // the password is changed already; only the code is left
	answers  int  // wrong ones

	renewal   *account.Renewal
	picturing bool   // an image is on its way
	address   string // of the expired flow's first step
	receipt   account.Receipt
}

// revealTime is how long a shown password stays shown.
const revealTime = 30 * time.Second

// New starts at the route's start.
func New(cfg Config) Session {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Context == nil {
		cfg.Context = context.Background()
	}
	kit := screen.NewKit(cfg.Text)
	return Session{
		cfg: cfg, kit: kit,
		place: route.Start, room: screen.NewWelcome(kit, screen.Notice{}),
		width: 80, height: 24,
		profile: colorprofile.TrueColor, dark: true,
		spinner: spinner.New(spinner.WithSpinner(spinner.MiniDot)),
		fault:   &fault{end: func() {}},
	}
}

// Init implements tea.Model.
func (s Session) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, s.look(), widget.Warm)
}

// Place is where the person is.
func (s Session) Place() route.Place { return s.place }

// Busy reports whether work is under way that keys wait for.
func (s Session) Busy() bool { return s.work.cancel != nil }

// Update implements tea.Model. A fault in it ends the program in order: the
// session as it was before the message, and nothing of the message printed.
func (s Session) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			next, cmd = s.crash(kindOf(r), debug.Stack())
		}
	}()
	next, cmd = s.update(msg)
	return next, contain(cmd)
}

func (s Session) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = clamp(msg.Width, maxWidth), clamp(msg.Height, maxHeight)
		return s.tellWindows(tea.WindowSizeMsg{Width: s.width, Height: s.height}), nil
	case tea.ColorProfileMsg:
		s.profile = msg.Profile
		return s, nil
	case tea.BackgroundColorMsg:
		s.dark = msg.IsDark()
		return s, nil
	case tea.QuitMsg:
		return s, nil
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if s.Busy() || s.tooSmall() {
			return s, nil
		}
		return s.toTop(msg)
	case tea.MouseClickMsg:
		return s.click(msg)
	case tea.MouseWheelMsg:
		return s.wheel(msg)
	case spinner.TickMsg:
		if !s.Busy() {
			return s, nil
		}
		var cmd tea.Cmd
		s.spinner, cmd = s.spinner.Update(msg)
		return s, cmd
	case outcomeMsg:
		return s.settle(msg)
	case maskMsg:
		if msg.visit == s.work.visit {
			return s.mask(), nil
		}
		return s, nil
	case crashMsg:
		return s.crash(msg.kind, msg.stack)
	case widget.ScoredMsg:
		// A measurement belongs to the room, even under a window.
		room, _, cmd := s.room.Update(msg)
		s.room = room
		return s, cmd
	}
	return s, nil
}

// press is the guards of a key.
func (s Session) press(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	k := s.kit.Keys
	if key.Matches(msg, k.Quit) {
		return s.quit()
	}
	if s.tooSmall() {
		return s, nil // what is typed blind would be lost or wrong
	}
	if s.Busy() {
		if key.Matches(msg, k.Back) {
			return s.giveUp(), nil
		}
		return s, nil
	}
	switch {
	case key.Matches(msg, k.Help), key.Matches(msg, k.HelpMark) && !s.top().InText():
		return s.open(screen.NewHelp(s.kit, s.cfg.Demo)), nil
	case key.Matches(msg, k.Support):
		return s.open(screen.NewSupport(s.kit)), nil
	case key.Matches(msg, k.All):
		return s.open(screen.NewKeys(s.kit)), nil
	case key.Matches(msg, k.Letters) && s.cfg.Letters != nil:
		return s, s.letters()
	case key.Matches(msg, k.Plain):
		s.plain = !s.plain
		return s, nil
	}
	return s.toTop(msg)
}

// quit leaves the program with nothing secret left in it.
func (s Session) quit() (tea.Model, tea.Cmd) {
	if s.work.cancel != nil {
		s.work.cancel()
	}
	signOut := s.signOut()
	s.room = s.room.Wipe()
	s.windows = nil
	s.proofs = proofs{}
	if signOut == nil {
		return s, tea.Quit
	}
	return s, func() tea.Msg {
		signOut()
		return tea.Quit()
	}
}

func (s Session) click(msg tea.MouseClickMsg) (tea.Model, tea.Cmd) {
	if s.Busy() || msg.Button != tea.MouseLeft || s.tooSmall() {
		return s, nil
	}
	id := s.compose().Hit(msg.X, msg.Y)
	if id == "" {
		return s, nil
	}
	return s.toTop(widget.ClickedMsg{ID: id})
}

// wheel scrolls a window, and moves the focus of a room, which the view
// follows.
func (s Session) wheel(msg tea.MouseWheelMsg) (tea.Model, tea.Cmd) {
	if s.Busy() || s.tooSmall() {
		return s, nil
	}
	if len(s.windows) > 0 {
		return s.toTop(msg)
	}
	switch msg.Button {
	case tea.MouseWheelUp:
		return s.toTop(tea.KeyPressMsg{Code: tea.KeyUp})
	case tea.MouseWheelDown:
		return s.toTop(tea.KeyPressMsg{Code: tea.KeyDown})
	}
	return s, nil
}

// top is what gets the keys: the top window, or the room.
func (s Session) top() screen.Screen {
	if n := len(s.windows); n > 0 {
		return s.windows[n-1]
	}
	return s.room
}

// toTop hands a message to the top and does what it asks.
func (s Session) toTop(msg tea.Msg) (Session, tea.Cmd) {
	next, event, cmd := s.top().Update(msg)
	s = s.withTop(next)
	if event == nil {
		return s, cmd
	}
	s, done := s.answer(event)
	return s, tea.Batch(cmd, done)
}

func (s Session) withTop(next screen.Screen) Session {
	if n := len(s.windows); n > 0 {
		s.windows = append(append([]screen.Screen(nil), s.windows[:n-1]...), next)
		return s
	}
	s.room = next
	return s
}

// mask hides a shown password, in the room or in a window over it, whatever is
// open on top.
func (s Session) mask() Session {
	s.room, _, _ = s.room.Update(screen.MaskMsg{})
	return s.tellWindows(screen.MaskMsg{})
}

func (s Session) tellWindows(msg tea.Msg) Session {
	windows := make([]screen.Screen, len(s.windows))
	for i, w := range s.windows {
		windows[i], _, _ = w.Update(msg)
	}
	s.windows = windows
	return s
}

// open puts a window to read over what is there; one is enough at a time. A
// password shown under it would be seen without the sign that it is shown.
func (s Session) open(w screen.Screen) Session {
	s = s.mask()
	w, _, _ = w.Update(tea.WindowSizeMsg{Width: s.width, Height: s.height})
	base := s.windows
	if keep := s.placeWindows(); len(base) > keep {
		base = base[:keep]
	}
	s.windows = append(append([]screen.Screen(nil), base...), w)
	return s
}

// placeWindows is how many of the windows are places of the route.
func (s Session) placeWindows() int {
	if s.place.Window() {
		return 1
	}
	return 0
}

// The largest terminal that is drawn for, in cells: what is beyond stays
// empty, and no claim of a client can make a frame dear.
const maxWidth, maxHeight = 500, 200

func clamp(n, most int) int { return max(1, min(n, most)) }

func (s Session) tooSmall() bool { return frame.Area{Width: s.width, Height: s.height}.TooSmall() }

func (s Session) area() frame.Area {
	profile := s.profile
	if s.plain {
		profile = colorprofile.ASCII
	}
	return frame.Area{
		Width: s.width, Height: s.height,
		Theme: theme.New(profile, s.dark),
		Busy:  s.Busy(), Spinner: s.spinner.View(),
		Demo: len(s.cfg.Demo) > 0,
	}
}
