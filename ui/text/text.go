// Package text holds every sentence that a person reads, and nothing else does
// (a test sees to it). A Catalog is one language; each session has its own.
//
// The French is the leaflet's, to the letter, wherever the leaflet speaks. The
// glossary, French = the word in code: connexion = login, espace = home,
// identifiants = identifiers, coordonnées = contact, mot de passe expiré =
// expired, récapitulatif = recap, question de confiance = question, abonné =
// subscriber number, niveau de sécurité = strength, courriel = mail.
//
// French puts a no-break space before ": ; ! ?" and inside « ». The texts have
// a plain one there; the frame never breaks a line on it.
package text

import (
	"time"

	"peremption/policy"
	"peremption/policy/strength"
)

// Catalog is every text of one language, screen by screen.
type Catalog struct {
	Common      Common
	Welcome     Welcome
	Login       Login
	Alert       Alert
	Home        Home
	Services    Services
	Identifiers Identifiers
	Question    Question
	Code        Code
	Contact     Contact
	Create      Create
	Expired     Expired
	Recap       Recap
	Strength    Strength
	Captcha     Captcha
	Overlays    Overlays
	Errors      Errors
	Notices     Notices
	Keys        Keys
	Mail        Mail
}

// Common is what all screens share.
type Common struct {
	Republic                         string
	Liberty, Equality, Fraternity    string
	Site, SiteName                   string
	PersonalSpace, ProfessionalSpace string
	Professionals                    string
	SpaceLink, SiteLink, Quit        string
	Administration                   string
	HelpLink                         string
	Required                         string
	Enlarge                          string
	Checking, Saving                 string
	Close, Cancel, OK                string
	ErrorSign, GoodSign, LostSign    string
	BoxOn, BoxOff                    string
	Scroll                           string // shown where a page goes on below
	Loading                          string
}

// Welcome is the page before all others.
type Welcome struct {
	Title, Intro, PersonalOnly string
	Demo                       DemoPeople
}

// DemoPeople introduces the demonstration: one line at the foot of the first
// screens, and the people in the help.
type DemoPeople struct {
	Foot, Title, Intro string
	Person             func(name, email, password, lastDay string) []string
	NoQuestion         string
	Answer             func(question, answer string) string
}

// Login is the sign-in page.
type Login struct {
	Breadcrumb                    []string
	Title, Email, Password        string
	Forgotten, Submit             string
	Pay, PayButton                string
	CreateTitle, CreateButton     string
	ActivateTitle, ActivateButton string
	EmptyStore                    string
}

// Alert is the window that warns of the coming expiry.
type Alert struct {
	Expires           func(policy.Date) string
	Advice, Otherwise string
}

// Home is the space's first page.
type Home struct {
	Menu                         []string
	Breadcrumb                   []string
	Subscriber, Expires, Blocked func(string) string
	InDays                       func(int) string
	Modify, Banner               string
	MySpace, OtherServices, Mine string
	SpaceItems, OtherItems       []string
	Manage                       string // the item of SpaceItems that leads on
	Columns                      []Column
	Privacy, PrivacyName         string
	Name                         func(title, first, last string) string
}

// Column is one list of services.
type Column struct {
	Title string
	Items []string
}

// Services is « Gérer les services ».
type Services struct {
	Breadcrumb                   []string
	Title, Personal              string
	Identifiers, Contact, Return string
}

// Identifiers is the form of the address and the password.
type Identifiers struct {
	Breadcrumb                          []string
	Subscriber                          string
	Title, Tick                         string
	ChangeEmail, NewEmail, ConfirmEmail string
	Present                             func(email string) string
	Pending                             func(email string) string
	ChangePassword, Minimum, Note       string
	NewPassword, ConfirmPassword        string
	Cancel, Submit                      string
	EnterCode                           string
}

// Question is the window that asks the confidence question.
type Question struct {
	Title, Answer, Submit string
}

// Code is the window that asks for the mailed code.
type Code struct {
	Title  string
	Intro  func(email string) string
	Field  string
	Submit string
	Later  string
}

