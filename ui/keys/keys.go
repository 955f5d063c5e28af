// Package keys holds every binding of the screens with its help, in the words
// of the session's language, so that the foot cannot promise a key that does
// nothing.
package keys

import (
	"charm.land/bubbles/v2/key"

	"peremption/ui/text"
)

// Map is the bindings of one session.
type Map struct {
	Next, Previous key.Binding // move the focus
	Act            key.Binding // press, follow, validate, go on
	Toggle         key.Binding // tick a box, press a button
	Choose         key.Binding // step through a choice
	Back           key.Binding // close, or go back one step
	GiveUp         key.Binding // the same key, while something slow runs
	CloseToo       key.Binding // Entrée, where a window has one button
	Close          key.Binding // the same key, where a window is open
	Reveal         key.Binding // show the typed password
	Mask           key.Binding // the same key, while it is shown
	Advice         key.Binding // the leaflet's recommendations, from a password
	Help           key.Binding
	HelpMark       key.Binding // "?", outside text fields
	Support        key.Binding
	All            key.Binding // the window of all keys
	Plain          key.Binding // no colour, for who cannot set NO_COLOR
	Letters        key.Binding // the mails, in the demonstration alone
	Quit           key.Binding
	ScrollUp       key.Binding
	ScrollDown     key.Binding
	PageUp         key.Binding
	PageDown       key.Binding
	Home, End      key.Binding
}

// New returns the bindings with their help in the words of t.
func New(t *text.Catalog) Map {
	k := t.Keys
	bind := func(name, does string, codes ...string) key.Binding {
		return key.NewBinding(key.WithKeys(codes...), key.WithHelp(name, does))
	}
	return Map{
		Next:       bind(k.Tab, k.Next, "tab", "down"),
		Previous:   bind(k.ShiftTab, k.Previous, "shift+tab", "up"),
		Act:        bind(k.Enter, k.Submit, "enter"),
		Toggle:     bind(k.Space, k.Toggle, "space"),
		Choose:     bind(k.LeftRight, k.Choose, "left", "right"),
		Back:       bind(k.Escape, k.Back, "esc"),
		GiveUp:     bind(k.Escape, k.GiveUp, "esc"),
		Close:      bind(k.Escape, k.Close, "esc"),
		Reveal:     bind("Ctrl+R", k.Reveal, "ctrl+r"),
		Mask:       bind("Ctrl+R", k.Mask, "ctrl+r"),
		CloseToo:   bind(k.Enter, k.Close, "enter"),
		Advice:     bind("F2", k.Advice, "f2"),
		Help:       bind("F1", k.Help, "f1"),
		HelpMark:   bind("?", k.Help, "?"),
		Support:    bind("F3", k.Support, "f3"),
		All:        bind("F4", k.Keys, "f4"),
		Plain:      bind("F5", k.Plain, "f5"),
		Letters:    bind("F6", k.Letters, "f6"),
		Quit:       bind("Ctrl+C", k.Quit, "ctrl+c"),
		ScrollUp:   bind(k.Arrows, k.Scroll, "up", "k"),
		ScrollDown: bind(k.Arrows, k.Scroll, "down", "j"),
		PageUp:     bind(k.Pages, k.Scroll, "pgup"),
		PageDown:   bind(k.Pages, k.Scroll, "pgdown", "space"),
		Home:       bind(k.Pages, k.Scroll, "home"),
		End:        bind(k.Pages, k.Scroll, "end"),
	}
}
