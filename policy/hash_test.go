package policy

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// hasher is as fast as bcrypt allows.
func hasher() Hasher {
	return Hasher{Cost: MinCost, Keys: []Key{{ID: "k1", Bytes: []byte(strings.Repeat("1", 32))}}}
}

func TestRightPasswordVerifiesAndOthersDoNot(t *testing.T) {
	h := hasher()
	stored := mustHash(t, h, "Violon-brume-castor-77-Ardoise")
	for password, want := range map[string]bool{
		"Violon-brume-castor-77-Ardoise":  true,
		"violon-brume-castor-77-Ardoise":  false,
		"Violon-brume-castor-77-Ardoise ": false,
		" Violon-brume-castor-77-Ardoise": false,
		"":                                false,
	} {
		ok, stale, err := h.Verify(stored, NewSecret(password))
		if err != nil || ok != want || stale {
			t.Errorf("%q: ok %v, stale %v, %v", password, ok, stale, err)
		}
	}
}

// NFC, and not NFKC.
func TestHashIsOfTheComposedText(t *testing.T) {
	h := hasher()
	stored := mustHash(t, h, "e\u0301cume \ufb01ne")
	for password, want := range map[string]bool{
		"\u00e9cume \ufb01ne": true, "e\u0301cume \ufb01ne": true, "\u00e9cume fine": false,
	} {
		if ok, _, err := h.Verify(stored, NewSecret(password)); ok != want || err != nil {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
}

// the salt is bcrypt's own.
func TestEqualPasswordsHashDifferently(t *testing.T) {
	h := hasher()
	if a, b := mustHash(t, h, strong), mustHash(t, h, strong); a == b {
		t.Errorf("two hashes are %q", a)
	}
}

// a raised cost is taken up at the next success, and only then.
func TestRaisedCostMakesHashesStale(t *testing.T) {
	h := hasher()
	stored := mustHash(t, h, strong)
	h.Cost++
	if ok, stale, err := h.Verify(stored, NewSecret(strong)); !ok || !stale || err != nil {
		t.Errorf("ok %v, stale %v, %v", ok, stale, err)
	}
	if ok, stale, err := h.Verify(stored, NewSecret("wrong")); ok || stale || err != nil {
		t.Errorf("wrong password: ok %v, stale %v, %v", ok, stale, err)
	}
	if ok, stale, err := h.Verify(mustHash(t, h, strong), NewSecret(strong)); !ok || stale || err != nil {
		t.Errorf("hashed anew: ok %v, stale %v, %v", ok, stale, err)
	}
}

// a new pepper makes new hashes, the old one still verifies, and without
// either key the store alone is worth nothing.
func TestPeppersRotate(t *testing.T) {
	old := hasher()
	stored := mustHash(t, old, strong)
	rotated := Hasher{Cost: MinCost, Keys: append([]Key{{ID: "k2", Bytes: []byte(strings.Repeat("2", 32))}}, old.Keys...)}
	if ok, stale, err := rotated.Verify(stored, NewSecret(strong)); !ok || !stale || err != nil {
		t.Errorf("old hash: ok %v, stale %v, %v", ok, stale, err)
	}
	renewed := mustHash(t, rotated, strong)
	if ok, stale, err := rotated.Verify(renewed, NewSecret(strong)); !ok || stale || err != nil {
		t.Errorf("new hash: ok %v, stale %v, %v", ok, stale, err)
	}
	if KeyID(stored) != "k1" || KeyID(renewed) != "k2" {
		t.Errorf("key ids %q and %q", KeyID(stored), KeyID(renewed))
	}
	if ok, _, err := old.Verify(renewed, NewSecret(strong)); ok || !errors.Is(err, ErrUnknownKey) {
		t.Errorf("without the key: %v, %v", ok, err)
	}
	forged := Hasher{Cost: MinCost, Keys: []Key{{ID: "k1", Bytes: []byte(strings.Repeat("x", 32))}}}
	if ok, _, err := forged.Verify(stored, NewSecret(strong)); ok || err != nil {
		t.Errorf("with another key of that name: %v, %v", ok, err)
	}
	if _, err := (Hasher{Cost: MinCost}).Hash(NewSecret(strong)); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("hashing without a key: %v", err)
	}
}

// bcrypt reads 72 bytes and stops at NUL. A person with a longer password
// would be let in with its beginning; the keyed digest prevents both.
func TestNoCharacterOfALongPasswordIsLost(t *testing.T) {
	h := hasher()
	emoji := strings.Repeat("🙂", 19)
	for _, pair := range [][2]string{
		{long(199) + "a", long(199) + "b"},
		{emoji + "🙂", emoji + "🙃"},
		{strong + "\x00a", strong + "\x00b"},
		{long(1000), long(999)},
	} {
		stored := mustHash(t, h, pair[0])
		if ok, _, err := h.Verify(stored, NewSecret(pair[0])); !ok || err != nil {
			t.Errorf("%d bytes: %v, %v", len(pair[0]), ok, err)
		}
		if ok, _, err := h.Verify(stored, NewSecret(pair[1])); ok || err != nil {
			t.Errorf("%d bytes and a slip at the end: %v, %v", len(pair[0]), ok, err)
		}
	}
}

// Hashes made elsewhere verify and are hashed anew, unless bcrypt saw only the
// beginning of the password.
func TestImportedHashesVerify(t *testing.T) {
	h := hasher()
	for _, c := range []struct {
		prefix, hashed, typed string
		ok, stale             bool
	}{
		{"$2a$", strong, strong, true, true},
		{"$2b$", strong, strong, true, true},
		{"$2y$", strong, strong, true, true},
		{"$2a$", strong, strong + "x", false, false},
		{"$2y$", "e\u0301cume", "e\u0301cume", true, true}, // hashed as it was typed
		{"$2y$", "\u00e9cume", "e\u0301cume", true, true},  // hashed composed
		{"$2b$", long(72), long(72), true, true},
		{"$2b$", long(72), long(72) + "slip", true, false}, // bcrypt cannot see the slip
	} {
		stored := imported(t, c.prefix, c.hashed)
		if err := CheckImported(stored); err != nil {
			t.Errorf("%s is refused: %v", c.prefix, err)
		}
		ok, stale, err := h.Verify(stored, NewSecret(c.typed))
		if ok != c.ok || stale != c.stale || err != nil {
			t.Errorf("%s of %d bytes, %d typed: ok %v, stale %v, %v", c.prefix, len(c.hashed), len(c.typed), ok, stale, err)
		}
		if KeyID(stored) != "" {
			t.Errorf("%s needs key %q", c.prefix, KeyID(stored))
		}
	}
}

// The attack: a decomposed password is longer than bcrypt reads although its
// composed form is not. Hashing it anew would make a slip in the unread end the
// person's password.
func TestImportedHashOfALongTypedFormIsNotMadeAnew(t *testing.T) {
	typed := strings.Repeat("e\u0301", 30) // 90 bytes, 60 composed
	stored := imported(t, "$2y$", typed[:72])
	if ok, stale, err := hasher().Verify(stored, NewSecret(typed)); !ok || stale || err != nil {
		t.Errorf("ok %v, stale %v, %v", ok, stale, err)
	}
}

// what a refusal costs tells nothing of the hash that was compared with:
// that of nobody (an own one), of a disabled account, of an import, of before a
// raise of the cost. It depends on what was typed, and on the configuration.
func TestRefusalsCostTheSame(t *testing.T) {
	cheap := hasher()
	h := hasher()
	h.Cost += 2
	rotated := h
	rotated.Keys = append([]Key{{ID: "k2", Bytes: []byte(strings.Repeat("2", 32))}}, h.Keys...)
	stored := map[string]string{
		"own": mustHash(t, h, strong), "own of before": mustHash(t, cheap, strong), "with another pepper": mustHash(t, rotated, strong),
		"imported, cost 4": imported(t, "$2y$", strong), "imported, cost 5": importedAt(t, "$2b$", strong, MinCost+1),
		"imported, cost 6": importedAt(t, "$2b$", strong, MinCost+2),
	}
	for typed, want := range map[string]int{
		"wrong": 1 << 6, "": 1 << 6, long(1000): 1 << 6, "\u00e9cume": 1 << 6, "e\u0301cume": 2 << 6,
	} {
		for name, hash := range stored {
			work := 0
			rotated.spent = func(cost int) { work += 1 << cost }
			if ok, stale, err := rotated.Verify(hash, NewSecret(typed)); ok || stale || err != nil {
				t.Errorf("%s, %d bytes: ok %v, stale %v, %v", name, len(typed), ok, stale, err)
			}
			if work != want {
				t.Errorf("%s, %d bytes typed: %d rounds, want %d", name, len(typed), work, want)
			}
		}
	}
	// One that is right does no more than it has to, and a dearer hash cannot be
	// made cheaper.
	for _, c := range []struct {
		name, hash, typed string
		want              int
	}{
		{"right", stored["imported, cost 4"], strong, 1 << 4},
		{"dearer", importedAt(t, "$2b$", strong, MinCost+3), "wrong", 1 << 7},
	} {
		work := 0
		rotated.spent = func(cost int) { work += 1 << cost }
		if _, _, err := rotated.Verify(c.hash, NewSecret(c.typed)); work != c.want || err != nil {
			t.Errorf("%s: %d rounds, want %d; %v", c.name, work, c.want, err)
		}
	}
}

// no cost is the default one, not bcrypt's lower own.
func TestNoCostIsTheDefault(t *testing.T) {
	if got := (Hasher{}).cost(); got != DefaultCost {
		t.Errorf("cost %d", got)
	}
}

func TestBadHashesAreErrorsAndNotWrongPasswords(t *testing.T) {
	h := hasher()
	good := mustHash(t, h, strong)
	for _, stored := range []string{
		"", "garbage", "$2b$", "$2b$10$tooshort", "p1$", "p1$k1", "p1$k1$", "p1$k1$garbage", good[:len(good)-1], "p2" + good[2:],
	} {
		if ok, stale, err := h.Verify(stored, NewSecret(strong)); ok || stale || !errors.Is(err, ErrBadHash) {
			t.Errorf("%q: ok %v, stale %v, %v", stored, ok, stale, err)
		}
	}
}

func TestCheckImportedRefusesWhatCannotOrShouldNotBeVerified(t *testing.T) {
	body := imported(t, "$2b$", strong)[7:]
	for _, hash := range []string{
		"", "garbage", "$1$md5crypt", "$2b$10$short", "$2b$10$" + body + "x", "$2x$10$" + body, "$2b$16$" + body, "$2b$31$" + body,
		"$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g",
	} {
		if err := CheckImported(hash); err == nil {
			t.Errorf("%q is taken", hash)
		}
	}
}

//
func TestAnswersAreComparedWithoutCaseOrSpaces(t *testing.T) {
	for _, answer := range []string{"Le Mans", "le  mans", "  LE MANS ", "le\u00a0mans"} {
		if got := NormalizeAnswer(NewSecret(answer)).Reveal(); got != "le mans" {
			t.Errorf("%q becomes %q", answer, got)
		}
	}
	if a, b := NormalizeAnswer(NewSecret("E\u0301tretat")), NormalizeAnswer(NewSecret("\u00e9TRETAT")); a.Reveal() != b.Reveal() {
		t.Errorf("%q and %q differ", a.Reveal(), b.Reveal())
	}
}

func mustHash(t *testing.T, h Hasher, password string) string {
	t.Helper()
	stored, err := h.Hash(NewSecret(password))
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// imported makes a bcrypt hash as another program would have, under its prefix.
func imported(t *testing.T, prefix, password string) string {
	t.Helper()
	return importedAt(t, prefix, password, MinCost)
}

func importedAt(t *testing.T, prefix, password string, cost int) string {
	t.Helper()
	sum, err := bcrypt.GenerateFromPassword([]byte(password), cost)
	if err != nil {
		t.Fatal(err)
	}
	return prefix + string(sum[4:])
}
