package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"peremption/policy"
)

// Limits of RFC 5321, in bytes.
const (
	maxEmail = 254
	maxLocal = 64
	maxLabel = 63
)

// ValidEmail returns a typed address as it is stored, composed and without
// outer spaces, and whether it can be one. It is pragmatic: one @, and around
// it what mailboxes of this century look like, internationalised ones included.
// Quoted local parts, comments and IP literals are refused, and so are signs
// that do not show: two addresses that look alike must be one. Whether the
// mailbox exists only a letter can tell.
func ValidEmail(typed string) (email string, ok bool) {
	if len(typed) > 4*maxEmail || !utf8.ValidString(typed) {
		return "", false
	}
	email = norm.NFC.String(strings.TrimSpace(typed))
	local, domain, found := strings.Cut(email, "@")
	if !found || len(email) > maxEmail || !validLocal(local) || !validDomain(domain) {
		return "", false
	}
	return email, true
}

func validLocal(local string) bool {
	if local == "" || len(local) > maxLocal || strings.HasPrefix(local, ".") ||
		strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return false
	}
	for _, r := range local {
		if !isLetterOrDigit(r) && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return false
		}
	}
	return true
}

// validDomain wants two labels at least: a bare host reaches nobody outside.
func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, r := range label {
			if !isLetterOrDigit(r) && r != '-' {
				return false
			}
		}
	}
	return true
}

func isLetterOrDigit(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !policy.Invisible(r)
}

// maskEmail leaves enough of an address to recognise it by.
func maskEmail(email string) string {
	local, domain, found := strings.Cut(email, "@")
	if !found {
		return "…"
	}
	first, _ := utf8.DecodeRuneInString(local)
	return string(first) + "…@" + domain
}

// form gathers the faults of an input in the order of its fields.
type form struct{ refusal InputError }

func (f *form) fault(field Field, fault Fault) {
	f.refusal.Fields = append(f.refusal.Fields, FieldFault{field, fault})
}

// err is the refusal, or nil where nothing is wrong.
func (f *form) err() error {
	if len(f.refusal.Fields) == 0 && f.refusal.Verdict.OK() {
		return nil
	}
	return &f.refusal
}

// line checks one line of text that others will read, and returns it composed,
// outer spaces gone. What does not show is refused in it: it would make one name
// look like another, or hide its end.
func (f *form) line(field Field, typed string) string {
	return f.text(field, typed, policy.HasInvisible)
}

// text checks one line of text for control characters and for what else is bad
// in it.
func (f *form) text(field Field, typed string, bad func(string) bool) string {
	if len(typed) > 4*MaxField {
		f.fault(field, FaultTooLong)
		return ""
	}
	clean := norm.NFC.String(strings.TrimSpace(typed))
	switch {
	case clean == "":
		f.fault(field, FaultMissing)
	case !utf8.ValidString(clean) || policy.HasControl(clean) || strings.ContainsAny(clean, "\u2028\u2029") || bad(clean):
		f.fault(field, FaultInvalid)
	case utf8.RuneCountInString(clean) > MaxField:
		f.fault(field, FaultTooLong)
	}
	return clean
}

// email checks an address and, beside it, its confirmation.
func (f *form) email(typed, confirm string) string {
	email := f.address(typed)
	if strings.TrimSpace(confirm) == "" {
		f.fault(FieldEmailConfirm, FaultMissing)
	} else if again, _ := ValidEmail(confirm); email != "" && again != email {
		f.fault(FieldEmailConfirm, FaultMismatch)
	}
	return email
}

// address checks an address; "" where it is refused.
func (f *form) address(typed string) string {
	email, ok := ValidEmail(typed)
	switch {
	case strings.TrimSpace(typed) == "":
		f.fault(FieldEmail, FaultMissing)
	case !ok:
		f.fault(FieldEmail, FaultInvalid)
	}
	return email
}

// title checks the form of address.
func (f *form) title(typed string) {
	switch typed {
	case "Mme", "M.":
	case "":
		f.fault(FieldTitle, FaultMissing)
	default:
		f.fault(FieldTitle, FaultInvalid)
	}
}

// secret checks that something was typed, and no more than a password may hold.
func (f *form) secret(field Field, typed policy.Secret) {
	switch {
	case typed.Empty():
		f.fault(field, FaultMissing)
	case len(typed.Reveal()) > policy.MaxBytes:
		f.fault(field, FaultTooLong)
	}
}

// answer checks a new answer to the confidence question as it will be hashed.
// Like a password it is shown to nobody, so it may hold what does not show.
func (f *form) answer(typed policy.Secret) {
	f.text(FieldAnswer, typed.Reveal(), func(string) bool { return false })
}
