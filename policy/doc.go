// Package policy holds the rules: what a new password must satisfy, how long it
// lives, when a person has to wait, how a password becomes a hash. It is pure:
// it knows no clock, disk, network or terminal, and the same arguments always
// give the same verdict. Each rule names its source: the leaflet by section, or
// a requirement (R-01, …) by number.
package policy
