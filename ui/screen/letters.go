package screen

import (
	"strings"

	"peremption/ui/frame"
)

// Letter is a mail as its reader sees it.
type Letter struct {
	From, To, Date, Subject string
	Body                    string // plain text, a paragraph a line
}

// NewLetters shows the mails that the demonstration would have sent, the
// newest first: the leaflet's last picture is one.
func NewLetters(k Kit, letters []Letter) Screen {
	t := k.Text.Overlays.Letters
	return reader{kit: k, title: t.Title, words: func(a frame.Area, w int) frame.Block {
		if len(letters) == 0 {
			return sentence(a, w, t.None)
		}
		var blocks []frame.Block
		for i, l := range letters {
			if i > 0 {
				blocks = append(blocks, frame.Text(a.Theme.Rule(), w, strings.Repeat("─", w)))
			}
			blocks = append(blocks,
				heading(a, w, l.Subject),
				frame.Text(a.Theme.Muted(), w, t.From(l.From)),
				frame.Text(a.Theme.Muted(), w, t.To(l.To)),
				frame.Text(a.Theme.Muted(), w, t.Date(l.Date)),
				frame.Blank(),
				sentence(a, w, strings.TrimSpace(l.Body)))
		}
		return frame.Stack(blocks...)
	}}
}
