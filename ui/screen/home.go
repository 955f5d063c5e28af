package screen

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/ui/frame"
	words "peremption/ui/text"
	"peremption/ui/widget"
)

// Person is what the rooms of the space show of whoever is signed in.
type Person struct {
	Number, Title, FirstName, LastName string
	Email, Question, PendingEmail      string
	Expiry                             policy.Expiry
}

// Home is the space's first page.
type Home struct {
	page
	person Person
}

// NewHome starts at « Modifier le mot de passe » where the password expires
// soon, else at the first service.
func NewHome(k Kit, p Person, notice Notice) Home {
	t := k.Text.Home
	var controls []widget.Control
	if p.Expiry.State == policy.Soon {
		controls = append(controls, widget.NewLink(idModify, t.Modify))
	}
	for _, list := range homeLists(t) {
		for i, item := range list.Items {
			controls = append(controls, widget.NewLink(itemID(list.Title, i), item))
		}
	}
	controls = append(controls, widget.NewLink(idPrivacy, t.Privacy))
	controls = append(controls, spaceControls(k)...)
	return Home{page{kit: k, form: widget.NewForm(k.Keys, "", controls...), notice: notice}, p}
}

// homeLists are the page's lists in the source's order.
func homeLists(t words.Home) []words.Column {
	return append([]words.Column{
		{Title: t.MySpace, Items: t.SpaceItems},
		{Title: t.OtherServices, Items: t.OtherItems},
	}, t.Columns...)
}

const itemPrefix = "item."

func itemID(list string, i int) string { return itemPrefix + list + "." + strconv.Itoa(i) }

// Update implements Screen.
func (s Home) Update(msg tea.Msg) (Screen, Event, tea.Cmd) {
	next, pressed, event, cmd := s.update(msg)
	s.page = next
	switch {
	case pressed == idModify:
		event = ModifyAsked{}
	case pressed == idPrivacy:
		event = OfferAsked{s.kit.Text.Home.PrivacyName}
	case strings.HasPrefix(pressed, itemPrefix):
		event = s.follow(pressed)
	}
	return s, event, cmd
}

func (s Home) follow(id string) Event {
	t := s.kit.Text.Home
	for _, list := range homeLists(t) {
		for i, item := range list.Items {
			if itemID(list.Title, i) != id {
				continue
			}
			if item == t.Manage {
				return ServicesAsked{}
			}
			return OfferAsked{strings.TrimSuffix(item, " [+]")}
		}
	}
	return nil
}

// Bindings implements Screen: from here there is nothing to go back to.
func (s Home) Bindings() []key.Binding { return s.withoutBack() }

// Wipe implements Screen.
func (s Home) Wipe() Screen { return s }

// View implements Screen.
func (s Home) View(a frame.Area) frame.Frame {
	t, w := s.kit.Text.Home, a.Column()
	menu := frame.Text(a.Theme.Heading(), w, strings.Join(t.Menu, "  "))
	top := frame.Stack(s.spaceTop(a, nil), menu, s.breadcrumb(a, t.Breadcrumb))
	lists := homeLists(t)
	var services frame.Block
	if a.Wide() {
		column := (w - 6) / 4
		blocks := make([]frame.Block, 0, len(t.Columns))
		for _, list := range t.Columns {
			blocks = append(blocks, s.list(a, column, list))
		}
		services = frame.Columns(column, 2, blocks...)
	} else {
		half := (w - 2) / 2
		services = frame.Stack(
			frame.Columns(half, 2, s.list(a, half, t.Columns[0]), s.list(a, half, t.Columns[1])), frame.Blank(),
			frame.Columns(half, 2, s.list(a, half, t.Columns[2]), s.list(a, half, t.Columns[3])),
		)
	}
	half := (w - 2) / 2
	mine := frame.Columns(half, 2, s.list(a, half, lists[0]), s.list(a, half, lists[1]))
	body := frame.Fit(a.Body(top.Height()),
		s.messages(a, w),
		s.panel(a, w),
		frame.Blank(), mine,
		frame.Blank(), title(a, w, t.Mine), services,
		frame.Blank(), s.block(a, w, idPrivacy),
	)
	return frame.Frame{Title: t.MySpace, Top: top, Body: body}
}

// panel is the block at the top left with the expiry, and the banner beside it.
func (s Home) panel(a frame.Area, width int) frame.Block {
	t, p := s.kit.Text.Home, s.person
	left := width
	if a.Wide() {
		left = 56
	}
	lines := []frame.Block{
		title(a, left, t.Name(p.Title, p.FirstName, p.LastName)),
		sentence(a, left, t.Subscriber(p.Number)),
		sentence(a, left, t.Expires(words.ShortDate(p.Expiry.LastDay))),
	}
	if p.Expiry.State != policy.Soon {
		return frame.Stack(lines...)
	}
	lines = append(lines,
		frame.Text(a.Theme.Error(), left, t.Blocked(t.InDays(p.Expiry.DaysLeft))),
		s.block(a, left, idModify),
	)
	panel := frame.Stack(lines...)
	if a.Wide() {
		return frame.Columns(left, 4, panel, frame.Text(a.Theme.Warning(), width-left-4, t.Banner))
	}
	return frame.Stack(panel, frame.Text(a.Theme.Warning(), width, t.Banner))
}

func (s Home) list(a frame.Area, width int, list words.Column) frame.Block {
	blocks := []frame.Block{heading(a, width, list.Title)}
	for i := range list.Items {
		blocks = append(blocks, s.block(a, width, itemID(list.Title, i)))
	}
	return frame.Stack(blocks...)
}
