package captcha

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

// canary is an answer that no verb, type name or address spells by chance.
const canary = "q7w8z0y1"

// neither a challenge nor a maker prints its answer, whole, by
// value, inside other things, or as bytes in hexadecimal or decimal.
func TestNothingPrintsTheAnswer(t *testing.T) {
	m, err := NewFixed(seeded(40), canary)
	if err != nil {
		t.Fatal(err)
	}
	c, answer := made(t, m)
	if answer != canary {
		t.Fatal("the canary is not the answer")
	}

	things := map[string]any{
		"challenge":          c,
		"challenge by value": reflect.ValueOf(c).Elem(),
		"maker":              m,
		"maker by value":     reflect.ValueOf(m).Elem(),
		"spoken":             c.Spoken(),
		"picture":            c.Picture(),
		"field":              struct{ C *Challenge }{c},
		"hidden field": struct {
			c *Challenge
			m *Maker
		}{c, m},
		"list":  []any{c, m},
		"table": map[string]any{"c": c, "m": m},
	}
	for name, thing := range things {
		t.Run(name, func(t *testing.T) {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c", "%U", "%T", "%p", "%t"} {
				clean(t, verb, fmt.Sprintf(verb, thing))
			}
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("text", "thing", thing)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "thing", thing)
			clean(t, "slog", log.String())
			if text, err := json.Marshal(thing); err == nil {
				clean(t, "json", string(text))
			}
			if text, err := xml.Marshal(thing); err == nil {
				clean(t, "xml", string(text))
			}
		})
	}
	if got := fmt.Sprintf("%v %s %#v", c, m, c); got != "[captcha] [captcha] [captcha]" {
		t.Errorf("printed as %q", got)
	}
}

// the errors of a fixed answer do not repeat it.
func TestErrorsHideTheText(t *testing.T) {
	for _, text := range []string{canary + canary, canary[:7] + "!"} {
		_, err := NewFixed(seeded(41), text)
		if err == nil {
			t.Fatal("accepted")
		}
		clean(t, "error", err.Error())
	}
}

// clean fails if printed holds the canary in a form that can be read back.
func clean(t *testing.T, how, printed string) {
	t.Helper()
	lowered := strings.ToLower(printed)
	for _, form := range []string{
		canary[:6],
		fmt.Sprintf("%x", canary)[:10],
		strings.Trim(fmt.Sprint([]byte(canary)), "[]")[:11],
		strings.ToLower(strings.Trim(fmt.Sprintf("%#v", []byte(canary)), "[]byte{}"))[:14],
		"u+0071 u+0037",
	} {
		if strings.Contains(lowered, form) {
			t.Errorf("%s prints the answer", how)
		}
	}
}
