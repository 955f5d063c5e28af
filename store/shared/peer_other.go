//go:build !linux

package shared

import "net"

// checkPeer trusts the permissions of the socket where the kernel has no
// portable way to say who is on the other end.
func checkPeer(*net.UnixConn) error { return nil }
