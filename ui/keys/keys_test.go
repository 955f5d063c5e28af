package keys_test

import (
	"reflect"
	"testing"

	"charm.land/bubbles/v2/key"

	"peremption/ui/keys"
	"peremption/ui/text"
)

// Every binding has keys, and a name and a word for the foot.
func TestBindingsCarryTheirHelp(t *testing.T) {
	m := reflect.ValueOf(keys.New(text.French()))
	for i := range m.NumField() {
		name := m.Type().Field(i).Name
		b := m.Field(i).Interface().(key.Binding)
		if h := b.Help(); h.Key == "" || h.Desc == "" || len(b.Keys()) == 0 || !b.Enabled() {
			t.Errorf("%s: keys %v, help %q %q", name, b.Keys(), h.Key, h.Desc)
		}
	}
}

// In a page no key means two things, and no plain character is taken away from
// the text fields but « ? », which only works outside them.
func TestPageKeysDoNotOverlap(t *testing.T) {
	m := keys.New(text.French())
	seen := map[string]int{}
	for i, b := range []key.Binding{
		m.Next, m.Previous, m.Act, m.Toggle, m.Choose, m.Back, m.Reveal, m.Advice,
		m.Help, m.HelpMark, m.Support, m.All, m.Plain, m.Quit,
	} {
		for _, code := range b.Keys() {
			if other, taken := seen[code]; taken {
				t.Errorf("%s is both %d and %d", code, other, i)
			}
			seen[code] = i
			if len([]rune(code)) == 1 && code != "?" {
				t.Errorf("%q could not be typed any more", code)
			}
		}
	}
}