// Contact is « Gérer vos coordonnées ».
type Contact struct {
	Breadcrumb                     []string
	Title, Name, Subscriber, Email string
	Question, Own, Answer, Current string
	Note, Set                      string
	Submit                         string
}

// Create is the form of a new space.
type Create struct {
	Breadcrumb                            []string
	Title, Civility                       string
	Civilities                            []string
	LastName, FirstName                   string
	Email, ConfirmEmail                   string
	Password, ConfirmPassword             string
	Question, OwnQuestion, Answer, Submit string
	Questions                             []string
}

// Expired is the wizard for a password that has expired.
type Expired struct {
	Title                   string
	Steps                   []string
	Address                 string
	Email, EmailPlaceholder string
	CopyImage               string
	ChangeImage, Listen     string
	Next                    string
	Password, Old, New      string
	Minimum, Confirm        string
	Previous, Submit        string
}

// Recap is the wizard's last page.
type Recap struct {
	Title, Done    string
	ValidUntil     func(policy.Date) (before, day, after string)
	MailComes      string
	Forgotten      string
	SignIn, Button string
}

// Strength is the meter.
type Strength struct {
	Empty  string
	Levels map[strength.Level]string
	Reason map[strength.Reason]string
	Count  func(typed, minimum int) string
}

// Captcha is the words of the image step.
type Captcha struct {
	Spoken  func(symbols []rune) string
	Hide    string
	Picture string // what the image is, for who cannot see it
}

// Overlays are the windows over any screen.
type Overlays struct {
	Advice  Advice
	Help    Document
	Support Support
	Keys    KeysWindow
	Leave   Leave
	Offer   Offer
	Letters Letters
}

// Advice is « Recommandations pour prévenir des usurpations ».
type Advice struct {
	Title             string
	Bullets           []string
	Mnemonic, Browser string
	MeterTitle, Meter string
	Refused, Allowed  string
	Reasons           string
}

// Document is a text in chapters.
type Document struct {
	Title    string
	Chapters []Chapter
}

// Chapter is one of them. A paragraph that starts with "- " is a list item.
type Chapter struct {
	Title      string
	Paragraphs []string
}

// Support says whom to call.
type Support struct {
	Title, Intro string
	Lines        []string
	Link         string
}

// Letters are the mails of the demonstration.
type Letters struct {
	Title, None    string
	From, To, Date func(string) string
}

// KeysWindow lists every key.
type KeysWindow struct{ Title string }

// Leave asks before typed text is lost.
type Leave struct{ Title, Question, Stay, Leave string }

// Offer says of a service that this terminal does not have it, and where it is.
type Offer struct {
	NotHere   string
	Where     string
	Services  map[string]string // what a service is, by its name on the screen
	Other     func(name string) string
	Forgotten []string
	Personal  []string
	CreateOff []string
}

// Errors are the sentences beside fields and above forms.
type Errors struct {
	Credentials, OldPassword, CurrentPassword string
	Throttled                                 func(time.Duration) string
	Captcha, Answer                           string
	AnswersLeft                               func(int) string
	Code                                      string
	Password                                  map[policy.Finding]string
	Missing, InvalidEmail, Invalid            string
	TooLong, EmailsDiffer, EmailTaken         string
	SameEmail, NothingTicked                  string
	NotExpired, Conflict, Step                string
	Unavailable, GivenUp, Unknown             string
	PasteControl, PasteTooLong, FieldFull     string
	NumberTaken                               string
}

// Notices are the sentences above a form that are no error.
type Notices struct {
	PasswordChanged, SignedOut   string
	SessionEnded, TooManyAnswers string
	QuestionChanged              string
	Created                      func(number string) string
	EmailChanged                 func(email string) string
	CodeSent                     func(email string) string
}

// Keys are the words of the foot and of the keys' window.
type Keys struct {
	Next, Previous, Submit, Toggle, Choose string
	Back, Close, Help, Keys, Reveal, Mask  string
	Advice, Support, Quit, Scroll, Act     string
	Plain, Letters, GiveUp                 string
	Tab, ShiftTab, Enter, Space, Escape    string // the keys' own names
	Arrows, LeftRight, Pages               string
}
