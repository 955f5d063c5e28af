package mail

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"time"

	"peremption/store"
)

// Letter is a mail as its reader sees it.
type Letter struct {
	From, To, Subject string
	Date              time.Time
	Body              string // UTF-8, lines ended by CRLF
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
	decode := new(mime.WordDecoder)
	l := Letter{To: m.To, Subject: m.Subject, Body: string(body)}
	if l.From, err = decode.DecodeHeader(message.Header.Get("From")); err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", m.ID, err)
	}
	if l.Date, err = message.Header.Date(); err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", m.ID, err)
	}
	return l, nil
}
