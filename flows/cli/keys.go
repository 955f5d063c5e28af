package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"peremption/policy"
	"peremption/store"
	"peremption/store/keyring"
)

// errPepper means that a key file is not the one of its store.
var errPepper = errors.New("put the store's own pepper file back, or every such password will be wrong")

// sampled is how many accounts are looked at when a store is opened, to find
// out whether the pepper is theirs; store check looks at all.
const sampled = 50

// pepperPath is where the peppers of a store are: beside it and not in it, so
// that neither it nor its backup holds them.
func pepperPath(store string) string { return store + ".pepper" }

// openKeys reads the peppers of a store. Only a store without accounts gets a
// new file: a new pepper beside old passwords would make them all wrong. In a
// dry run it gets none, and a key that nobody keeps.
func openKeys(ctx context.Context, s store.Store, path string, dryRun bool) ([]policy.Key, error) {
	accounts, _, err := s.Accounts(ctx, "", sampled)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	if _, err := os.Stat(path); dryRun && len(accounts) == 0 && errors.Is(err, fs.ErrNotExist) {
		key := policy.Key{ID: "dry", Bytes: make([]byte, keyring.MinKey)}
		_, err := rand.Read(key.Bytes)
		return []policy.Key{key}, err
	}
	ring, err := keyring.Open(path, len(accounts) == 0)
	if err != nil {
		return nil, err
	}
	keys := ring.Keys()
	if !theirs(accounts, keys) {
		return nil, fmt.Errorf("pepper %s is not the one that this store's passwords were hashed with: %w", path, errPepper)
	}
	return keys, nil
}

// theirs reports whether the keys fit: one of the passwords was hashed with one
// of them, or none with any.
func theirs(accounts []store.Account, keys []policy.Key) bool {
	keyed := false
	for _, a := range accounts {
		id := policy.KeyID(a.Hash)
		keyed = keyed || id != ""
		for _, key := range keys {
			if key.ID == id {
				return true
			}
		}
	}
	return !keyed
}
