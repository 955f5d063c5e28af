package policy

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Costs of bcrypt: each step doubles the time.
const (
	DefaultCost = 12 // R-20; about a quarter of a second of one core in 2026
	MinCost     = bcrypt.MinCost
	// MaxImportedCost bounds what a hash made elsewhere may demand of this
	// machine at each login. It is above DefaultCost, so that a careful register
	// can be taken over; until such a hash is made anew, at its owner's first
	// login, its refusals take longer than others, which tells a patient stranger
	// that the address has an account. Whoever cannot have that imports no hash
	// above the configured cost. See Verify.
	MaxImportedCost = 15
)

// scheme opens each hash this package writes: "p1$key id$bcrypt hash". A value
// that starts with bcrypt's own "$2" was made elsewhere, of the password alone.
const scheme = "p1$"

// bcryptLength is the length of every bcrypt hash with a one-letter version.
const bcryptLength = 60

// Errors of verifying. A wrong password is no error.
var (
	// ErrUnknownKey means that the hash was made with a pepper that is not at hand.
	ErrUnknownKey = errors.New("pepper key is missing")
	// ErrBadHash means that a stored or imported hash cannot be read.
	ErrBadHash = errors.New("not a password hash")
)

// Key is one pepper: a secret of at least 32 bytes kept apart from the store.
// A stolen store alone is then worth nothing to a guesser.
type Key struct {
	ID    string // names the key in the hashes made with it
	Bytes []byte
}

// Hasher turns passwords into what is stored: NFC, then HMAC-SHA-384 under the
// pepper, then base64 (64 bytes, free of NUL and under bcrypt's limit of 72),
// then bcrypt. So length is never cut and a raised cost or a new pepper
// is taken up at the next success. It is slow on purpose: tens of milliseconds
// to seconds. Never call it in an Update.
type Hasher struct {
	// Cost is bcrypt's; 0 stands for DefaultCost.
	Cost int
	// Keys are the peppers at hand; the first makes new hashes, all verify.
	Keys []Key

	spent func(cost int) // told of each bcrypt of Verify, in tests
}

// Hash returns what to store for a password.
func (h Hasher) Hash(password Secret) (string, error) {
	if len(h.Keys) == 0 {
		return "", fmt.Errorf("hash: %w", ErrUnknownKey)
	}
	key := h.Keys[0]
	sum, err := bcrypt.GenerateFromPassword(digest(key, password.NFC()), h.cost())
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	return scheme + key.ID + "$" + string(sum), nil
}

// cost keeps bcrypt from putting its own, lower default in the place of 0.
func (h Hasher) cost() int {
	if h.Cost == 0 {
		return DefaultCost
	}
	return h.Cost
}

// Verify compares in constant time for a given hash. stale is true where the
// password is right and should be hashed anew: it was made elsewhere, at
// another cost, or with an older pepper.
//
// A wrong password costs what the configured cost costs, whatever hash it is
// compared with, or the time would tell which addresses have an account that
// came from elsewhere: the work that a cheaper hash saves is done for
// nothing. A text that is not composed costs twice that, for an imported hash
// may be of either form; that depends only on what was typed. A hash dearer than
// configured takes longer, and nothing can hide it. A right password costs what
// its hash costs, for who knows it learns nothing by that.
func (h Hasher) Verify(stored string, password Secret) (ok, stale bool, err error) {
	ok, stale, did, err := h.verify(stored, password)
	if err == nil && !ok {
		h.pad(did, password)
	}
	return ok, stale, err
}

// pad does the work that a refusal of this password lacks. The costs of bcrypt
// are powers of two, so what lacks is a sum of some of them.
func (h Hasher) pad(did int, password Secret) {
	due := 1 << h.cost()
	if password.Reveal() != password.NFC() {
		due *= 2
	}
	text := []byte(password.NFC())
	for cost := h.cost(); cost >= MinCost; cost-- {
		for due-did >= 1<<cost {
			_, _ = h.compare(fmt.Sprintf("$2a$%02d$%s", cost, noBody), text)
			did += 1 << cost
		}
	}
}

// noBody is salt and sum of a bcrypt hash that no known text has.
const noBody = "......................" + "..............................."

