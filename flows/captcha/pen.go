package captcha

import (
	"math"
	"math/rand/v2"
	"slices"
)

// How the pen strays from the glyph table. The figures were tried against
// programs written to read the pictures: milder ones fell to template matching,
// wilder ones could not be read. Lengths are in units: one unit is the height
// of a sub-cell, half a unit its width, as terminal cells are twice as high as
// wide.
const (
	baseHeight   = 10.4                 // of a glyph without its thickness
	heightSpread = 0.16                 // ± of the height
	widthSpread  = 0.20                 // ± of the width
	straying     = 8.0                  // ± hundredths of the glyph, each point
	maxAngle     = 14.0 * math.Pi / 180 // ± radians
	maxShear     = 0.26                 // ± units sideways for a unit upwards
	baseStroke   = 1.4
	strokeSpread = 0.25
	maxRise      = 2.0 // ± of the baseline
)

// hand is one glyph as it was drawn this time: its strokes as fine polylines
// around their middle, in units, before they have a place on the line.
type hand struct {
	paths  [][]point
	radius float64 // half the thickness
	rise   float64 // of the baseline
}

// newHand draws g once, each time differently.
func newHand(g glyph, r *rand.Rand) hand {
	height := baseHeight * (1 + spread(r, heightSpread))
	width := baseHeight * g.aspect / 100 * (1 + spread(r, widthSpread))
	sin, cos := math.Sincos(spread(r, maxAngle))
	shear := spread(r, maxShear)
	place := func(p point) point {
		x, y := (p.x/100-0.5)*width, (p.y/100-0.5)*height
		x -= y * shear
		return point{x*cos - y*sin, x*sin + y*cos}
	}

	h := hand{
		radius: (baseStroke + spread(r, strokeSpread)) / 2,
		rise:   spread(r, maxRise),
	}
	strayed := make(map[point]point)
	for _, s := range g.strokes {
		moved := stroke{curved: s.curved, points: make([]point, len(s.points))}
		for i, p := range s.points {
			if _, met := strayed[p]; !met {
				strayed[p] = place(point{p.x + spread(r, straying), p.y + spread(r, straying)})
			}
			moved.points[i] = strayed[p]
		}
		h.paths = append(h.paths, moved.polyline())
	}
	return h
}

// spread returns a number from -most to most, each as likely.
func spread(r *rand.Rand, most float64) float64 { return (2*r.Float64() - 1) * most }

// polyline returns the stroke as straight pieces too short to be told from it.
func (s stroke) polyline() []point {
	if !s.curved {
		return s.points
	}
	const pieces = 6 // for each control point: about a unit long
	p := s.points
	if s.closed() {
		// Start in the middle of the first side and come back to it.
		seam := middle(p[0], p[1])
		p = slices.Concat([]point{seam}, p[1:], []point{seam})
	}
	last := len(p) - 1
	from := p[0]
	path := []point{from}
	for i := 1; i < last; i++ {
		to := p[last]
		if i < last-1 {
			to = middle(p[i], p[i+1])
		}
		for step := 1; step <= pieces; step++ {
			path = append(path, bezier(from, p[i], to, float64(step)/pieces))
		}
		from = to
	}
	return path
}

// bezier returns the point at t, 0 to 1, of the quadratic curve from a to b
// that c pulls.
func bezier(a, c, b point, t float64) point {
	u := 1 - t
	return point{
		u*u*a.x + 2*u*t*c.x + t*t*b.x,
		u*u*a.y + 2*u*t*c.y + t*t*b.y,
	}
}

func middle(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
