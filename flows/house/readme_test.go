package house

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"peremption/flows/route"
	"peremption/policy/strength"
	"peremption/ui/text"
)

// writeReadme brings the drawn parts of the README up to date instead of
// comparing them.
var writeReadme = flag.Bool("readme", false, "rewrite the drawn parts of README.md")

// shots are the screens that the README shows, by the golden files they are.
func shots() map[string]string {
	return map[string]string{
		"alert":           "TestAlert/over_login_80x24.golden",
		"identifiers":     "TestIdentifiers/meter_fort_80x24.golden",
		"expired_address": "TestExpiredAddress/picture_80x24.golden",
		"recap":           "TestRecap/done_80x24.golden",
	}
}

var (
	diagramBlock = regexp.MustCompile("(?s)(<!-- diagram -->\n```mermaid\n)(.*?)(```\n<!-- /diagram -->)")
	screenBlock  = regexp.MustCompile("(?s)(<!-- screen: ([a-z_]+) -->\n```text\n)(.*?)(```\n<!-- /screen -->)")
)

// What the README draws is what the program draws.
func TestReadmeShowsTheRealThing(t *testing.T) {
	name := filepath.Join(root, "README.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	was := string(data)
	now := diagramBlock.ReplaceAllString(was, "${1}"+route.Diagram()+"${3}")
	shown := map[string]bool{}
	now = screenBlock.ReplaceAllStringFunc(now, func(block string) string {
		part := screenBlock.FindStringSubmatch(block)
		shown[part[2]] = true
		return part[1] + shot(t, part[2]) + part[4]
	})
	for name := range shots() {
		if !shown[name] {
			t.Errorf("README.md does not show %s", name)
		}
	}
	if now == was {
		return
	}
	if !*writeReadme {
		t.Fatal("README.md shows what is no longer so; bring it up to date with: go test ./flows/house -readme")
	}
	if err := os.WriteFile(name, []byte(now), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shot is the text of a golden file, less the line that tells of the cursor.
func shot(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "ui", "screen", "testdata", shots()[name]))
	if err != nil {
		t.Fatalf("the golden that README.md shows as %s: %v", name, err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	return strings.Join(lines[:len(lines)-1], "\n") + "\n"
}

// The README's table of examples is what the meter says.
func TestReadmeTellsWhatTheMeterSays(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (Faible|Normal|Fort) \\| ([^|]*?) ?\\|$").FindAllStringSubmatch(string(data), -1)
	if len(rows) < 4 {
		t.Fatalf("only %d examples found", len(rows))
	}
	words := text.French().Strength
	for _, row := range rows {
		r := strength.Estimate(row[1], strength.Person{})
		if got := r.Level.String(); got != strings.ToLower(row[2]) || words.Reason[r.Reason] != row[3] {
			t.Errorf("README.md says %q is %s (%s); the meter says %s (%s)", row[1], row[2], row[3], got, words.Reason[r.Reason])
		}
	}
	for _, figure := range []float64{strength.FaibleBelow, strength.FortFrom} {
		if !strings.Contains(string(data), fmt.Sprintf("10^%g", figure)) {
			t.Errorf("README.md does not name the threshold 10^%g", figure)
		}
	}
}
