package captcha

// glyph is a capital letter or a digit as a pen draws it, without thickness.
type glyph struct {
	// aspect is the width of the glyph in hundredths of its height.
	aspect  float64
	strokes []stroke
}

// stroke is one path of the pen. Its points lie in a box of 100 by 100, with y
// downwards. Strokes that meet share a point, so that they still meet once the
// points have been moved about.
type stroke struct {
	curved bool
	points []point
}

type point struct{ x, y float64 }

// line is a stroke straight from point to point, given as x, y, x, y…
func line(xy ...float64) stroke { return stroke{points: pairs(xy)} }

// curve is a quadratic B-spline: it starts at the first point and ends at the
// last, and the others pull it without being reached. It passes through the
// middle of every two inner points. Equal ends make a closed curve, which then
// reaches none of its points.
func curve(xy ...float64) stroke { return stroke{curved: true, points: pairs(xy)} }

func pairs(xy []float64) []point {
	points := make([]point, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		points = append(points, point{xy[i], xy[i+1]})
	}
	return points
}

// closed reports whether the stroke ends where it starts.
func (s stroke) closed() bool {
	return len(s.points) > 3 && s.points[0] == s.points[len(s.points)-1]
}

// glyphs are all the symbols that can be drawn, by their lower-case letter.
var glyphs = map[rune]glyph{
	'a': {82, []stroke{line(0, 100, 19, 62, 50, 0, 81, 62, 100, 100), line(19, 62, 81, 62)}},
	'b': {66, []stroke{
		line(0, 0, 0, 48, 0, 100),
		curve(0, 0, 45, 0, 92, 0, 92, 48, 45, 48, 0, 48),
		curve(0, 48, 50, 48, 100, 48, 100, 100, 50, 100, 0, 100),
	}},
	'c': {76, []stroke{curve(98, 25, 90, 0, 0, 0, 0, 100, 90, 100, 98, 75)}},
	'd': {74, []stroke{line(0, 0, 0, 100), curve(0, 0, 40, 0, 100, 0, 100, 100, 40, 100, 0, 100)}},
	'e': {66, []stroke{line(100, 0, 0, 0, 0, 50, 0, 100, 100, 100), line(0, 50, 82, 50)}},
	'f': {64, []stroke{line(100, 0, 0, 0, 0, 50, 0, 100), line(0, 50, 82, 50)}},
	'g': {80, []stroke{
		curve(98, 25, 90, 0, 0, 0, 0, 100, 100, 100, 100, 56),
		line(100, 56, 58, 56),
	}},
	'h': {74, []stroke{
		line(0, 0, 0, 50, 0, 100),
		line(100, 0, 100, 50, 100, 100),
		line(0, 50, 100, 50),
	}},
	'i': {44, []stroke{line(0, 0, 50, 0, 100, 0), line(50, 0, 50, 100), line(0, 100, 50, 100, 100, 100)}},
	'j': {62, []stroke{line(35, 0, 90, 0), curve(90, 0, 90, 50, 90, 100, 0, 100, 0, 70)}},
	'k': {72, []stroke{
		line(0, 0, 0, 60, 0, 100),
		line(96, 0, 38, 36, 0, 60),
		line(38, 36, 100, 100),
	}},
	'l': {62, []stroke{line(0, 0, 0, 100, 100, 100)}},
	'm': {98, []stroke{line(0, 100, 6, 0, 50, 62, 94, 0, 100, 100)}},
	'n': {76, []stroke{line(0, 100, 0, 0, 100, 100, 100, 0)}},
	'o': {84, []stroke{curve(0, 0, 100, 0, 100, 100, 0, 100, 0, 0)}},
	'p': {66, []stroke{line(0, 0, 0, 54, 0, 100), curve(0, 0, 50, 0, 100, 0, 100, 54, 50, 54, 0, 54)}},
	'q': {84, []stroke{curve(0, 0, 100, 0, 100, 100, 0, 100, 0, 0), line(56, 66, 100, 106)}},
	'r': {68, []stroke{
		line(0, 0, 0, 52, 0, 100),
		curve(0, 0, 50, 0, 100, 0, 100, 52, 50, 52, 0, 52),
		line(50, 52, 100, 100),
	}},
	's': {70, []stroke{curve(95, 20, 88, 0, 0, 0, 0, 50, 100, 50, 100, 100, 10, 100, 2, 80)}},
	't': {76, []stroke{line(0, 0, 50, 0, 100, 0), line(50, 0, 50, 100)}},
	'u': {74, []stroke{curve(0, 0, 0, 50, 0, 100, 100, 100, 100, 50, 100, 0)}},
	'v': {78, []stroke{line(0, 0, 50, 100, 100, 0)}},
	'w': {110, []stroke{line(0, 0, 24, 100, 50, 30, 76, 100, 100, 0)}},
	'x': {76, []stroke{line(0, 0, 50, 50, 100, 100), line(100, 0, 50, 50, 0, 100)}},
	'y': {76, []stroke{line(0, 0, 50, 52, 100, 0), line(50, 52, 50, 100)}},
	'z': {72, []stroke{line(0, 0, 100, 0, 0, 100, 100, 100)}},
	'0': {72, []stroke{curve(0, 0, 100, 0, 100, 100, 0, 100, 0, 0), line(36, 64, 64, 36)}},
	'1': {52, []stroke{line(5, 28, 55, 0, 55, 100), line(10, 100, 55, 100, 100, 100)}},
	'2': {66, []stroke{curve(2, 27, 6, 0, 100, 0, 100, 42, 40, 70, 0, 100), line(0, 100, 100, 100)}},
	'3': {64, []stroke{
		curve(3, 18, 10, 0, 94, 0, 94, 48, 62, 48, 36, 48),
		curve(36, 48, 62, 48, 100, 48, 100, 100, 8, 100, 0, 80),
	}},
	'4': {76, []stroke{line(100, 68, 74, 68, 0, 68, 74, 0, 74, 68, 74, 100)}},
	'5': {66, []stroke{line(92, 0, 14, 0, 8, 46), curve(8, 46, 30, 34, 100, 34, 100, 100, 10, 100, 0, 82)}},
	'6': {68, []stroke{curve(88, 3, 30, 10, 0, 45, 0, 100, 100, 100, 100, 42, 15, 42, 1, 68)}},
	'7': {68, []stroke{line(0, 0, 100, 0, 70, 50, 40, 100), line(46, 50, 94, 50)}},
	'8': {68, []stroke{
		curve(6, 0, 94, 0, 94, 47, 6, 47, 6, 0),
		curve(0, 47, 100, 47, 100, 100, 0, 100, 0, 47),
	}},
	'9': {68, []stroke{curve(12, 97, 70, 90, 100, 55, 100, 0, 0, 0, 0, 58, 85, 58, 99, 32)}},
}
