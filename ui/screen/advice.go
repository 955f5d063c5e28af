package screen

import (
	"peremption/policy/strength"
	"peremption/ui/frame"
)

// NewAdvice is « Recommandations pour prévenir des usurpations »: the source's
// five bullets, its mnemonic and its remark, then what the meter is.
func NewAdvice(k Kit) Screen {
	t := k.Text.Overlays.Advice
	return reader{kit: k, title: t.Title, words: func(a frame.Area, w int) frame.Block {
		var blocks []frame.Block
		for _, b := range t.Bullets {
			blocks = append(blocks, bullet(a, w, b))
		}
		blocks = append(blocks,
			frame.Blank(), sentence(a, w, t.Mnemonic),
			frame.Blank(), sentence(a, w, t.Browser),
			frame.Blank(), heading(a, w, t.MeterTitle), sentence(a, w, t.Meter),
			frame.Text(a.Theme.Error(), w, t.Refused), frame.Text(a.Theme.Good(), w, t.Allowed),
			frame.Blank(), sentence(a, w, t.Reasons))
		for r := strength.None + 1; r <= strength.Guessable; r++ {
			blocks = append(blocks, bullet(a, w, k.Text.Strength.Reason[r]))
		}
		return frame.Stack(blocks...)
	}}
}
