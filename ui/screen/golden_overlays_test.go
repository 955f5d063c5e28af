package screen_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"peremption/policy"
	"peremption/ui/screen"
	"peremption/ui/uitest"
)

// sized tells a window the standard terminal, as the session does.
func sized(s screen.Screen) screen.Screen { return resized(s, uitest.Standard) }

func resized(s screen.Screen, size uitest.Size) screen.Screen {
	return after(s, msgs(tea.WindowSizeMsg{Width: size.Width, Height: size.Height}))
}

// people are two of a demonstration; their passwords are for everybody.
var people = []screen.DemoPerson{
	{
		Name: "Mme Lila ROSEMONDE", Email: address, Password: "Violon-brume-castor-77-Ardoise",
		LastDay: policy.Date{Year: 2024, Month: 7, Day: 22}, Question: "Nom de votre premier animal ?", Answer: "Caramel",
	},
	{
		Name: "Mme Odile FABRE", Email: "odile.fabre@example.fr", Password: "Moulin/ecorce/satin/4410/lune",
		LastDay: policy.Date{Year: 2027, Month: 1, Day: 14},
	},
}

// The windows to read are pinned at their top and at their end, at each size.
func TestWindows(t *testing.T) {
	welcome := screen.NewWelcome(kit, screen.Notice{})
	for name, window := range map[string]screen.Screen{
		"advice":     screen.NewAdvice(kit),
		"help":       screen.NewHelp(kit, nil),
		"help_demo":  screen.NewHelp(kit, people),
		"support":    screen.NewSupport(kit),
		"keys":       screen.NewKeys(kit),
		"offer":      screen.NewOffer(kit, "Payer mes impôts locaux"),
		"forgotten":  screen.NewForgotten(kit),
		"personal":   screen.NewPersonal(kit),
		"create_off": screen.NewCreateOff(kit),
		"leave":      screen.NewLeave(kit),
	} {
		for _, size := range []uitest.Size{uitest.Standard, uitest.Large, uitest.Least} {
			top := uitest.Shot{Room: welcome, Windows: []screen.Screen{resized(window, size)}}
			t.Run(name+"_"+size.String(), func(t *testing.T) { uitest.Golden(t, top, size) })
			end := uitest.Shot{Room: welcome, Windows: []screen.Screen{after(top.Top(), uitest.Keys("end"))}}
			if uitest.Text(end.Compose(size), size) == uitest.Text(top.Compose(size), size) {
				continue // all of it was shown
			}
			t.Run(name+"_end_"+size.String(), func(t *testing.T) { uitest.Golden(t, end, size) })
		}
		for _, plain := range []bool{false, true} {
			shot := uitest.Shot{Room: welcome, Windows: []screen.Screen{sized(window)}, Plain: plain}
			t.Run(name+map[bool]string{false: "_colour", true: "_colourless"}[plain], func(t *testing.T) {
				uitest.Styled(t, shot, uitest.Standard)
			})
		}
	}
}

// Below the least size one line asks for more, whatever the room.
func TestTooSmall(t *testing.T) {
	shot := uitest.Shot{Room: screen.NewWelcome(kit, screen.Notice{})}
	t.Run(uitest.Below.String(), func(t *testing.T) { uitest.Golden(t, shot, uitest.Below) })
	for _, size := range []uitest.Size{uitest.Below, uitest.At(59, 40), uitest.At(200, 15), uitest.At(20, 5), uitest.At(1, 1)} {
		for name, shot := range rooms() {
			s := shot.Compose(size)
			uitest.Check(t, shot, s, size)
			if size.Width > 42 && strings.TrimSpace(uitest.Text(s, size)) != words.Common.Enlarge {
				t.Errorf("%s in %v: %q", name, size, uitest.Text(s, size))
			}
		}
	}
}

// rooms are one shot of every room and window, for what holds of them all.
func rooms() map[string]uitest.Shot {
	login := screen.NewLogin(kit, screen.LoginOptions{})
	pending := lila(15)
	pending.PendingEmail = "lila@example.fr"
	identifiers := after(screen.NewIdentifiers(kit, pending, true), uitest.Clicked("box.email"))
	over := func(room, window screen.Screen) uitest.Shot {
		return uitest.Shot{Room: room, Windows: []screen.Screen{sized(window)}}
	}
	return map[string]uitest.Shot{
		"welcome":            {Room: screen.NewWelcome(kit, screen.Notice{}), Demo: true},
		"login":              {Room: login, Demo: true},
		"create":             {Room: after(screen.NewCreate(kit), uitest.Clicked("question"), uitest.Keys("left", "left"))},
		"home":               {Room: screen.NewHome(kit, lila(15), screen.Notice{}), Space: true},
		"services":           {Room: screen.NewServices(kit), Space: true},
		"contact":            {Room: screen.NewContact(kit, lila(15)), Space: true},
		"identifiers":        {Room: identifiers, Space: true},
		"identifiers_answer": over(identifiers, screen.NewIdentifiersAnswer(kit, lila(15).Question)),
		"identifiers_code":   over(identifiers, screen.NewIdentifiersCode(kit, "lila@example.fr")),
		"expired_address":    {Room: after(screen.NewExpiredAddress(kit, ""), msgs(leafletPicture()))},
		"expired_password":   {Room: screen.NewExpiredPassword(kit, address)},
		"recap":              {Room: screen.NewRecap(kit, policy.Date{Year: 2026, Month: 8, Day: 7})},
		"alert":              over(login, screen.NewAlert(kit, lila(15).Expiry.LastDay)),
		"leave":              over(identifiers, screen.NewLeave(kit)),
		"advice":             over(identifiers, screen.NewAdvice(kit)),
		"help":               over(login, screen.NewHelp(kit, people)),
		"support":            over(login, screen.NewSupport(kit)),
		"keys":               over(login, screen.NewKeys(kit)),
		"offer":              over(login, screen.NewOffer(kit, "TVA")),
	}
}
