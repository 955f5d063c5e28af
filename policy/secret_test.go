package policy

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// canary must never leave a Secret but by Reveal.
const canary = "Violon-brume-castor-77-Ardoise"

// A form holds secrets in every place where printing might reach them.
type form struct {
	Name     string
	Password Secret
	Pointer  *Secret
	Map      map[string]Secret
	Slice    []Secret
	Inner    struct{ Secret Secret }
	Any      any
	hidden   Secret
}

func filledForm() form {
	s := NewSecret(canary)
	f := form{
		Name: "x", Password: s, Pointer: &s, Map: map[string]Secret{"k": s}, Slice: []Secret{s}, Any: s, hidden: s,
	}
	f.Inner.Secret = s
	return f
}

// The attack: somebody logs a whole struct, an error or a panic value that
// has a password somewhere inside. Whatever prints it, the text must not show,
// neither as characters nor as bytes.
func TestSecretsAreNeverPrinted(t *testing.T) {
	f := filledForm()
	values := map[string]any{
		"secret": f.Password, "pointer": f.Pointer, "form": f, "form pointer": &f, "map": f.Map, "slice": f.Slice,
		"anonymous": struct{ s Secret }{f.Password}, "hasher input": NewPassword{Password: f.Password, Current: f.Password},
		"error": errors.Join(fmt.Errorf("refused %v", f.Password)), "key": map[any]int{f.Pointer: 1},
	}
	for name, value := range values {
		for _, verb := range "vsqdxXbcopUTteEfFgG" {
			for _, flags := range []string{"", "+", "#", " ", "0", "-40", ".3", "#+ "} {
				sees(t, name, fmt.Sprintf("%"+flags+string(verb), value))
			}
		}
		sees(t, name, fmt.Sprint(value), fmt.Sprintln(value))
	}
}

func TestSecretsAreNeverLoggedOrEncoded(t *testing.T) {
	f := filledForm()
	var out bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		log := slog.New(handler).With("bound", f.Password)
		log.Error("failed", "secret", f.Password, "pointer", f.Pointer, "form", f, "ref", &f, "map", f.Map, "err", fmt.Errorf("%w: %v", ErrBadHash, f))
	}
	encoded, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	markup, err := xml.Marshal(f.Password)
	if err != nil {
		t.Fatal(err)
	}
	var binary bytes.Buffer
	if err := gob.NewEncoder(&binary).Encode(f.Password); err != nil {
		t.Logf("gob refuses it: %v", err)
	}
	sees(t, "encodings", out.String(), string(encoded), string(markup), binary.String())
	if !strings.Contains(string(encoded), redacted) {
		t.Errorf("JSON is %s", encoded)
	}
}

// exactly as typed.
func TestSecretsRevealWhatWasTyped(t *testing.T) {
	for _, typed := range []string{"", " a ", "e\u0301", "a\x00b", "\xff"} {
		s := NewSecret(typed)
		if s.Reveal() != typed || s.Empty() != (typed == "") {
			t.Errorf("%q comes back as %q", typed, s.Reveal())
		}
	}
	if (Secret{}).Reveal() != "" || !(Secret{}).Empty() {
		t.Error("the zero secret is not empty")
	}
	if NewSecret("e\u0301 \ufb01").NFC() != "\u00e9 \ufb01" {
		t.Error("NFC is not the composed form alone")
	}
}

func TestWipedSecretsAreGoneFromEveryCopy(t *testing.T) {
	s := NewSecret(canary)
	other := s
	s.Wipe()
	if strings.ContainsAny(other.Reveal(), canary) {
		t.Errorf("a copy still holds %q", other.Reveal())
	}
	Secret{}.Wipe()
}

// sees fails where any of the outputs shows the canary as text, in hexadecimal
// or as numbers.
func sees(t *testing.T, name string, outputs ...string) {
	t.Helper()
	forms := []string{
		canary[:6], fmt.Sprintf("%x", canary[:6]), fmt.Sprintf("% x", canary[:6]),
		strings.Trim(fmt.Sprint([]byte(canary[:6])), "[]"), fmt.Sprintf("%U", []rune(canary[:1])[0]),
	}
	for _, out := range outputs {
		for _, f := range forms {
			if strings.Contains(strings.ToLower(out), strings.ToLower(f)) {
				t.Errorf("%s is printed as %.200q", name, out)
			}
		}
	}
}
