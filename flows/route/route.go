// Package route is the state machine: where a fact leads from a place. It is a
// table, pure and complete: what is not in it does not move anybody. Whether a
// person may do a thing is the service's to decide; the table only says which
// room comes next.
package route

// Place is a room, or a window that stands for one.
type Place string

// The places, under the names that screens, golden files and logs use.
const (
	Welcome           Place = "welcome"
	Login             Place = "login"
	Create            Place = "create"
	Alert             Place = "alert"
	Home              Place = "home"
	Services          Place = "services"
	Contact           Place = "contact"
	Identifiers       Place = "identifiers"
	IdentifiersAnswer Place = "identifiers_answer"
	IdentifiersCode   Place = "identifiers_code"
	ExpiredAddress    Place = "expired_address"
	ExpiredPassword   Place = "expired_password"
	Recap             Place = "recap"
)

// Start is where everybody comes in.
const Start = Welcome

// Fact is something that has happened: a wish that needs nobody's leave, or
// what the service says it did.
type Fact string

// The facts.
const (
	ProfessionalChosen Fact = "professional chosen"
	SiteChosen         Fact = "site chosen"
	CreateChosen       Fact = "create chosen"
	HomeChosen         Fact = "home chosen"
	ServicesChosen     Fact = "services chosen"
	IdentifiersChosen  Fact = "identifiers chosen"
	ContactChosen      Fact = "contact chosen"
	CodeChosen         Fact = "code chosen"
	WentBack           Fact = "went back"
	Acknowledged       Fact = "acknowledged"

	SignedIn        Fact = "signed in"
	SignedInSoon    Fact = "signed in, password expires soon"
	PasswordExpired Fact = "password expired"
	SignedOut       Fact = "signed out"
	SessionEnded    Fact = "session ended"
	Created         Fact = "account created"
	AnswerNeeded    Fact = "answer needed"
	PasswordChanged Fact = "password changed"
	CodeSent        Fact = "code sent"
	EmailChanged    Fact = "e-mail changed"
	QuestionChanged Fact = "question changed"
	Identified      Fact = "address and image given"
	ProofLost       Fact = "proof lost"
	Renewed         Fact = "password renewed"
)

// Move is one line of the table.
type Move struct {
	From Place
	Fact Fact
	To   Place
}

// Table returns every move there is, in the order of the leaflet.
func Table() []Move {
	moves := []Move{
		{Welcome, ProfessionalChosen, Login},

		{Login, WentBack, Welcome},
		{Login, SiteChosen, Welcome},
		{Login, CreateChosen, Create},
		{Login, SignedInSoon, Alert},
		{Login, SignedIn, Home},
		{Login, PasswordExpired, ExpiredAddress},

		{Create, WentBack, Login},
		{Create, ProfessionalChosen, Login},
		{Create, Created, Login},

		{Alert, Acknowledged, Home},

		{Home, ServicesChosen, Services},
		{Home, IdentifiersChosen, Identifiers},
		{Services, WentBack, Home},
		{Services, IdentifiersChosen, Identifiers},
		{Services, ContactChosen, Contact},
		{Contact, WentBack, Services},
		{Contact, QuestionChanged, Services},

		{Identifiers, WentBack, Services},
		{Identifiers, CodeChosen, IdentifiersCode},
		{Identifiers, AnswerNeeded, IdentifiersAnswer},
		{Identifiers, PasswordChanged, Login},
		{Identifiers, CodeSent, IdentifiersCode},
		{IdentifiersAnswer, WentBack, Identifiers},
		{IdentifiersAnswer, PasswordChanged, Login},
		{IdentifiersAnswer, CodeSent, IdentifiersCode},
		{IdentifiersCode, WentBack, Home},
		{IdentifiersCode, EmailChanged, Home},
		{IdentifiersCode, PasswordChanged, Login},

		{ExpiredAddress, WentBack, Login},
		{ExpiredAddress, Identified, ExpiredPassword},
		{ExpiredPassword, WentBack, ExpiredAddress},
		{ExpiredPassword, ProofLost, ExpiredAddress},
		{ExpiredPassword, Renewed, Recap},
		{Recap, Acknowledged, Login},
	}
	// From every room of the space a session can end, by wish or otherwise.
	for _, p := range []Place{Alert, Home, Services, Contact, Identifiers, IdentifiersAnswer, IdentifiersCode} {
		moves = append(moves, Move{p, SessionEnded, Login})
		if p.Window() {
			continue // a window has no header with links
		}
		moves = append(moves, Move{p, SignedOut, Login}, Move{p, SiteChosen, Welcome}, Move{p, HomeChosen, Home})
	}
	return moves
}

// Window reports whether the place stands as a window over the room before it.
func (p Place) Window() bool {
	return p == Alert || p == IdentifiersAnswer || p == IdentifiersCode
}

// Space reports whether only a signed-in person may be here.
func (p Place) Space() bool {
	switch p {
	case Alert, Home, Services, Contact, Identifiers, IdentifiersAnswer, IdentifiersCode:
		return true
	}
	return false
}

// Next returns where the fact leads; false where it means nothing here, and
// nothing moves.
func Next(from Place, fact Fact) (Place, bool) {
	for _, m := range Table() {
		if m.From == from && m.Fact == fact {
			return m.To, true
		}
	}
	return from, false
}
