package screen

import (
	"strings"

	"peremption/ui/frame"
	"peremption/ui/theme"
	"peremption/ui/widget"
)

// publicControls are the header's of the pages before the space. They come
// last in the order of the focus, for the page's own matter more.
func publicControls(k Kit) []widget.Control {
	c := k.Text.Common
	return []widget.Control{
		widget.NewLink(idHelp, c.HelpLink),
		widget.NewButton(idPersonal, c.PersonalSpace, "", theme.Blue),
		widget.NewButton(idProfessional, c.ProfessionalSpace, "", theme.Red),
	}
}

// spaceControls are the header's of the pages of the space.
func spaceControls(k Kit) []widget.Control {
	c := k.Text.Common
	return []widget.Control{
		widget.NewLink(idSpace, c.SpaceLink),
		widget.NewLink(idSite, c.SiteLink),
		widget.NewLink(idQuit, c.Quit),
	}
}

// publicTop is the header with the two spaces' buttons. Where the terminal is
// low they move to the end of the body, returned as rest.
func (p page) publicTop(a frame.Area, breadcrumb []string) (top, rest frame.Block) {
	personal, professional := p.block(a, a.Column(), idPersonal), p.block(a, a.Column(), idProfessional)
	help := p.block(a, a.Column(), idHelp)
	crumbs := p.breadcrumb(a, breadcrumb)
	if a.Height < 20 {
		top = frame.Stack(p.brand(a, frame.Block{}), flag(a))
		return top, frame.Stack(frame.Gap(), help, frame.Row(a.Column(), 1, personal, professional))
	}
	buttons := right(frame.Stack(personal, professional))
	top = frame.Stack(p.brand(a, buttons), flag(a))
	if help.Height() == 0 && len(breadcrumb) == 0 {
		return top, frame.Block{}
	}
	return frame.Stack(top, frame.Spread(a.Column(), crumbs, help)), frame.Block{}
}

// plainTop is the header of the wizard, which has no buttons in the source.
func (p page) plainTop(a frame.Area) frame.Block {
	return frame.Stack(p.brand(a, frame.Block{}), flag(a))
}

// brand is the republic, its motto and the site's name, with right at the
// other end.
func (p page) brand(a frame.Area, end frame.Block) frame.Block {
	c := p.kit.Text.Common
	th := a.Theme
	republic := frame.Lines(th.Strong().Render(c.Republic))
	site := frame.Lines(th.Heading().Render(c.Site))
	if a.Tall() {
		motto := frame.Lines(th.Motto().Render(c.Liberty), th.Motto().Render(c.Equality), th.Motto().Render(c.Fraternity))
		left := frame.Beside(4, frame.Stack(republic, motto), frame.Stack(frame.Blank(), site))
		return frame.Spread(a.Column(), left, end)
	}
	motto := frame.Lines(th.Motto().Render(strings.Join([]string{c.Liberty, c.Equality, c.Fraternity}, " ")))
	if end.Height() == 0 {
		if a.Column() < 64 {
			return frame.Spread(a.Column(), republic, site)
		}
		return frame.Spread(a.Column(), frame.Beside(2, republic, motto), site)
	}
	left := frame.Stack(republic, frame.Beside(2, motto, site))
	return frame.Spread(a.Column(), left, end)
}

// spaceTop is the header of the pages of the space.
func (p page) spaceTop(a frame.Area, breadcrumb []string) frame.Block {
	c := p.kit.Text.Common
	th := a.Theme
	left := frame.Beside(2, frame.Lines(th.Heading().Render(c.Site)), frame.Lines(th.Strong().Render(c.Professionals)))
	links := frame.Beside(1,
		p.block(a, 20, idSpace), p.block(a, 20, idSite), p.block(a, 20, idQuit))
	return frame.Stack(
		frame.Spread(a.Column(), left, links),
		flag(a),
		p.breadcrumb(a, breadcrumb),
	)
}

func (p page) breadcrumb(a frame.Area, places []string) frame.Block {
	if len(places) == 0 {
		return frame.Block{}
	}
	return frame.Text(a.Theme.Muted(), a.Column(), strings.Join(places, " > "))
}

// flag is the line under the header, in the republic's colours.
func flag(a frame.Area) frame.Block {
	third := a.Column() / 3
	styles := a.Theme.Flag()
	return frame.Lines(styles[0].Render(strings.Repeat("━", third)) +
		styles[1].Render(strings.Repeat("━", a.Column()-2*third)) +
		styles[2].Render(strings.Repeat("━", third)))
}

// right aligns the lines of a block at its right edge.
func right(b frame.Block) frame.Block {
	width := b.Width()
	blocks := make([]frame.Block, 0, len(b.Zones))
	for i, z := range b.Zones {
		line := frame.Lines(b.Lines[i]).Zoned(z.ID, b.Focus != nil && b.Focus.ID == z.ID)
		blocks = append(blocks, line.Indent(width-line.Width()))
	}
	return frame.Stack(blocks...)
}
