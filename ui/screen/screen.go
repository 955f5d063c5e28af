// Package screen has one file for each room a person can be in. A room shows,
// reads keys and says what was asked; it never waits, never writes and never
// decides where to go. Its one constructor is the only way in, and starts it
// afresh.
package screen

import (
	"iter"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"peremption/ui/frame"
	"peremption/ui/keys"
	"peremption/ui/text"
	"peremption/ui/widget"
)

// Screen is a room, or a window over one. It is a value.
type Screen interface {
	// Update takes a key, a paste, a click or one of this package's messages.
	// The event is nil where nothing was asked. The command, if any, measures a
	// password; it does no input or output.
	Update(tea.Msg) (Screen, Event, tea.Cmd)
	// View draws: the same screen in the same area gives the same frame.
	View(frame.Area) frame.Frame
	// Bindings are the keys that mean something here and now, for the foot.
	Bindings() []key.Binding
	// Dirty reports whether typed text would be lost by leaving.
	Dirty() bool
	// InText reports whether a typed character would go into a field.
	InText() bool
	// Wipe empties and masks every password.
	Wipe() Screen
}

// Kit is what every room is made with: the session's words and keys.
type Kit struct {
	Text *text.Catalog
	Keys keys.Map
}

// NewKit returns the kit of a language.
func NewKit(t *text.Catalog) Kit { return Kit{Text: t, Keys: keys.New(t)} }

func (k Kit) sentences() widget.Sentences {
	return widget.Sentences{
		PasteControl: k.Text.Errors.PasteControl,
		PasteTooLong: k.Text.Errors.PasteTooLong,
		Full:         k.Text.Errors.FieldFull,
	}
}

// RefusedMsg tells a room that what it asked was refused. Page stands above
// the form, Fields beside the fields, by their IDs. Passwords are emptied
// unless KeepSecrets: a rule's refusal lets the person mend what they typed.
type RefusedMsg struct {
	Page        string
	Fields      map[string]string
	Focus       string // where to go on, if no field is wrong
	KeepSecrets bool
}

// NoticeMsg puts a sentence that is no error above the form.
type NoticeMsg Notice

// PictureMsg brings a new image to copy. Its symbols, for the spoken form, are
// behind a function, so that nothing that prints a room prints them.
type PictureMsg struct {
	Rows   []string
	Spoken iter.Seq[rune]
}

// MaskMsg hides a password that was shown for too long.
type MaskMsg struct{}

// FirstBox is the first of the identifiers' boxes: where to go on when none is
// ticked.
const FirstBox = "box.email"

// The IDs of controls and fields. Those of fields are the service's names.
const (
	idPersonal     = "space.personal"
	idProfessional = "space.professional"
	idSpace        = "link.space"
	idSite         = "link.site"
	idQuit         = "link.quit"
	idHelp         = "link.help"

	idTitle        = "title"
	idFirstName    = "first_name"
	idLastName     = "last_name"
	idEmail        = "email"
	idEmailConfirm = "email_confirm"
	idPassword     = "password"
	idConfirm      = "confirm"
	idOld          = "old_password"
	idQuestion     = "question"
	idOwnQuestion  = "own_question"
	idAnswer       = "answer"
	idCaptcha      = "captcha"
	idCode         = "code"

	idSubmit    = "submit"
	idCancel    = "cancel"
	idForgotten = "forgotten"
	idPay       = "pay"
	idCreate    = "create"
	idActivate  = "activate"
	idModify    = "modify"
	idPrivacy   = "privacy"
	idBoxEmail  = FirstBox
	idBoxSecret = "box.password"
	idRefresh   = "refresh"
	idListen    = "listen"
	idPrevious  = "previous"
	idSupport   = "support"
)
