package screen_test

import (
	"maps"
	"slices"
	"testing"

	"peremption/ui/uitest"
)

// What the renderer waits for on every change: the whole screen, composed.
func BenchmarkView(b *testing.B) {
	all := rooms()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		shot := all[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				shot.Compose(uitest.Standard)
			}
		})
	}
}

// What a key costs besides: the room's answer, without the measurement, which
// runs beside it.
func BenchmarkKey(b *testing.B) {
	for _, name := range []string{"login", "create", "identifiers", "expired_password"} {
		room := after(rooms()[name].Top(), uitest.Clicked("password"))
		press := uitest.Key("a")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				room.Update(press)
			}
		})
	}
}
