package widget

import "peremption/ui/frame"

// Steps draws a wizard's steps in their order with the present one marked, by
// a sign as well as by its weight.
func Steps(a frame.Area, width int, steps []string, present int) frame.Block {
	blocks := make([]frame.Block, 0, 2*len(steps))
	for i, s := range steps {
		if i > 0 {
			blocks = append(blocks, frame.Lines(a.Theme.Muted().Render(">")))
		}
		style, label := a.Theme.Muted(), s
		if i == present {
			style, label = a.Theme.Heading(), "● "+s
		}
		blocks = append(blocks, frame.Lines(style.Render(label)))
	}
	return frame.Row(width, 1, blocks...)
}
