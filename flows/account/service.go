package account

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"peremption/flows/captcha"
	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
)

// minKey is the shortest pepper in bytes that is worth the name.
const minKey = 32

// patience bounds a commit that was handed over. From then on the caller's
// context no longer counts, or a cancelled wait could be told a lie.
const patience = 30 * time.Second

// lookPatience bounds the look for a change of which the store cannot say
// whether it was written; see resolve.
const lookPatience = 5 * time.Second

// Config is all that a Service needs. Nothing in it has a default but Workers
// and Log.
type Config struct {
	Store   store.Store
	Hasher  policy.Hasher
	Captcha *captcha.Maker
	Mailer  mail.Composer
	Now     func() time.Time
	Rand    io.Reader // crypto/rand.Reader but in tests
	// Workers is how many bcrypt run at once; 0 is the number of cores.
	Workers int
	// Log takes what the audit has no place for; nil is none. No secret and no
	// address is ever written to it.
	Log *slog.Logger
	// CreateAllowed lets anybody create an account.
	CreateAllowed bool
}

// Service is the one that changes accounts. Make it with New; it is safe for
// concurrent use and needs no closing of its own.
type Service struct {
	store   store.Store
	hashing *pool
	captcha *captcha.Maker
	mailer  mail.Composer
	now     func() time.Time
	log     *slog.Logger
	create  bool
	locks   *locks
	dummy   string // a hash that no password opens; see checkPassword
	// pepper keys the names of throttle counters (see passwordKey). It is the
	// oldest one: rotation puts a new one first, and must not empty the counters.
	pepper policy.Secret
	tail   tail
	shut   shut

	randMu sync.Mutex
	rand   io.Reader
}

// New checks the configuration and makes a Service. It runs bcrypt once, for
// the hash against which the passwords of nobody are checked.
func New(c Config) (*Service, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("configure accounts: %w", err)
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		store: c.Store, hashing: newPool(c.Hasher, c.Workers), captcha: c.Captcha, mailer: c.Mailer,
		now: c.Now, log: c.Log, create: c.CreateAllowed,
		locks: newLocks(), pepper: policy.NewSecret(string(c.Hasher.Keys[len(c.Hasher.Keys)-1].Bytes)), rand: c.Rand,
		shut: shut{until: map[string]time.Time{}},
	}
	nobody, err := s.newID()
	if err != nil {
		return nil, fmt.Errorf("configure accounts: %w", err)
	}
	if s.dummy, err = c.Hasher.Hash(policy.NewSecret(nobody)); err != nil {
		return nil, fmt.Errorf("configure accounts: %w", err)
	}
	return s, nil
}

func (c Config) check() error {
	switch {
	case c.Store == nil:
		return errors.New("no store")
	case c.Captcha == nil:
		return errors.New("no captcha")
	case c.Now == nil:
		return errors.New("no clock")
	case c.Rand == nil:
		return errors.New("no randomness")
	case c.Workers < 0:
		return errors.New("negative number of workers")
	case len(c.Hasher.Keys) == 0:
		return errors.New("no pepper")
	case c.Hasher.Cost < policy.MinCost || c.Hasher.Cost > policy.MaxImportedCost:
		return fmt.Errorf("bcrypt cost %d is not from %d to %d", c.Hasher.Cost, policy.MinCost, policy.MaxImportedCost)
	}
	for _, key := range c.Hasher.Keys {
		if len(key.Bytes) < minKey {
			return fmt.Errorf("pepper %q is shorter than %d bytes", key.ID, minKey)
		}
	}
	return c.Mailer.Check()
}

// Empty reports whether no account exists yet, so that the login screen can
// point to the creation of one.
func (s *Service) Empty(ctx context.Context) (bool, error) {
	accounts, _, err := s.store.Accounts(ctx, "", 1)
	if err != nil {
		return false, fmt.Errorf("look for accounts: %w", err)
	}
	return len(accounts) == 0, nil
}

// second is the present as records keep it.
func (s *Service) second() time.Time { return s.now().UTC().Truncate(time.Second) }

// newID returns 128 random bits in hexadecimal.
func (s *Service) newID() (string, error) {
	var raw [16]byte
	if err := s.random(raw[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw[:]), nil
}

func (s *Service) random(into []byte) error {
	s.randMu.Lock()
	defer s.randMu.Unlock()
	if _, err := io.ReadFull(s.rand, into); err != nil {
		return fmt.Errorf("read randomness: %w", err)
	}
	return nil
}

// letter composes one mail of this moment.
func (s *Service) letter(kind mail.Kind, to string, d mail.Data) (store.Mail, error) {
	id, err := s.newID()
	if err != nil {
		return store.Mail{}, err
	}
	d.ID, d.At = id, s.second()
	return s.mailer.Compose(kind, to, d)
}
