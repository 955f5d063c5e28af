package shared

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// checkPeer refuses a connection to or from another person's process. Root's
// is let in: it could read the file anyhow.
func checkPeer(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	var peer *syscall.Ucred
	var peerErr error
	err = raw.Control(func(fd uintptr) {
		peer, peerErr = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err == nil {
		err = peerErr
	}
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	if !trusted(peer.Uid, os.Geteuid()) {
		return fmt.Errorf("user %d is on the other end", peer.Uid)
	}
	return nil
}

func trusted(peer uint32, self int) bool { return peer == 0 || int(peer) == self }
