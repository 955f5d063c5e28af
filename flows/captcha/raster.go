package captcha

import (
	"math"
	"strings"
)

// bitmap is a rectangle of sub-cells, row after row from the upper left.
type bitmap struct {
	width, height int
	ink           []bool
}

func newBitmap(width, height int) bitmap {
	return bitmap{width: width, height: height, ink: make([]bool, width*height)}
}

func (b bitmap) inked(x, y int) bool { return b.ink[y*b.width+x] }

// extent returns the first and the last inked column of row y, if there is one.
func (b bitmap) extent(y int) (first, last int, inked bool) {
	for x := range b.width {
		if b.inked(x, y) {
			if !inked {
				first, inked = x, true
			}
			last = x
		}
	}
	return first, last, inked
}

// paste adds the ink of m with its left side at column left. Both are equally
// high.
func (b bitmap) paste(m bitmap, left int) {
	for y := range m.height {
		for x := range m.width {
			if m.inked(x, y) {
				b.ink[y*b.width+left+x] = true
			}
		}
	}
}

// bounds returns the corners of the box around the paths, thickness left out.
func (h hand) bounds() (low, high point) {
	low, high = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, path := range h.paths {
		for _, p := range path {
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	return low, high
}

// mask inks every sub-cell whose middle lies under the pen, on a bitmap as high
// as the page and no wider than the ink.
func (h hand) mask() bitmap {
	low, high := h.bounds()
	left := int(math.Floor(2 * (low.x - h.radius)))
	right := int(math.Ceil(2 * (high.x + h.radius)))
	b := newBitmap(right-left, lines)
	for _, path := range h.paths {
		for i := 1; i < len(path); i++ {
			b.stroke(path[i-1], path[i], h.radius, left)
		}
	}
	return b.trim()
}

// stroke inks the piece from p to q, where left is the column that is the
// bitmap's first.
func (b bitmap) stroke(p, q point, radius float64, left int) {
	x0 := max(0, int(2*(min(p.x, q.x)-radius))-left-1)
	x1 := min(b.width-1, int(2*(max(p.x, q.x)+radius))-left+1)
	y0 := max(0, int(min(p.y, q.y)-radius)-1)
	y1 := min(b.height-1, int(max(p.y, q.y)+radius)+1)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			c := point{(float64(left+x) + 0.5) / 2, float64(y) + 0.5}
			if squaredDistance(c, p, q) <= radius*radius {
				b.ink[y*b.width+x] = true
			}
		}
	}
}

// squaredDistance returns the square of the distance from c to the piece from p to q.
func squaredDistance(c, p, q point) float64 {
	dx, dy := q.x-p.x, q.y-p.y
	t := 0.0
	if d := dx*dx + dy*dy; d > 0 {
		t = min(1, max(0, ((c.x-p.x)*dx+(c.y-p.y)*dy)/d))
	}
	x, y := p.x+t*dx-c.x, p.y+t*dy-c.y
	return x*x + y*y
}

// trim cuts the empty columns from both sides.
func (b bitmap) trim() bitmap {
	first, last := b.width, -1
	for y := range b.height {
		if f, l, inked := b.extent(y); inked {
			first, last = min(first, f), max(last, l)
		}
	}
	t := newBitmap(max(0, last-first+1), b.height)
	for y := range t.height {
		copy(t.ink[y*t.width:(y+1)*t.width], b.ink[y*b.width+first:])
	}
	return t
}

// picture packs two by two sub-cells into each terminal cell.
func (b bitmap) picture() Picture {
	p := Picture{Rows: make([]string, 0, b.height/2)}
	for y := 0; y < b.height; y += 2 {
		var row strings.Builder
		for x := 0; x < b.width; x += 2 {
			quarters := 0
			for i, inked := range [4]bool{
				b.inked(x, y), b.inked(x+1, y), b.inked(x, y+1), b.inked(x+1, y+1),
			} {
				if inked {
					quarters |= 1 << i
				}
			}
			row.WriteRune(quadrants[quarters])
		}
		p.Rows = append(p.Rows, row.String())
	}
	return p
}
