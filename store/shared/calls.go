package shared

import (
	"context"
	"fmt"

	"peremption/store"
)

// run does what a request that came in asks for.
func (c *call) run(ctx context.Context) (resp response, err error) {
	if c.req.Protocol != protocol {
		return resp, fmt.Errorf("protocol %d where the owner of the store has %d: %w", c.req.Protocol, protocol, store.ErrUnavailable)
	}
	switch c.req.Op {
	case opImport:
		resp.N, err = c.store.Import(ctx, c.accounts, c.refused)
	case opBackup:
		err = c.store.Backup(ctx, dataWriter{c})
	default:
		resp, err = perform(ctx, c.store, c.req)
	}
	return resp, err
}

// perform does what a request asks for that is one question and one answer.
func perform(ctx context.Context, s store.Store, req request) (resp response, err error) {
	limit := min(req.Limit, maxPage)
	switch req.Op {
	case opPing:
	case opByNumber:
		resp.Accounts = make([]store.Account, 1)
		resp.Accounts[0], err = s.ByNumber(ctx, req.Key)
	case opByEmail:
		resp.Accounts = make([]store.Account, 1)
		resp.Accounts[0], err = s.ByEmail(ctx, req.Key)
	case opCommit:
		resp.Version, err = s.Commit(ctx, req.Change)
	case opExpiring:
		resp.Accounts, resp.Cursor, err = s.Expiring(ctx, req.From, req.To, req.Cursor, limit)
	case opAccounts:
		resp.Accounts, resp.Cursor, err = s.Accounts(ctx, req.Cursor, limit)
	case opEvents:
		resp.Events, resp.Cursor, err = s.Events(ctx, req.Key, req.Cursor, limit)
	case opMails:
		resp.Mails, resp.Cursor, err = s.Mails(ctx, req.Cursor, limit)
	case opMailByID:
		resp.Mails = make([]store.Mail, 1)
		resp.Mails[0], err = s.MailByID(ctx, req.Key)
	case opClaim:
		resp.Mails, err = s.Claim(ctx, req.Owner, min(req.Limit, maxPage), req.Lease)
	case opSettle:
		err = s.Settle(ctx, req.Key, req.Owner, req.Delivery)
	case opHit:
		resp.Tally, err = s.Hit(ctx, req.Key, req.Schedule)
	case opCheck:
		resp.Report, err = s.Check(ctx)
	default:
		err = fmt.Errorf("no such call %q: %w", req.Op, store.ErrUnavailable)
	}
	return resp, err
}

// accounts is the sequence of accounts that an import's caller sends. Where it
// breaks off, the import's context ends with it.
func (c *call) accounts(yield func(store.Account) bool) {
	for {
		kind, body, err := readFrame(c.in)
		var batch []store.Account
		switch {
		case err == nil && kind == frameEnd:
			return
		case err == nil && kind == frameAccounts:
			err = decodeBody(body, &batch)
		case err == nil:
			err = fmt.Errorf("frame of kind %d in an import", kind)
		}
		if err != nil {
			c.cancel(err)
			return
		}
		for _, a := range batch {
			if !yield(a) {
				return
			}
		}
	}
}

// refused sends back an account that was left out. If it cannot be sent, the
// caller has gone, which accounts finds out.
func (c *call) refused(a store.Account, err error) {
	if frame, err := encodeFrame(frameRefused, refusal{a, toFailure(err)}); err == nil {
		_ = c.write(frame)
	}
}

// dataWriter sends a backup in frames.
type dataWriter struct{ *call }

// Write implements io.Writer.
func (w dataWriter) Write(p []byte) (n int, err error) {
	const most = 256 << 10
	for len(p) > 0 {
		part := p[:min(len(p), most)]
		frame, err := sealFrame(frameData, append(make([]byte, 5, 5+len(part)), part...))
		if err == nil {
			err = w.write(frame)
		}
		if err != nil {
			return n, err
		}
		n, p = n+len(part), p[len(part):]
	}
	return n, nil
}
