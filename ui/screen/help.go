package screen

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"peremption/policy"
	"peremption/ui/frame"
	words "peremption/ui/text"
)

// DemoPerson is one of the people the demonstration introduces. The password
// is shown on purpose: it opens nothing but a store that is thrown away.
type DemoPerson struct {
	Name, Email, Password string
	LastDay               policy.Date
	Question, Answer      string
}

// NewHelp is the leaflet in the terminal; in the demonstration its people come
// first.
func NewHelp(k Kit, people []DemoPerson) Screen {
	t := k.Text.Overlays.Help
	return reader{kit: k, title: t.Title, words: func(a frame.Area, w int) frame.Block {
		var blocks []frame.Block
		if len(people) > 0 {
			blocks = append(blocks, demoPeople(k, a, w, people), frame.Blank())
		}
		for i, c := range t.Chapters {
			if i > 0 {
				blocks = append(blocks, frame.Blank())
			}
			blocks = append(blocks, heading(a, w, c.Title))
			for _, p := range c.Paragraphs {
				if item, ok := strings.CutPrefix(p, "- "); ok {
					blocks = append(blocks, bullet(a, w, item))
					continue
				}
				blocks = append(blocks, sentence(a, w, p))
			}
		}
		return frame.Stack(blocks...)
	}}
}

func demoPeople(k Kit, a frame.Area, w int, people []DemoPerson) frame.Block {
	t := k.Text.Welcome.Demo
	blocks := []frame.Block{frame.Text(a.Theme.Warning(), w, t.Title), sentence(a, w, t.Intro)}
	for _, p := range people {
		lines := t.Person(p.Name, p.Email, p.Password, words.ShortDate(p.LastDay))
		blocks = append(blocks, frame.Blank(), title(a, w, lines[0]))
		for _, l := range lines[1:] {
			blocks = append(blocks, sentence(a, w-2, l).Indent(2))
		}
		last := t.NoQuestion
		if p.Question != "" {
			last = t.Answer(p.Question, p.Answer)
		}
		blocks = append(blocks, sentence(a, w-2, last).Indent(2))
	}
	return frame.Stack(blocks...)
}

// NewSupport says whom to call.
func NewSupport(k Kit) Screen {
	t := k.Text.Overlays.Support
	return reader{kit: k, title: t.Title, words: func(a frame.Area, w int) frame.Block {
		blocks := []frame.Block{sentence(a, w, t.Intro), frame.Blank()}
		for _, l := range t.Lines {
			blocks = append(blocks, bullet(a, w, l))
		}
		return frame.Stack(blocks...)
	}}
}

// NewKeys lists every key.
func NewKeys(k Kit) Screen {
	return reader{kit: k, title: k.Text.Overlays.Keys.Title, words: func(a frame.Area, w int) frame.Block {
		m := k.Keys
		var blocks []frame.Block
		for _, b := range []key.Binding{
			m.Next, m.Previous, m.PageDown, m.Act, m.Toggle, m.Choose, m.Back, m.GiveUp, m.Reveal, m.Mask, m.Advice,
			m.Help, m.HelpMark, m.Support, m.All, m.Plain, m.Quit,
		} {
			h := b.Help()
			name := frame.Lines(a.Theme.Heading().Render(frame.PadRight(h.Key, 12)))
			blocks = append(blocks, frame.Beside(1, name, sentence(a, w-13, h.Desc)))
		}
		return frame.Stack(blocks...)
	}}
}

// NewOffer says of a service what it is, that this terminal does not have it,
// and where it is.
func NewOffer(k Kit, name string) Screen {
	t := k.Text.Overlays.Offer
	what, known := t.Services[name]
	if !known {
		what = t.Other(name)
	}
	return newMessage(k, name, what, t.NotHere, t.Where)
}

// NewForgotten says where « Mot de passe oublié » is.
func NewForgotten(k Kit) Screen {
	return newMessage(k, k.Text.Login.Forgotten, k.Text.Overlays.Offer.Forgotten...)
}

// NewPersonal says that this terminal serves professionals only.
func NewPersonal(k Kit) Screen {
	return newMessage(k, k.Text.Common.PersonalSpace, k.Text.Overlays.Offer.Personal...)
}

// NewCreateOff says that spaces are not created at this terminal.
func NewCreateOff(k Kit) Screen {
	return newMessage(k, k.Text.Login.CreateTitle, k.Text.Overlays.Offer.CreateOff...)
}

func newMessage(k Kit, title string, sentences ...string) Screen {
	return reader{kit: k, title: title, words: func(a frame.Area, w int) frame.Block {
		return paragraphs(a, w, sentences...)
	}}
}
