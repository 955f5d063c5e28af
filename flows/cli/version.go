package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// shortRevision is how much of a commit's name tells it from the others.
const shortRevision = 12

// build is what the program knows of its own making.
type build struct {
	version, revision, time string
	modified                bool
}

// readBuild asks the binary itself, so that no build can carry a wrong number.
func readBuild() build {
	b := build{version: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.version = cmp.Or(info.Main.Version, b.version)
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value[:min(len(s.Value), shortRevision)]
		case "vcs.time":
			b.time = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

// String is the version with the commit it was made from.
func (b build) String() string {
	s := b.version
	if b.revision != "" {
		s += " (" + b.revision
		if b.time != "" {
			s += ", " + b.time
		}
		if b.modified {
			s += ", modified"
		}
		s += ")"
	}
	return s
}

func newVersionCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of this program",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			return e.println("peremption %s\n%s %s/%s", readBuild(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
}
