package text

import (
	"fmt"
	"time"

	"peremption/policy"
)

var months = [...]string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre",
}

// ShortDate writes a day as 22/07/2024.
func ShortDate(d policy.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// LongDate writes a day as 22 juillet 2024, and the first of a month as
// 1er juillet 2024.
func LongDate(d policy.Date) string {
	day := fmt.Sprint(d.Day)
	if d.Day == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, monthName(d.Month), d.Year)
}

// PaddedDate writes a day as 07 août 2026: the recap and the mail of the
// leaflet pad it to two digits.
func PaddedDate(d policy.Date) string {
	return fmt.Sprintf("%02d %s %d", d.Day, monthName(d.Month), d.Year)
}

func monthName(m time.Month) string {
	if m < time.January || m > time.December {
		return ""
	}
	return months[m-1]
}
