package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"peremption/flows/account"
	"peremption/flows/captcha"
	"peremption/flows/mail"
	"peremption/policy"
	"peremption/store"
	"peremption/store/bolt"
	"peremption/store/shared"
)

// openOptions say what a command needs of the store.
type openOptions struct {
	create bool // make the store where there is none; else that is an error
	hashes bool // new hashes are made; else the service may start without the cost of one
	dryRun bool // write nothing
}

// backend is an open store with its peppers and its service.
type backend struct {
	store   store.Store
	keys    []policy.Key
	pepper  string // the file of the peppers
	service *account.Service
	log     *slog.Logger
	now     func() time.Time
	close   func() error
}

// with opens the store for one command and closes it again.
func (e *env) with(ctx context.Context, o openOptions, run func(*backend) error) error {
	b, err := e.open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(run(b), b.close())
}

// open opens the store that the global flags name.
func (e *env) open(ctx context.Context, o openOptions) (*backend, error) {
	path, err := e.flags.storePath()
	if err != nil {
		return nil, err
	}
	cost, _, err := e.flags.hashCost()
	if err != nil {
		return nil, err
	}
	composer, err := e.flags.composer()
	if err != nil {
		return nil, err
	}
	images, err := newCaptcha("")
	if err != nil {
		return nil, err
	}
	if !o.hashes || o.dryRun {
		cost = policy.MinCost
	}
	c := backendConfig{
		path: path, create: o.create, dryRun: o.dryRun, cost: cost,
		mailer: composer, captcha: images, now: time.Now,
	}
	if o.dryRun {
		return openDry(ctx, c)
	}
	return openBackend(ctx, c)
}

// backendConfig is what a backend is made from.
type backendConfig struct {
	path    string
	create  bool
	dryRun  bool
	cost    int
	mailer  mail.Composer
	captcha *captcha.Maker
	now     func() time.Time
}

// openDry opens a backend that writes nothing: not even a store, where there is
// none, but in a folder that is thrown away.
func openDry(ctx context.Context, c backendConfig) (*backend, error) {
	if _, err := os.Stat(c.path); !errors.Is(err, fs.ErrNotExist) {
		c.create = false
		return openBackend(ctx, c)
	}
	dir, err := os.MkdirTemp("", "peremption-dry-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the dry run: %w", err)
	}
	c.path, c.create = filepath.Join(dir, "dry.db"), true
	b, err := openBackend(ctx, c)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	closeStore := b.close
	b.close = func() error { return errors.Join(closeStore(), os.RemoveAll(dir)) }
	return b, nil
}

// openBackend opens, or joins, a store and makes its service.
func openBackend(ctx context.Context, c backendConfig) (*backend, error) {
	if _, err := os.Stat(c.path); !c.create && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no store at %s: name it with --store, or make it with `peremption account add`", c.path)
	}
	file := &logFile{path: logPath(c.path)}
	log := file.logger()
	s, err := shared.Open(ctx, c.path, shared.Options{
		Bolt:     bolt.Options{Now: c.now},
		Unshared: func(err error) { log.Warn("other programs cannot join this one on its store", "error", err) },
	})
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	b, err := newBackend(ctx, s, log, c)
	if err != nil {
		return nil, errors.Join(err, s.Close(), file.Close())
	}
	b.close = func() error { return errors.Join(s.Close(), file.Close()) }
	return b, nil
}

func newBackend(ctx context.Context, s store.Store, log *slog.Logger, c backendConfig) (*backend, error) {
	b := &backend{store: s, pepper: pepperPath(c.path), log: log, now: c.now}
	var err error
	if b.keys, err = openKeys(ctx, s, b.pepper, c.dryRun); err != nil {
		return nil, err
	}
	records := s
	if c.dryRun {
		records = newDryStore(s)
	}
	b.service, err = account.New(account.Config{
		Store: records, Hasher: policy.Hasher{Cost: c.cost, Keys: b.keys}, Captcha: c.captcha,
		Mailer: c.mailer, Now: c.now, Rand: rand.Reader, Log: log, CreateAllowed: true,
	})
	return b, err
}
