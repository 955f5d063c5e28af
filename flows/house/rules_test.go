package house

import (
	"go/ast"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// ban forbids imports to the packages under a path, with the reason.
type ban struct {
	under   string
	imports []string // a path, or a prefix that ends in /
	why     string
	except  map[string]string // import: reason
}

func bans() []ban {
	own := func(rooms ...string) []string {
		paths := make([]string, len(rooms))
		for i, r := range rooms {
			paths[i] = module + "/" + r + "/"
		}
		return paths
	}
	return []ban{
		{under: "policy", imports: append(own("ui", "flows", "store"), "os", "net", "net/", "database/", "charm.land/"),
			why: "rules are pure: no disk, network or terminal"},
		{under: "store", imports: append(own("ui", "flows"), "charm.land/"),
			why: "records know bytes, keys and versions, and nothing above them"},
		{under: "ui", imports: append(own("flows", "store"), "os", "net", "net/", "crypto/", "golang.org/x/crypto/", "go.etcd.io/"),
			why: "a room shows, reads keys and says what was asked; it never waits or writes"},
		{under: "ui/widget", imports: own("ui/screen"), why: "a part of a page knows no page"},
		{under: "ui/frame", imports: own("ui/screen", "ui/widget"), why: "laying out knows nothing of what is laid out"},
		{under: "ui/text", imports: append(own("ui/"), "charm.land/"), why: "words come before everything that shows them"},
		{under: "flows/route", imports: []string{module + "/", "charm.land/"}, why: "where a fact leads is a table, and pure"},
		{under: "flows/captcha", imports: own("ui", "store"), why: "a challenge lives in the session that shows it"},
		{under: "flows/account", imports: append(own("flows/session", "flows/cli", "ui/screen", "ui/widget", "ui/frame"), "charm.land/"),
			why: "the service serves any face"},
		{under: "flows/session", imports: append(own("flows/cli", "store"), "go.etcd.io/"),
			why: "a session reaches the records through the service alone"},
	}
}

func TestRoomsImportDownwardOnly(t *testing.T) {
	all := packages(t)
	for _, b := range bans() {
		found := false
		for _, p := range all {
			name := strings.TrimPrefix(p.ImportPath, module+"/")
			if name != b.under && !strings.HasPrefix(name, b.under+"/") || strings.HasSuffix(name, "test") {
				continue
			}
			found = true
			for _, imported := range p.Imports {
				if banned(imported, b.imports) && b.except[imported] == "" {
					t.Errorf("%s imports %s: %s", name, imported, b.why)
				}
			}
		}
		if !found {
			t.Errorf("the ban on %s guards nothing: no such package", b.under)
		}
	}
}

func banned(imported string, list []string) bool {
	return slices.ContainsFunc(list, func(b string) bool {
		return imported == strings.TrimSuffix(b, "/") || strings.HasSuffix(b, "/") && strings.HasPrefix(imported, b)
	})
}

// maxLines is the length of a file that is one room.
const maxLines = 400

func TestAFileIsOneRoom(t *testing.T) {
	for _, f := range sources(t) {
		if f.lines > maxLines {
			t.Errorf("%s has %d lines, over %d", f.path, f.lines, maxLines)
		}
	}
}

// notSentences are the places outside ui/text where French words are data.
func notSentences() map[string]string {
	return map[string]string{
		"policy/strength/": "words and months that a password may hold",
	}
}

func TestFrenchSentencesLiveInOneRoom(t *testing.T) {
	exceptions := notSentences()
	used := map[string]bool{}
	for _, f := range sources(t) {
		if f.test() || strings.HasPrefix(f.path, "ui/text/") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			value, err := strconv.Unquote(lit.Value)
			if err != nil || !french(value) {
				return true
			}
			for prefix := range exceptions {
				if strings.HasPrefix(f.path, prefix) {
					used[prefix] = true
					return true
				}
			}
			t.Errorf("%s: %q belongs in ui/text", f.set.Position(lit.Pos()), value)
			return true
		})
	}
	for prefix := range exceptions {
		if !used[prefix] {
			t.Errorf("the exception for %s is not needed any more", prefix)
		}
	}
}

// french reports whether a text has an accented letter, or the look of a
// French sentence without one.
func french(s string) bool {
	for _, r := range s {
		if r > unicode.MaxASCII && unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	padded := " " + strings.ToLower(s) + " "
	for _, word := range []string{" le ", " la ", " les ", " votre ", " vous ", " mot de ", " est ", " pour ", " une "} {
		if strings.Contains(padded, word) {
			return true
		}
	}
	return false
}

func TestColoursLiveInOneRoom(t *testing.T) {
	for _, f := range sources(t) {
		if f.test() || strings.HasPrefix(f.path, "ui/theme/") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "lipgloss" && (sel.Sel.Name == "Color" || sel.Sel.Name == "NewStyle") {
				t.Errorf("%s: styles are made in ui/theme", f.set.Position(call.Pos()))
			}
			return true
		})
	}
}

// A package's duty is said where it begins.
func TestEveryPackageSaysItsDuty(t *testing.T) {
	said := map[string]bool{}
	seen := map[string]bool{}
	for _, f := range sources(t) {
		dir := f.path[:max(0, strings.LastIndex(f.path, "/"))]
		if f.test() {
			continue
		}
		seen[dir] = true
		said[dir] = said[dir] || f.tree.Doc != nil
	}
	for dir := range seen {
		if !said[dir] {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// The top level is closed: a newcomer finds the rooms, and nothing else.
func TestTheTopLevelIsClosed(t *testing.T) {
	allowed := []string{"main.go", "ui", "flows", "policy", "store", "go.mod", "go.sum", "README.md", "LICENSE"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top", e.Name())
		}
	}
}

// No init function and no work at import: what a program does, it does from
// main on.
func TestNothingHappensAtImport(t *testing.T) {
	for _, f := range sources(t) {
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", f.path)
			}
		}
	}
}
