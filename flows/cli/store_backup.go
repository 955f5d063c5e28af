package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newStoreBackupCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store to a new file, while others go on using it",
		Long: "Copy the store to a new file, while others go on using it. A file that exists is never\n" +
			"overwritten. The pepper is not in the copy: keep its file too, in another place.",
		Args: oneArg("a FILE to write"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.with(cmd.Context(), openOptions{}, func(b *backend) error {
				size, err := backUp(cmd.Context(), args[0], b.store.Backup)
				if err != nil {
					return err
				}
				return e.println("%d bytes in %s; the pepper is not among them: keep %s too, in another place",
					size, escape(args[0]), escape(b.pepper))
			})
		},
	}
}

// backUp writes what copyTo gives to a new file, for its owner alone. The file
// has its name only once it is whole and on the disk.
func backUp(ctx context.Context, path string, copyTo func(context.Context, io.Writer) error) (size int64, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, fmt.Errorf("%s exists, and a backup overwrites nothing: name a new file", path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("back up: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // 0600
	if err != nil {
		return 0, fmt.Errorf("back up: %w", err)
	}
	defer func() { _ = os.Remove(temp.Name()) }() // after success it has another name too
	counted := &countingWriter{w: temp}
	err = copyTo(ctx, counted)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return 0, fmt.Errorf("back up to %s: %w", path, err)
	}
	if err := publish(temp.Name(), path); err != nil {
		return 0, fmt.Errorf("back up: %w", err)
	}
	return counted.n, nil
}

// publish gives a file its name, unless somebody took it meanwhile: a link
// never replaces. Where the file system has no links a rename must do.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "rename", Path: path, Err: fs.ErrExist}
	}
	return os.Rename(temp, path)
}

// countingWriter counts what was written through it.
type countingWriter struct {
	w io.Writer
	n int64
}

// Write implements io.Writer.
func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
