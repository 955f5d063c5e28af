package policy

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A vector is one case in one file of testdata/vectors: "key: value" lines, a
// blank line, then at least one line of comment that says what the case shows.
// Which keys a kind of vector has is fixed; any other fails, and so does a
// missing or repeated one.
type vector struct {
	name   string
	fields map[string]string
}

// vectorKeys lists the keys of each kind, required first, then optional after
// the empty string.
func vectorKeys(kind string) []string {
	switch kind {
	case "expiry":
		return []string{"kind", "requirement", "changed", "now", "state", "", "last", "left"}
	case "password":
		return []string{"kind", "requirement", "password", "findings", "", "confirmation", "current", "length"}
	}
	return nil
}

// vectors reads all files of one kind.
func vectors(t *testing.T, kind string) []vector {
	t.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, file := range files {
		v, err := readVector(file)
		if err != nil {
			t.Fatal(err)
		}
		if v.fields["kind"] == kind {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		t.Fatalf("no vector of kind %q", kind)
	}
	return all
}

func readVector(file string) (vector, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return vector{}, fmt.Errorf("read vector: %w", err)
	}
	v, err := parseVector(string(raw))
	if err != nil {
		return vector{}, fmt.Errorf("%s: %w", file, err)
	}
	v.name = strings.TrimSuffix(filepath.Base(file), ".txt")
	return v, nil
}

func parseVector(raw string) (vector, error) {
	header, comment, found := strings.Cut(raw, "\n\n")
	if !found || strings.TrimSpace(comment) == "" {
		return vector{}, fmt.Errorf("want a blank line and a comment after the header")
	}
	v := vector{fields: map[string]string{}}
	for lines := bufio.NewScanner(strings.NewReader(header)); lines.Scan(); {
		key, value, found := strings.Cut(lines.Text(), ": ")
		if !found {
			return vector{}, fmt.Errorf("line %q is not \"key: value\"", lines.Text())
		}
		if _, again := v.fields[key]; again {
			return vector{}, fmt.Errorf("key %q twice", key)
		}
		v.fields[key] = value
	}
	keys := vectorKeys(v.fields["kind"])
	if keys == nil {
		return vector{}, fmt.Errorf("unknown kind %q", v.fields["kind"])
	}
	required := keys[:slices.Index(keys, "")]
	for _, key := range required {
		if _, have := v.fields[key]; !have {
			return vector{}, fmt.Errorf("key %q is missing", key)
		}
	}
	for key := range v.fields {
		if key == "" || !slices.Contains(keys, key) {
			return vector{}, fmt.Errorf("unknown key %q", key)
		}
	}
	return v, nil
}

func TestVectorParserIsStrict(t *testing.T) {
	good := "kind: expiry\nrequirement: R-50\nchanged: never\nnow: 2024-01-01T00:00:00Z\nstate: expired\n\nwhy\n"
	if _, err := parseVector(good); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{
		"no comment":   strings.TrimSuffix(good, "\n\nwhy\n"),
		"unknown key":  "colour: red\n" + good,
		"repeated key": "kind: expiry\n" + good,
		"unknown kind": strings.Replace(good, "kind: expiry", "kind: taste", 1),
		"missing key":  strings.Replace(good, "state: expired\n", "", 1),
		"no colon":     "state\n" + good,
	} {
		if _, err := parseVector(raw); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
