package shared

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"peremption/store"
)

// Deadlines of the server. The peer is a process on the same machine, so these
// only ever meet one that has stopped.
const (
	requestTime = 10 * time.Second // for a request to arrive
	answerTime  = 30 * time.Second // for a frame to be taken
	lastTime    = 2 * time.Second  // for answers that are due while we close
)

// server answers calls on behalf of a store.
type server struct {
	store  store.Store
	socket *socket
	ctx    context.Context // ends with the server
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu      sync.Mutex
	conns   map[*net.UnixConn]bool // whether its request has arrived
	closing bool
}

// serve begins to answer.
func serve(s store.Store, socket *socket) *server {
	srv := &server{store: s, socket: socket, conns: map[*net.UnixConn]bool{}}
	srv.ctx, srv.cancel = context.WithCancel(context.Background())
	srv.wg.Go(srv.accept)
	return srv
}

// close stops accepting, breaks off what could take long, and waits for the
// rest. Everyone is answered, or hung up on.
func (s *server) close() error {
	s.cancel()
	s.mu.Lock()
	s.closing = true
	for conn, busy := range s.conns {
		if busy {
			_ = conn.SetDeadline(time.Now().Add(lastTime))
		} else {
			_ = conn.Close()
		}
	}
	s.mu.Unlock()
	err := s.socket.close()
	s.wg.Wait()
	return err
}

func (s *server) accept() {
	for {
		conn, err := s.socket.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			// Out of descriptors, most likely: let somebody finish first.
			select {
			case <-s.ctx.Done():
				return
			case <-time.After(100 * time.Millisecond):
				continue
			}
		}
		if !s.track(conn, false) {
			_ = conn.Close()
			return
		}
		s.wg.Go(func() {
			defer s.forget(conn)
			s.answer(conn)
		})
	}
}

// track notes the state of a connection; false means that the server closes.
func (s *server) track(conn *net.UnixConn, busy bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.conns[conn] = busy
	return true
}

func (s *server) forget(conn *net.UnixConn) {
	_ = conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// answer takes one call. What goes wrong with the connection concerns nobody
// here: the caller notices.
func (s *server) answer(conn *net.UnixConn) {
	if checkPeer(conn) != nil {
		return
	}
	in := bufio.NewReader(conn)
	var req request
	_ = conn.SetReadDeadline(time.Now().Add(requestTime))
	if expect(in, frameRequest, &req) != nil || !s.track(conn, true) {
		return
	}
	_ = conn.SetReadDeadline(time.Time{})

	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	if req.Op.streams() {
		defer context.AfterFunc(s.ctx, func() { cancel(store.ErrUnavailable) })()
	}
	if req.Timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, req.Timeout)
		defer stop()
	}
	c := &call{server: s, conn: conn, in: in, req: req, cancel: cancel}
	if req.Op != opImport { // which reads on itself
		watched := make(chan struct{})
		go func() {
			defer close(watched)
			_, _ = in.Peek(1) // returns when the caller hangs up, or we do
			cancel(nil)
		}()
		defer func() { _ = conn.Close(); <-watched }()
	}
	resp, err := c.run(ctx)
	c.respond(ctx, resp, err)
}

// call is one call being answered.
type call struct {
	*server
	conn   *net.UnixConn
	in     io.Reader
	req    request
	cancel context.CancelCauseFunc
}

// respond sends the outcome.
func (c *call) respond(ctx context.Context, resp response, err error) {
	if errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), store.ErrUnavailable) {
		err = fmt.Errorf("%w: it is being closed", store.ErrUnavailable)
	}
	if errors.Is(err, store.ErrClosed) { // ours, not the caller's
		err = fmt.Errorf("%w: it was closed", store.ErrUnavailable)
	}
	resp.Err = toFailure(err)
	frame, err := encodeFrame(frameResponse, resp)
	if err != nil {
		if frame, err = encodeFrame(frameResponse, response{Err: toFailure(err)}); err != nil {
			return
		}
	}
	if c.write(frame) == nil && c.req.Op == opImport {
		// Accounts may still be on their way; hanging up now could cost the
		// caller the answer.
		_ = c.conn.SetReadDeadline(time.Now().Add(lastTime))
		_, _ = io.Copy(io.Discard, c.in)
	}
}

// write sends a frame.
func (c *call) write(frame []byte) error {
	limit := answerTime
	if c.ctx.Err() != nil {
		limit = lastTime
	}
	_ = c.conn.SetWriteDeadline(time.Now().Add(limit))
	_, err := c.conn.Write(frame)
	return err
}
