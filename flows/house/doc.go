// Package house has no code, only the tests that keep the house in order: who
// may import whom, where sentences and colours live, how long a file may be,
// and that the README says and shows what is true.
package house
