package text_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/text"
)

// silent are the texts that say nothing, with the reason.
var silent = map[string]string{
	"Strength.Reason[0]": "there is no reason to give",
}

// each calls visit with every sentence of the catalogue, those of functions
// made with sample arguments.
func each(visit func(path, sentence string)) {
	walk("", reflect.ValueOf(*text.French()), visit)
}

func walk(path string, v reflect.Value, visit func(path, sentence string)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			walk(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i), visit)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			visit(path, "")
		}
		for i := range v.Len() {
			walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	case reflect.Map:
		if v.Len() == 0 {
			visit(path, "")
		}
		for _, k := range v.MapKeys() {
			walk(fmt.Sprintf("%s[%v]", path, number(k)), v.MapIndex(k), visit)
		}
	case reflect.Func:
		if v.IsNil() {
			visit(path, "")
			return
		}
		var in []reflect.Value
		for i := range v.Type().NumIn() {
			in = append(in, sample(v.Type().In(i)))
		}
		for i, out := range v.Call(in) {
			walk(fmt.Sprintf("%s(…)%d", path, i), out, visit)
		}
	case reflect.String:
		visit(path, v.String())
	}
}

// number shows a key of a map, an enumeration by its figure.
func number(k reflect.Value) any {
	if k.CanInt() {
		return k.Int()
	}
	return k.Interface()
}

func sample(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[string]():
		return reflect.ValueOf("sample")
	case reflect.TypeFor[int]():
		return reflect.ValueOf(12)
	case reflect.TypeFor[policy.Date]():
		return reflect.ValueOf(policy.Date{Year: 2024, Month: time.July, Day: 22})
	case reflect.TypeFor[time.Duration]():
		return reflect.ValueOf(4 * time.Minute)
	case reflect.TypeFor[[]rune]():
		return reflect.ValueOf([]rune("a2"))
	}
	return reflect.Zero(t)
}

func TestEveryTextSaysSomething(t *testing.T) {
	used := map[string]bool{}
	each(func(path, sentence string) {
		used[path] = true
		if empty := strings.TrimSpace(sentence) == ""; empty != (silent[path] != "") {
			t.Errorf("%s is %q", path, sentence)
		}
	})
	for path := range silent {
		if !used[path] {
			t.Errorf("the exception for %s is not needed any more", path)
		}
	}
	if len(used) < 250 {
		t.Errorf("only %d texts are found", len(used))
	}
}

// A text is composed, holds no control or hidden character, and no space that
// shows as none: the frame binds plain ones (screens have plain spaces before
// punctuation).
func TestTextsAreFitToBeShown(t *testing.T) {
	each(func(path, sentence string) {
		if sentence != norm.NFC.String(sentence) {
			t.Errorf("%s is not composed: %q", path, sentence)
		}
		for _, r := range sentence {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r != ' ' {
				t.Errorf("%s holds %U", path, r)
			}
		}
		if strings.Contains(sentence, "  ") || strings.TrimSpace(sentence) != strings.Trim(sentence, "\n") && !strings.Contains(path, "(…)") {
			t.Errorf("%s has a space too many: %q", path, sentence)
		}
	})
}

var (
	closeUp   = regexp.MustCompile(`[^\s : ;!?][;!?](\s|$)`)
	openMarks = regexp.MustCompile(`«[^ ]|[^ ]»`)
)

// French typography: a space before ; ! ? and inside « ».
func TestPunctuationHasItsSpaces(t *testing.T) {
	each(func(path, sentence string) {
		if strings.Contains(sentence, "1tvmq2t!A") {
			return // the leaflet's mnemonic is a password
		}
		if found := closeUp.FindString(sentence); found != "" && sentence != "?" {
			t.Errorf("%s: %q in %q", path, found, sentence)
		}
		if found := openMarks.FindString(sentence); found != "" {
			t.Errorf("%s: %q in %q", path, found, sentence)
		}
	})
}

// Each finding of the rules and each verdict of the meter has its sentence.
func TestEveryVerdictHasItsSentence(t *testing.T) {
	words := text.French()
	for f := policy.Missing; f <= policy.Mismatch; f++ {
		if words.Errors.Password[f] == "" {
			t.Errorf("no sentence for %v", f)
		}
	}
	for l := strength.Faible; l <= strength.Fort; l++ {
		if words.Strength.Levels[l] == "" {
			t.Errorf("no sentence for %v", l)
		}
	}
	for r := strength.None + 1; r <= strength.Guessable; r++ {
		if words.Strength.Reason[r] == "" {
			t.Errorf("no sentence for %v", r)
		}
	}
	if len(words.Errors.Password) != int(policy.Mismatch)+1 || len(words.Strength.Reason) != int(strength.Guessable)+1 {
		t.Error("a sentence for what does not exist, or a new verdict that this test does not know")
	}
}
