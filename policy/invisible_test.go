package policy

import (
	"testing"
	"unicode"
)

// what nobody can see makes two names that look alike.
func TestInvisible(t *testing.T) {
	for _, r := range []rune{
		0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d, 0x200e, 0x202e,
		0x2060, 0x2065, 0x2066, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0xfffb, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xe01ef,
	} {
		if !Invisible(r) || !HasInvisible("lila"+string(r)) {
			t.Errorf("%U passes for visible", r)
		}
	}
	for _, s := range []string{"", "Lila O'Brien-Le Gall", "e\u0301", "Œuvrard", "用户", "Привет", "שלום", "नमस्ते", "한국", "🙂", "a b\u00a0c"} {
		if HasInvisible(s) {
			t.Errorf("%q passes for invisible", s)
		}
	}
	for r := range rune(firstInvisible) {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			t.Errorf("%U is below the first", r)
		}
	}
}
