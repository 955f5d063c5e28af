// Package keyring keeps the peppers: the keys without which no stored password
// can be checked. They live in a file beside the store and not in it, so that
// a stolen store, or its backup, is worth nothing to a guesser.
//
// The file is text, one key a line, the newest first:
//
//	# what follows a number sign is a remark
//	2026a 3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=
//
// A key is a name, which the hashes made with it carry, and at least 32 bytes
// in base64. The file belongs to one person alone (0600); one that others can
// read is refused, because its keys must be taken for known.
package keyring

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"peremption/policy"
)

// Errors of a key file; each comes with the file's name, and nothing of a key.
var (
	// ErrMissing means that there is no file where there must be one.
	ErrMissing = errors.New("key file is missing: restore it from its backup, no password can be checked without it")
	// ErrExposed means that others can read or replace the file.
	ErrExposed = errors.New("key file is open to others: set its permissions to 0600, and run peremption store rotate-pepper if anybody may have read it")
	// ErrMalformed means that the file says something else than keys.
	ErrMalformed = errors.New("key file is malformed")
)

// MinKey is the size in bytes below which a key is refused.
const MinKey = 32

// Limits of a file that is taken for a keyring at all.
const (
	maxFile = 64 << 10
	maxName = 64
)

// Ring is the keys of one file, the newest first.
type Ring struct {
	path string
	keys []policy.Key
}

// Keys returns the keys for policy.Hasher: the first makes new hashes, all
// verify.
func (r Ring) Keys() []policy.Key {
	keys := make([]policy.Key, len(r.keys))
	for i, k := range r.keys {
		keys[i] = policy.Key{ID: k.ID, Bytes: bytes.Clone(k.Bytes)}
	}
	return keys
}

// Format implements fmt.Formatter for every verb: it names the keys and shows
// nothing of them.
func (r Ring) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "keyring")
	for _, k := range r.keys {
		_, _ = io.WriteString(f, " "+k.ID)
	}
}

// parse reads the text of a key file.
func parse(data []byte) ([]policy.Key, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("%w: over %d bytes", ErrMalformed, maxFile)
	}
	var keys []policy.Key
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		key, err := parseKey(fields)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		for _, other := range keys {
			switch {
			case other.ID == key.ID:
				return nil, fmt.Errorf("line %d: %w: a second key %q", n, ErrMalformed, key.ID)
			case bytes.Equal(other.Bytes, key.Bytes):
				return nil, fmt.Errorf("line %d: %w: keys %q and %q are the same", n, ErrMalformed, other.ID, key.ID)
			}
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%w: no key in it", ErrMalformed)
	}
	return keys, nil
}

// parseKey reads a line. Its errors quote nothing: a name may be a key that
// slipped a column.
func parseKey(fields []string) (policy.Key, error) {
	if len(fields) != 2 {
		return policy.Key{}, fmt.Errorf("%w: want a name and a key", ErrMalformed)
	}
	if !validName(fields[0]) {
		return policy.Key{}, fmt.Errorf("%w: a name is 1 to %d letters, digits, - or _", ErrMalformed, maxName)
	}
	secret, err := base64.StdEncoding.Strict().DecodeString(fields[1])
	if err != nil {
		return policy.Key{}, fmt.Errorf("%w: the key is not base64", ErrMalformed)
	}
	if len(secret) < MinKey {
		return policy.Key{}, fmt.Errorf("%w: a key of %d bytes, want at least %d", ErrMalformed, len(secret), MinKey)
	}
	return policy.Key{ID: fields[0], Bytes: secret}, nil
}

// validName tells whether a name can stand in a hash, between its $ signs.
func validName(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// format writes what parse reads.
func format(keys []policy.Key) []byte {
	out := []byte("# The keys of the passwords, the newest first. Keep a copy apart from the\n" +
		"# store's: without this file no password can be checked.\n")
	for _, k := range keys {
		out = fmt.Appendf(out, "%s %s\n", k.ID, base64.StdEncoding.EncodeToString(k.Bytes))
	}
	return out
}
