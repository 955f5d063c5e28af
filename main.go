// Command peremption renews passwords of the French tax administration's
// professional space, in a terminal.
package main

import (
	"os"

	"peremption/flows/cli"
)

func main() {
	// Bubble Tea would write every key that is typed, passwords too, to the
	// file that this names.
	_ = os.Unsetenv("TEA_TRACE")
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, cli.ShowScreens))
}
