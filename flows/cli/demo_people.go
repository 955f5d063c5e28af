package cli

import (
	"time"

	"peremption/flows/account"
	"peremption/policy"
	"peremption/ui/text"
)

// demoAccount is one of the people as a store that is thrown away gets them.
type demoAccount struct {
	number                     string
	title, firstName, lastName string
	email, password            string
	lastDay                    policy.Date
	question, answer           string
}

// demoAccounts are the people of the leaflet's pictures and two more: one who
// is warned, one who is too late, one who has time and no question.
func demoAccounts() []demoAccount {
	questions := text.French().Create.Questions
	return []demoAccount{
		{
			number: "20101670101919", title: "Mme", firstName: "Lila", lastName: "ROSEMONDE",
			email: "lila.rosemonde@orange.fr", password: "Violon-brume-castor-77-Ardoise",
			lastDay:  policy.Date{Year: 2024, Month: time.July, Day: 22},
			question: questions[0], answer: "Caramel",
		},
		{
			number: "20101670102020", title: "M.", firstName: "Basile", lastName: "TURENNE",
			email: "basile.turenne@example.fr", password: "Falaise+girofle+tandem+1893",
			lastDay:  policy.Date{Year: 2023, Month: time.July, Day: 31},
			question: questions[1], answer: "Quimper",
		},
		{
			number: "20101670102121", title: "Mme", firstName: "Odile", lastName: "FABRE",
			email: "odile.fabre@example.fr", password: "Moulin/ecorce/satin/4410/lune",
			lastDay: policy.Date{Year: 2027, Month: time.January, Day: 14},
		},
	}
}

// changedAt is when the password must have been changed to be valid through
// lastDay, but never after the demonstration's start: there is no future change.
func (d demoAccount) changedAt(start time.Time) time.Time {
	changed := d.lastDay.AddDays(1).AddYears(-policy.ValidYears).Start()
	if changed.After(start) {
		return start
	}
	return changed
}

// row is the account as the service imports it.
func (d demoAccount) row(start time.Time) account.NewAccount {
	return account.NewAccount{
		Number: d.number, Title: d.title, FirstName: d.firstName, LastName: d.lastName,
		Email: d.email, Password: policy.NewSecret(d.password), ChangedAt: d.changedAt(start),
		Question: d.question, Answer: policy.NewSecret(d.answer),
	}
}

// person is what the screens may tell of the account.
func (d demoAccount) person(start time.Time) DemoPerson {
	return DemoPerson{
		Name:  d.title + " " + d.firstName + " " + d.lastName,
		Email: d.email, Password: d.password,
		LastDay:  policy.LastValidDay(d.changedAt(start)),
		Question: d.question, Answer: d.answer,
	}
}
