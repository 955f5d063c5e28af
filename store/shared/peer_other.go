//go:build !linux

package shared

import "net"

// checkPeer trusts the place of the socket, which ourSocket has looked at, where
// the kernel has no portable way to say who is on the other end.
func checkPeer(*net.UnixConn) error { return nil }