// verify is Verify without padding; did is the work done, in rounds of bcrypt.
func (h Hasher) verify(stored string, password Secret) (ok, stale bool, did int, err error) {
	if isForeign(stored) {
		return h.verifyForeign(stored, password)
	}
	id, sum, found := strings.Cut(strings.TrimPrefix(stored, scheme), "$")
	if !found || !strings.HasPrefix(stored, scheme) {
		return false, false, 0, fmt.Errorf("verify: %w", ErrBadHash)
	}
	for i, key := range h.Keys {
		if key.ID != id {
			continue
		}
		ok, err := h.compare(sum, digest(key, password.NFC()))
		if err != nil {
			return false, false, 0, err
		}
		cost, _ := bcrypt.Cost([]byte(sum)) // compare has read it already
		return ok, ok && (i > 0 || cost != h.cost()), 1 << cost, nil
	}
	return false, false, 0, fmt.Errorf("verify with key %q: %w", id, ErrUnknownKey)
}

// verifyForeign checks a bcrypt hash that was imported. Its maker may have
// hashed the text as typed or composed, and saw at most 72 bytes of it; a
// longer password is therefore accepted on those but never rehashed, or a slip
// in its unseen end would become the truth.
func (h Hasher) verifyForeign(stored string, password Secret) (ok, stale bool, did int, err error) {
	composed, typed := password.NFC(), password.Reveal()
	seen := composed
	if ok, err = h.compare(stored, []byte(composed)); err != nil {
		return false, false, 0, err
	}
	cost, _ := bcrypt.Cost([]byte(stored)) // compare has read it already
	did = 1 << cost
	if !ok && typed != composed {
		seen = typed
		ok, err = h.compare(stored, []byte(typed))
		did *= 2
	}
	return ok, ok && len(seen) <= 72, did, err
}

// CheckImported refuses a hash from elsewhere that this program could not, or
// should not, verify.
func CheckImported(hash string) error {
	cost, err := bcrypt.Cost([]byte(hash))
	switch {
	case err != nil || !hasKnownPrefix(hash) || len(hash) != bcryptLength:
		return fmt.Errorf("%w: want bcrypt, $2a$, $2b$ or $2y$ and 60 characters", ErrBadHash)
	case cost > MaxImportedCost:
		return fmt.Errorf("bcrypt cost %d is over %d", cost, MaxImportedCost)
	}
	return nil
}

// KeyID tells which pepper a stored hash needs; "" for one made elsewhere.
func KeyID(stored string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(stored, scheme), "$")
	if isForeign(stored) {
		return ""
	}
	return id
}

// NormalizeAnswer brings an answer to the confidence question to the form that
// is hashed: composed, case-folded, inner spaces single, outer ones gone, so
// that « le  Mans » and « Le Mans » are one.
func NormalizeAnswer(answer Secret) Secret {
	folded := cases.Fold().String(norm.NFC.String(answer.Reveal()))
	return NewSecret(strings.Join(strings.Fields(folded), " "))
}

func isForeign(stored string) bool { return strings.HasPrefix(stored, "$2") }

// hasKnownPrefix leaves out "$2x$", which marks hashes made by a faulty
// implementation that no other reproduces.
func hasKnownPrefix(hash string) bool {
	switch hash[:min(len(hash), 4)] {
	case "$2a$", "$2b$", "$2y$":
		return true
	}
	return false
}

// digest is the keyed step; base64 keeps NUL, where bcrypt would stop, out.
func digest(key Key, composed string) []byte {
	mac := hmac.New(sha512.New384, key.Bytes)
	mac.Write([]byte(composed))
	return base64.RawStdEncoding.AppendEncode(nil, mac.Sum(nil))
}

// compare tells a wrong password from a damaged hash. bcrypt itself would take
// a hash that lost its last character for one of another password.
func (h Hasher) compare(sum string, password []byte) (bool, error) {
	if len(sum) != bcryptLength {
		return false, fmt.Errorf("verify: %w", ErrBadHash)
	}
	if h.spent != nil {
		cost, _ := bcrypt.Cost([]byte(sum))
		h.spent(cost)
	}
	err := bcrypt.CompareHashAndPassword([]byte(sum), password)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, bcrypt.ErrMismatchedHashAndPassword):
		return false, nil
	}
	return false, fmt.Errorf("verify: %w", ErrBadHash)
}
