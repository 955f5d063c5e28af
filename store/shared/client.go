package shared

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"peremption/policy"
	"peremption/store"
)

var _ store.Store = (*client)(nil)

// client is a store that another process owns, for as long as that process
// runs. It keeps no connection: each call makes its own.
type client struct {
	path   string // of the file, with no link in it
	socket string
	made   bool // the socket's folder is the store's, see socketPath
	opts   Options
	quit   context.Context // ends with Close
	stop   context.CancelFunc
	turn   chan struct{} // holds one value while a call tries to become the owner

	mu     sync.Mutex
	own    store.Store // what we serve ourselves since the owner ended
	closed bool
	wg     sync.WaitGroup // calls under way
}

// join finds the owner of the store at path.
func join(ctx context.Context, path string, opts Options) (*client, error) {
	real, err := realPath(path)
	if err != nil {
		return nil, fmt.Errorf("join store %s: %w", path, err)
	}
	socket, made, err := socketPath(real)
	if err != nil {
		return nil, fmt.Errorf("join store %s: %w", path, err)
	}
	c := &client{path: real, socket: socket, made: made, opts: opts, turn: make(chan struct{}, 1)}
	c.quit, c.stop = context.WithCancel(context.Background())
	if err := c.ping(ctx); err != nil {
		c.stop()
		return nil, fmt.Errorf("join store %s: %w", path, err)
	}
	return c, nil
}

// ping asks the owner whether it is there, and for an answer in time: one that
// was stopped, or hangs, keeps the file and says nothing.
func (c *client) ping(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, c.opts.Bolt.Timeout)
	defer cancel()
	l, err := c.connect(soon, request{Op: opPing})
	if err == nil {
		_, err = l.answer()
		l.hangUp()
	}
	if err != nil && soon.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("its owner does not answer: %w", store.ErrUnavailable)
	}
	return err
}

// Close waits for the calls under way, and breaks off imports and backups. What
// we serve ourselves by now is closed as an owner closes it.
func (c *client) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.stop()
	c.wg.Wait()
	if own := c.inherited(); own != nil { // nobody inherits after the last call
		return own.Close()
	}
	return nil
}

// begin counts a call in, unless the store is closed or the caller has gone.
func (c *client) begin(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.wg.Add(1)
	return nil
}

// line is the connection of one call.
type line struct {
	conn   *net.UnixConn
	in     *bufio.Reader
	req    request
	ctx    context.Context
	unhook func() bool
}

// connect sends a request. An error means that nothing was done.
func (c *client) connect(ctx context.Context, req request) (*line, error) {
	req.Protocol = protocol
	if deadline, ok := ctx.Deadline(); ok {
		req.Timeout = max(time.Until(deadline), 1)
	}
	frame, err := encodeFrame(frameRequest, req)
	if err != nil {
		return nil, err
	}
	conn, err := dial(ctx, c.socket, c.made)
	if err != nil {
		return nil, lost(ctx, err)
	}
	l := &line{conn: conn, in: bufio.NewReader(conn), req: req, ctx: ctx}
	// Hanging up is how a call is cancelled.
	l.unhook = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if _, err := conn.Write(frame); err != nil {
		l.hangUp()
		return nil, lost(ctx, err)
	}
	return l, nil
}

func (l *line) hangUp() {
	l.unhook()
	_ = l.conn.Close() // its answer has come, or never will
}

// answer waits for the response of a call that sends nothing more.
func (l *line) answer() (response, error) {
	var resp response
	if err := expect(l.in, frameResponse, &resp); err != nil {
		return response{}, l.broken(err)
	}
	return resp, resp.Err.err()
}

// broken is the error of a call whose request was sent and whose answer did
// not come.
func (l *line) broken(err error) error {
	err = lost(l.ctx, err)
	if l.req.Op.writes() {
		return fmt.Errorf("%w: %w", store.ErrUnknown, err)
	}
	return err
}

// lost is the error of a connection: the caller's, where their time was up.
func lost(ctx context.Context, err error) error {
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
}

// call makes a call that is one question and one answer.
func (c *client) call(ctx context.Context, req request) (response, error) {
	resp, err := func() (response, error) {
		if err := c.begin(ctx); err != nil {
			return response{}, err
		}
		defer c.wg.Done()
		l, own, err := c.reach(ctx, req)
		if err != nil {
			return response{}, err
		}
		if own != nil {
			return perform(ctx, own, req)
		}
		defer l.hangUp()
		return l.answer()
	}()
	if err != nil {
		return response{}, fmt.Errorf("shared store: %s: %w", req.Op, err)
	}
	return resp, nil
}

