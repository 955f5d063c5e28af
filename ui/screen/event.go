package screen

import "peremption/policy"

// Event is what a person asked for. It is sealed: the session knows them all.
type Event interface{ event() }

// Wishes without content.
type (
	// PersonalAsked is the button of the personal space.
	PersonalAsked struct{}
	// ProfessionalAsked is the button of the professional space.
	ProfessionalAsked struct{}
	// SpaceAsked is the link to the space's first page.
	SpaceAsked struct{}
	// SiteAsked is the link to the public site.
	SiteAsked struct{}
	// SignOutAsked is « Quitter ».
	SignOutAsked struct{}
	// BackAsked is Échap or « Annuler ».
	BackAsked struct{}
	// CloseAsked closes the window.
	CloseAsked struct{}
	// LeaveConfirmed gives up what was typed.
	LeaveConfirmed struct{}
	// ForgottenAsked is « Mot de passe oublié ».
	ForgottenAsked struct{}
	// CreateAsked is « Créer mon espace professionnel ».
	CreateAsked struct{}
	// AlertAcknowledged is the alert's OK.
	AlertAcknowledged struct{}
	// ModifyAsked is « Modifier le mot de passe ».
	ModifyAsked struct{}
	// ServicesAsked is « Gérer les services ».
	ServicesAsked struct{}
	// IdentifiersAsked leads to the identifiers form.
	IdentifiersAsked struct{}
	// ContactAsked is « Gérer vos coordonnées ».
	ContactAsked struct{}
	// CodeAsked opens the window for a code that was mailed earlier.
	CodeAsked struct{}
	// PictureAsked wants another image.
	PictureAsked struct{}
	// PreviousAsked goes back one step of the wizard.
	PreviousAsked struct{}
	// RecapAcknowledged leaves the wizard's last page.
	RecapAcknowledged struct{}
	// AdviceAsked opens the recommendations.
	AdviceAsked struct{}
	// HelpAsked opens the leaflet.
	HelpAsked struct{}
	// SupportAsked opens the assistance.
	SupportAsked struct{}
	// RevealChanged tells that a password is shown, so that it can be masked
	// again in time.
	RevealChanged struct{}
)

// OfferAsked wants a service that this terminal does not have.
type OfferAsked struct{ Name string }

// LoginSubmitted is « Connexion ».
type LoginSubmitted struct {
	Email    string
	Password policy.Secret
}

// IdentifiersSubmitted is « Valider les modifications ».
type IdentifiersSubmitted struct {
	ChangeEmail         bool
	Email, EmailConfirm string
	ChangePassword      bool
	Password, Confirm   policy.Secret
}

// AnswerSubmitted answers the confidence question.
type AnswerSubmitted struct{ Answer policy.Secret }

// CodeSubmitted gives the mailed code.
type CodeSubmitted struct{ Code policy.Secret }

// ContactSubmitted changes the confidence question.
type ContactSubmitted struct {
	Question        string
	Answer, Current policy.Secret
}

// CreateSubmitted asks for a new space.
type CreateSubmitted struct {
	Title, FirstName, LastName string
	Email, EmailConfirm        string
	Password, Confirm          policy.Secret
	Question                   string
	Answer                     policy.Secret
}

// AddressSubmitted is the wizard's first step.
type AddressSubmitted struct{ Email, Captcha string }

// RenewalSubmitted is the wizard's second step.
type RenewalSubmitted struct{ Old, Password, Confirm policy.Secret }

func (PersonalAsked) event()        {}
func (ProfessionalAsked) event()    {}
func (SpaceAsked) event()           {}
func (SiteAsked) event()            {}
func (SignOutAsked) event()         {}
func (BackAsked) event()            {}
func (CloseAsked) event()           {}
func (LeaveConfirmed) event()       {}
func (ForgottenAsked) event()       {}
func (CreateAsked) event()          {}
func (AlertAcknowledged) event()    {}
func (ModifyAsked) event()          {}
func (ServicesAsked) event()        {}
func (IdentifiersAsked) event()     {}
func (ContactAsked) event()         {}
func (CodeAsked) event()            {}
func (PictureAsked) event()         {}
func (PreviousAsked) event()        {}
func (RecapAcknowledged) event()    {}
func (AdviceAsked) event()          {}
func (HelpAsked) event()            {}
func (SupportAsked) event()         {}
func (RevealChanged) event()        {}
func (OfferAsked) event()           {}
func (LoginSubmitted) event()       {}
func (IdentifiersSubmitted) event() {}
func (AnswerSubmitted) event()      {}
func (CodeSubmitted) event()        {}
func (ContactSubmitted) event()     {}
func (CreateSubmitted) event()      {}
func (AddressSubmitted) event()     {}
func (RenewalSubmitted) event()     {}
