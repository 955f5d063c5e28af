package cli

import (
	"log/slog"
	"os"
	"sync"
)

// logPath is where faults of the system are written down: beside the store, as
// the screens leave no other place. Nothing that was typed goes there.
func logPath(store string) string { return store + ".log" }

// logFile is made with its first line and is its owner's alone: who has no
// faults has no file.
type logFile struct {
	path string

	mu   sync.Mutex
	file *os.File
}

// logger writes JSON lines.
func (l *logFile) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(l, nil)) }

// Write implements io.Writer.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		file, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return 0, err
		}
		l.file = file
	}
	return l.file.Write(line)
}

// Close ends the log, if anything was written.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
