package screen

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"peremption/ui/frame"
	"peremption/ui/widget"
)

// page is what the rooms have in common: a form, what is wrong with it as a
// whole, and a notice. Rooms embed it and add their own View and Update.
type page struct {
	kit     Kit
	form    widget.Form
	problem string
	notice  Notice
}

// Notice is a sentence above a form that is no refusal: of something done, or
// of something lost.
type Notice struct {
	Text string
	Lost bool
}

// update does what is the same in every room. pressed is what the room has to
// answer, "" for nothing.
func (p page) update(msg tea.Msg) (next page, pressed string, event Event, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case RefusedMsg:
		if !msg.KeepSecrets {
			p.form = p.form.Wipe()
		}
		p.problem, p.notice = msg.Page, Notice{}
		for id, sentence := range msg.Fields {
			if !p.form.Has(id) {
				p.problem = sentence // about a field of another room: it must be seen all the same
			}
		}
		p.form = p.form.Refuse(msg.Fields)
		if msg.Focus != "" {
			p.form = p.form.Focus(msg.Focus)
		}
		return p, "", nil, nil
	case NoticeMsg:
		p.problem, p.notice = "", Notice(msg)
		return p, "", nil, nil
	case MaskMsg:
		p.form = p.form.Mask()
		return p, "", nil, nil
	case tea.KeyPressMsg:
		p.problem = ""
		if key.Matches(msg, p.kit.Keys.Back) {
			return p, "", BackAsked{}, nil
		}
	}
	wasShown := p.form.Revealed()
	p.form, pressed, cmd = p.form.Update(msg)
	if !wasShown && p.form.Revealed() {
		event = RevealChanged{}
	}
	switch pressed {
	case idPersonal:
		return p, "", PersonalAsked{}, cmd
	case idProfessional:
		return p, "", ProfessionalAsked{}, cmd
	case idSpace:
		return p, "", SpaceAsked{}, cmd
	case idSite:
		return p, "", SiteAsked{}, cmd
	case idQuit:
		return p, "", SignOutAsked{}, cmd
	case idHelp:
		return p, "", HelpAsked{}, cmd
	case idSupport:
		return p, "", SupportAsked{}, cmd
	case idCancel:
		return p, "", BackAsked{}, cmd
	case idPassword + widget.HelpSuffix:
		return p, "", AdviceAsked{}, cmd
	}
	return p, pressed, event, cmd
}

// Dirty implements Screen.
func (p page) Dirty() bool { return p.form.Dirty() }

// InText implements Screen.
func (p page) InText() bool { return p.form.InText() }

// wiped empties the passwords of the form.
func (p page) wiped() page {
	p.form = p.form.Wipe()
	return p
}

// Bindings implements Screen: what the focused control answers, then what
// works everywhere, the most useful first, for a narrow foot shows only those.
func (p page) Bindings() []key.Binding {
	k := p.kit.Keys
	var out []key.Binding
	if len(p.form.Controls()) > 1 {
		out = append(out, k.Next)
	}
	switch p.form.Kind() {
	case widget.KindSecret:
		reveal := k.Reveal
		if p.form.Revealed() {
			reveal = k.Mask
		}
		out = append(out, k.Act, reveal, k.Help, k.Back)
		if p.form.HasAdvice() {
			out = append(out, k.Advice)
		}
		return append(out, k.All)
	case widget.KindBox:
		out = append(out, k.Toggle)
	case widget.KindChoice:
		out = append(out, k.Choose)
	default:
		out = append(out, k.Act)
	}
	return append(out, k.Help, k.Back, k.All)
}

// withoutBack are the bindings of a room from which nothing leads back.
func (p page) withoutBack() []key.Binding {
	return slices.DeleteFunc(p.Bindings(), func(b key.Binding) bool {
		return b.Help() == p.kit.Keys.Back.Help()
	})
}

// block draws one control of the form.
func (p page) block(a frame.Area, width int, id string) frame.Block {
	return p.form.Block(id, a, width)
}

// labelled puts a label beside its control where both fit, else above it, and
// under them what is wrong.
func (p page) labelled(a frame.Area, width, labelWidth int, label, id string) frame.Block {
	control := p.block(a, width, id)
	if control.Height() == 0 {
		return control
	}
	name := frame.Text(a.Theme.Text(), max(labelWidth, width)-1, label).Indent(1)
	row := frame.Stack(name, control)
	if labelWidth > 0 && width-labelWidth >= 24 {
		row = frame.Beside(0, name.Widen(labelWidth), p.block(a, width-labelWidth, id))
	}
	if problem := p.form.Problem(id); problem != "" {
		room := width
		if !a.Wide() {
			room = a.WindowWidth() // nothing stands at the right of a narrow form
		}
		row = frame.Stack(row, signed(a.Theme.Error(), room, p.kit.Text.Common.ErrorSign, problem).Indent(1))
	}
	return row.Keep()
}

// messages are the page's problem and notice, nothing where there is none.
func (p page) messages(a frame.Area, width int) frame.Block {
	var out frame.Block
	if p.notice.Text != "" {
		style, sign := a.Theme.Good(), p.kit.Text.Common.GoodSign
		if p.notice.Lost {
			style, sign = a.Theme.Warning(), p.kit.Text.Common.LostSign
		}
		out = frame.Stack(out, signed(style, width, sign, p.notice.Text))
	}
	if p.problem != "" {
		out = frame.Stack(out, signed(a.Theme.Error(), width, p.kit.Text.Common.ErrorSign, p.problem))
	}
	return out
}

// signed is a sentence behind its sign; what wraps stands under the sentence.
func signed(style lipgloss.Style, width int, sign, s string) frame.Block {
	return frame.Beside(1, frame.Lines(style.Render(sign)), frame.Text(style, width-2, s))
}

// title is the head of a page.
func title(a frame.Area, width int, s string) frame.Block {
	return frame.Text(a.Theme.Strong(), width, s)
}

// heading is the head of a part of a page.
func heading(a frame.Area, width int, s string) frame.Block {
	return frame.Text(a.Theme.Heading(), width, s)
}

// sentence is running text.
func sentence(a frame.Area, width int, s string) frame.Block {
	return frame.Text(a.Theme.Text(), width, s)
}
