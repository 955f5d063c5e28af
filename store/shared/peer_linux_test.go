package shared

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// The weakness: a socket that a stranger listens on, or connects to. They must
// not be talked to.
func TestStrangerIsNotTrusted(t *testing.T) {
	for uid, want := range map[uint32]bool{0: true, 1000: true, 1001: false} {
		if trusted(uid, 1000) != want {
			t.Errorf("user %d at 1000's socket: %v", uid, !want)
		}
	}
}

func TestPeerOfOurOwnIsTrusted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	accepted := make(chan *net.UnixConn, 1)
	go func() {
		conn, err := socket.AcceptUnix()
		if err != nil {
			t.Error(err)
		}
		accepted <- conn
	}()
	conn, err := dial(t.Context(), socket.path, true) // checks the other end
	if err != nil {
		t.Fatal(err)
	}
	other := <-accepted
	if err := checkPeer(other); err != nil {
		t.Error(err)
	}
	_, _, _ = conn.Close(), other.Close(), socket.close()
}
