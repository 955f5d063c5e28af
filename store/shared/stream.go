package shared

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"peremption/store"
)

// accountsPerFrame is how many accounts of an import travel together.
const accountsPerFrame = 64

// long runs a call that may take long, on our own store or on the owner's:
// Close breaks it off.
func (c *client) long(ctx context.Context, req request, ours func(context.Context, store.Store) error, theirs func(*line) error) error {
	err := func() error {
		if err := c.begin(ctx); err != nil {
			return err
		}
		defer c.wg.Done()
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(c.quit, func() { cancel(store.ErrClosed) })()
		l, own, err := c.reach(ctx, req)
		switch {
		case err != nil:
		case own != nil:
			err = ours(ctx, own)
		default:
			defer l.hangUp()
			err = theirs(l)
		}
		if err != nil && errors.Is(context.Cause(ctx), store.ErrClosed) {
			err = fmt.Errorf("%w: %w", store.ErrClosed, err)
		}
		return err
	}()
	if err != nil {
		return fmt.Errorf("shared store: %s: %w", req.Op, err)
	}
	return nil
}

// Backup implements store.Store.
func (c *client) Backup(ctx context.Context, w io.Writer) error {
	ours := func(ctx context.Context, s store.Store) error { return s.Backup(ctx, w) }
	return c.long(ctx, request{Op: opBackup}, ours, func(l *line) error {
		for {
			kind, body, err := readFrame(l.in)
			if err != nil {
				return l.broken(err)
			}
			switch kind {
			case frameData:
				if _, err := w.Write(body); err != nil {
					return err
				}
			case frameResponse:
				var resp response
				if err := decodeBody(body, &resp); err != nil {
					return l.broken(err)
				}
				return resp.Err.err()
			default:
				return l.broken(fmt.Errorf("frame of kind %d in a backup", kind))
			}
		}
	})
}

// Import implements store.Store. Accounts are sent as they come, and refused
// is called between them, on the caller's goroutine.
func (c *client) Import(ctx context.Context, accounts iter.Seq[store.Account], refused func(store.Account, error)) (n int, err error) {
	ours := func(ctx context.Context, s store.Store) (err error) {
		n, err = s.Import(ctx, accounts, refused)
		return err
	}
	err = c.long(ctx, request{Op: opImport}, ours, func(l *line) error {
		imp := &sending{line: l, refused: refused, answered: make(chan struct{})}
		go imp.listen()
		sendErr := imp.send(accounts)
		if sendErr != nil && !errors.Is(sendErr, errAnswered) {
			l.hangUp() // nothing more will come, and the owner must know
		}
		<-imp.answered
		imp.report()
		n = imp.resp.N
		if imp.err != nil {
			return l.broken(imp.err)
		}
		return imp.resp.Err.err()
	})
	return n, err
}

// errAnswered stops the sending: the owner gave up, and has said why.
var errAnswered = errors.New("answered before the end")

// sending is the client's half of an import.
type sending struct {
	*line
	refused func(store.Account, error)

	mu   sync.Mutex
	left []refusal // came, not yet told

	answered chan struct{} // closed when resp or err is there
	resp     response
	err      error
}

// listen takes what the owner sends, whatever the caller is doing: if both
// only sent, both would wait for ever.
func (s *sending) listen() {
	defer close(s.answered)
	for {
		kind, body, err := readFrame(s.in)
		if err != nil {
			s.err = err
			return
		}
		switch kind {
		case frameRefused:
			var r refusal
			if s.err = decodeBody(body, &r); s.err != nil {
				return
			}
			s.mu.Lock()
			s.left = append(s.left, r)
			s.mu.Unlock()
		case frameResponse:
			s.err = decodeBody(body, &s.resp)
			return
		default:
			s.err = fmt.Errorf("frame of kind %d in an import", kind)
			return
		}
	}
}

// send sends all accounts and the end of them.
func (s *sending) send(accounts iter.Seq[store.Account]) error {
	batch := make([]store.Account, 0, accountsPerFrame)
	for a := range accounts {
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if batch = append(batch, a); len(batch) < accountsPerFrame {
			continue
		}
		if err := s.flush(batch); err != nil {
			return err
		}
		batch = batch[:0]
	}
	// A caller breaks an import off by ending its context, perhaps while
	// making the last account.
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	if err := s.flush(batch); err != nil {
		return err
	}
	end, err := sealFrame(frameEnd, make([]byte, 5))
	if err == nil {
		_, err = s.conn.Write(end)
	}
	return err
}

// flush sends some accounts and tells which were left out meanwhile.
func (s *sending) flush(batch []store.Account) error {
	select {
	case <-s.answered:
		return errAnswered
	default:
	}
	s.report()
	if len(batch) == 0 {
		return nil
	}
	frame, err := encodeFrame(frameAccounts, batch)
	if errors.Is(err, store.ErrTooLarge) && len(batch) > 1 {
		half := len(batch) / 2
		if err := s.flush(batch[:half]); err != nil {
			return err
		}
		return s.flush(batch[half:])
	}
	if err != nil { // this one account cannot travel, let alone be stored
		s.refused(batch[0], err)
		return nil
	}
	_, err = s.conn.Write(frame)
	return err
}

// report tells the caller which accounts were left out.
func (s *sending) report() {
	s.mu.Lock()
	left := s.left
	s.left = nil
	s.mu.Unlock()
	for _, r := range left {
		s.refused(r.Account, r.Err.err())
	}
}
