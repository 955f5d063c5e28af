package policy

import (
	"fmt"
	"log/slog"

	"golang.org/x/text/unicode/norm"
)

// redacted stands wherever a Secret would have been printed.
const redacted = "[secret]"

// Secret is a password, an answer or a code on its way through the program.
// No fmt verb, slog handler or encoding prints it: it holds a function, not
// bytes, so that even reflection over a struct that contains one shows an
// address. The zero Secret is empty. R-61.
type Secret struct {
	reveal func() []byte
}

// NewSecret takes what was typed, exactly as it was typed (R-03: no trim, no
// case folding, no cut).
func NewSecret(typed string) Secret {
	if typed == "" {
		return Secret{}
	}
	held := []byte(typed)
	return Secret{reveal: func() []byte { return held }}
}

// Reveal returns the text itself. Call it only to hash, to compare or to
// measure, and keep the result in no struct, error or log.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return string(s.reveal())
}

// NFC returns the text in Unicode's composed form, the one that is counted,
// compared and hashed. R-05: NFC and not NFKC, so that "ﬁ" stays different
// from "fi".
func (s Secret) NFC() string { return norm.NFC.String(s.Reveal()) }

// Empty reports whether nothing was typed.
func (s Secret) Empty() bool { return s.reveal == nil || len(s.reveal()) == 0 }

// Wipe overwrites the held bytes; every copy of this Secret is empty text of
// zero bytes from then on. Strings already revealed are out of reach (Go
// strings cannot be erased), so reveal late and seldom.
func (s Secret) Wipe() {
	if s.reveal != nil {
		clear(s.reveal())
	}
}

// Format implements fmt.Formatter for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// String implements fmt.Stringer.
func (Secret) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, and so JSON.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
