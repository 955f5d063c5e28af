package mail

import (
	"bytes"
	"fmt"
	"io"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"time"

	"peremption/store"
)

// Letter is a mail as its reader sees it.
type Letter struct {
	From, To, Subject string
	Date              time.Time
	Body              string // UTF-8, lines ended by a line feed
}

// Read decodes a letter that Compose wrote.
func Read(m store.Mail) (Letter, error) {
	message, err := netmail.ReadMessage(bytes.NewReader(m.Message))
	if err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", m.ID, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", m.ID, err)
	}
	l := Letter{To: m.To, Subject: m.Subject, Body: strings.ReplaceAll(string(body), "\r\n", "\n")}
	from, err := message.Header.AddressList("From")
	if err != nil || len(from) == 0 {
		return Letter{}, fmt.Errorf("read letter %s: sender: %w", m.ID, ErrAddress)
	}
	if l.From = from[0].Address; from[0].Name != "" {
		l.From = from[0].Name + " <" + from[0].Address + ">"
	}
	if l.Date, err = message.Header.Date(); err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", m.ID, err)
	}
	return l, nil
}
