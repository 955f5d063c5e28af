package policy

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"peremption/policy/strength"
)

// strong is 20 random characters; longer passwords are made of them.
const strong = "v#8Kq!zR2m@Lx0^pW5&t"

// rosemonde is the leaflet's own subscriber.
func rosemonde() strength.Person {
	return strength.Person{
		Email: "lila.rosemonde@orange.fr", FirstName: "Lila", LastName: "ROSEMONDE",
		Subscriber: "20101670101919",
	}
}

// see testdata/vectors/password-*.txt.
func TestPasswordVectors(t *testing.T) {
	for _, v := range vectors(t, "password") {
		t.Run(v.name, func(t *testing.T) {
			password := unquote(t, v.fields["password"])
			confirmation := password
			if c, ok := v.fields["confirmation"]; ok {
				confirmation = unquote(t, c)
			}
			current := ""
			if c, ok := v.fields["current"]; ok {
				current = unquote(t, c)
			}
			got := Check(NewPassword{
				Password: NewSecret(password), Confirmation: NewSecret(confirmation),
				Current: NewSecret(current), Person: rosemonde(),
			})
			if names := findingNames(got); names != v.fields["findings"] {
				t.Errorf("findings %q, want %q; strength %+v", names, v.fields["findings"], got.Strength)
			}
			if want, ok := v.fields["length"]; ok && strconv.Itoa(got.Strength.Length) != want {
				t.Errorf("length %d, want %s", got.Strength.Length, want)
			}
		})
	}
}

// long is welcome up to a bound that is told.
func TestLengthsUpTo256AreAcceptedAndNoMore(t *testing.T) {
	for _, c := range []struct {
		name     string
		password string
		want     string
	}{
		{"64", long(64), "none"},
		{"128", long(128), "none"},
		{"256", long(256), "none"},
		{"257", long(257), "too-long"},
		{"256 of two bytes", long(236) + "çàéùèêîôûëïüöäâñåøæœ", "none"},
		{"256 of four bytes is 1024", strings.Repeat("🙂", 256), "too-weak"},
		{"1025 bytes, 205 characters", strings.Repeat("🙂\u0301\u0301", 128) + "x", "too-long"},
		{"a megabyte", strings.Repeat("v", 1<<20), "too-long"},
		{"a megabyte of controls", strings.Repeat("\x00", 1<<20), "too-long"},
	} {
		secret := NewSecret(c.password)
		got := Check(NewPassword{Password: secret, Confirmation: secret})
		if findingNames(got) != c.want {
			t.Errorf("%s: %q, want %q", c.name, findingNames(got), c.want)
		}
	}
}

// refused before anything measures it, so that a huge paste costs nothing.
func TestHugePasswordsAreRefusedAtOnce(t *testing.T) {
	secret := NewSecret(strings.Repeat("e\u0301", 1<<20))
	start := time.Now()
	if got := Check(NewPassword{Password: secret, Confirmation: secret}); !got.Has(TooLong) || got.Strength.Length != 0 {
		t.Errorf("%v, measured as %+v", got.Findings, got.Strength)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

// the last of many characters counts.
func TestPasswordsThatDifferInTheLastCharacterMismatch(t *testing.T) {
	got := Check(NewPassword{Password: NewSecret(long(100) + "a"), Confirmation: NewSecret(long(100) + "b")})
	if findingNames(got) != "mismatch" {
		t.Errorf("findings %v", got.Findings)
	}
}

// everything that can be printed may be used.
func TestEveryPrintableCharacterIsAccepted(t *testing.T) {
	for _, r := range " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~éÀœç€«»🙂密й\u00a0" {
		secret := NewSecret(strong + string(r))
		if got := Check(NewPassword{Password: secret, Confirmation: secret}); !got.OK() {
			t.Errorf("%q: %v", r, got.Findings)
		}
	}
}

func TestFindingsAndVerdicts(t *testing.T) {
	v := Verdict{Findings: []Finding{TooShort, Mismatch}}
	if v.OK() || !v.Has(Mismatch) || v.Has(TooWeak) || !(Verdict{}).OK() {
		t.Errorf("verdict %v misreports itself", v.Findings)
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"", strong, "\xff", "a\x00b", strings.Repeat("e\u0301", 20), strings.Repeat("🙂", 300)} {
		f.Add(s, s, strong)
	}
	f.Fuzz(func(t *testing.T, password, confirmation, current string) {
		got := Check(NewPassword{
			Password: NewSecret(password), Confirmation: NewSecret(confirmation), Current: NewSecret(current),
		})
		if !slices.IsSorted(got.Findings) || len(slices.Compact(slices.Clone(got.Findings))) != len(got.Findings) {
			t.Errorf("%q: findings %v are out of order or repeated", password, got.Findings)
		}
		if !got.OK() {
			return
		}
		composed := norm.NFC.String(password)
		n := utf8.RuneCountInString(composed)
		if n < MinLength || n > MaxLength || len(password) > MaxBytes || HasControl(password) ||
			composed != norm.NFC.String(confirmation) || composed == norm.NFC.String(current) {
			t.Errorf("%q is accepted", password)
		}
	})
}

// long returns n characters that no pattern explains.
func long(n int) string {
	state := uint32(2463534242)
	b := make([]byte, n)
	for i := range b {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		b[i] = byte('!' + state%94)
	}
	return string(b)
}

func findingNames(v Verdict) string {
	if v.OK() {
		return "none"
	}
	var names []string
	for _, f := range v.Findings {
		names = append(names, f.String())
	}
	return strings.Join(names, " ")
}

// unquote reads a value written as a Go string, so that spaces and controls show.
func unquote(t *testing.T, s string) string {
	t.Helper()
	text, err := strconv.Unquote(s)
	if err != nil {
		t.Fatalf("%s is not a quoted text", s)
	}
	return text
}