// ByNumber implements store.Store.
func (c *client) ByNumber(ctx context.Context, number string) (store.Account, error) {
	return first(c.call(ctx, request{Op: opByNumber, Key: number}))
}

// ByEmail implements store.Store.
func (c *client) ByEmail(ctx context.Context, email string) (store.Account, error) {
	return first(c.call(ctx, request{Op: opByEmail, Key: email}))
}

func first(resp response, err error) (store.Account, error) {
	if err == nil && len(resp.Accounts) != 1 {
		err = errNoRecord
	}
	if err != nil {
		return store.Account{}, err
	}
	return resp.Accounts[0], nil
}

// errNoRecord means that the owner answered with no record and no error.
var errNoRecord = fmt.Errorf("%w: an answer without its record", store.ErrUnavailable)

// Commit implements store.Store.
func (c *client) Commit(ctx context.Context, change store.Change) (uint64, error) {
	resp, err := c.call(ctx, request{Op: opCommit, Change: change})
	return resp.Version, err
}

// Expiring implements store.Store.
func (c *client) Expiring(ctx context.Context, from, to policy.Date, cursor string, limit int) ([]store.Account, string, error) {
	req := request{Op: opExpiring, From: from, To: to, Cursor: cursor, Limit: limit}
	return list(ctx, c, req, func(r response) []store.Account { return r.Accounts })
}

// Accounts implements store.Store.
func (c *client) Accounts(ctx context.Context, cursor string, limit int) ([]store.Account, string, error) {
	req := request{Op: opAccounts, Cursor: cursor, Limit: limit}
	return list(ctx, c, req, func(r response) []store.Account { return r.Accounts })
}

// Events implements store.Store.
func (c *client) Events(ctx context.Context, number, cursor string, limit int) ([]store.Event, string, error) {
	req := request{Op: opEvents, Key: number, Cursor: cursor, Limit: limit}
	return list(ctx, c, req, func(r response) []store.Event { return r.Events })
}

// Mails implements store.Store.
func (c *client) Mails(ctx context.Context, cursor string, limit int) ([]store.Mail, string, error) {
	req := request{Op: opMails, Cursor: cursor, Limit: limit}
	return list(ctx, c, req, func(r response) []store.Mail { return r.Mails })
}

// list asks until it has as many items as were asked for: one answer holds
// only so many.
func list[T any](ctx context.Context, c *client, req request, items func(response) []T) ([]T, string, error) {
	var all []T
	for {
		resp, err := c.call(ctx, req)
		if err != nil {
			return nil, "", err
		}
		got := items(resp)
		all = append(all, got...)
		req.Cursor = resp.Cursor
		if req.Limit -= len(got); req.Limit <= 0 || req.Cursor == "" || len(got) == 0 {
			return all, req.Cursor, nil
		}
	}
}

// MailByID implements store.Store.
func (c *client) MailByID(ctx context.Context, id string) (store.Mail, error) {
	resp, err := c.call(ctx, request{Op: opMailByID, Key: id})
	if err == nil && len(resp.Mails) != 1 {
		err = errNoRecord
	}
	if err != nil {
		return store.Mail{}, err
	}
	return resp.Mails[0], nil
}

// Claim implements store.Store.
func (c *client) Claim(ctx context.Context, owner string, n int, lease time.Duration) ([]store.Mail, error) {
	resp, err := c.call(ctx, request{Op: opClaim, Owner: owner, Limit: n, Lease: lease})
	return resp.Mails, err
}

// Settle implements store.Store.
func (c *client) Settle(ctx context.Context, id, owner string, d store.Delivery) error {
	_, err := c.call(ctx, request{Op: opSettle, Key: id, Owner: owner, Delivery: d})
	return err
}

// Hit implements store.Store.
func (c *client) Hit(ctx context.Context, key string, s policy.Schedule) (store.Tally, error) {
	resp, err := c.call(ctx, request{Op: opHit, Key: key, Schedule: s})
	return resp.Tally, err
}

// Check implements store.Store.
func (c *client) Check(ctx context.Context) (store.Report, error) {
	resp, err := c.call(ctx, request{Op: opCheck})
	return resp.Report, err
}
