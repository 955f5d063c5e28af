package strength

// Numbers that registries or directories list, or that a bank prints on each
// order, are no secret: each has a price below chance (in bits), whosever it is.
const (
	phoneBits = 23.0 // directories and leaks hold tens of millions of French lines
	sirenBits = 22.0 // about 12 million active companies in the public register
	siretBits = 23.5 // and their establishments, mostly the first
	ibanBits  = 23.5
)

// numberMatches finds telephone, SIREN, SIRET and bank account numbers,
// written in groups or not.
func numberMatches(t text) []match {
	var found []match
	for i := range t.len() {
		if !t.digit(i) || i > 0 && t.digit(i-1) {
			continue
		}
		digits, ends := digitGroups(t, i)
		add := func(n int, bits float64) { found = append(found, match{i, ends[n-1], bits, Guessable}) }
		n := len(digits)
		switch {
		case n >= 10 && digits[0] == '0' && digits[1] >= '1':
			add(10, phoneBits)
		case n >= 11 && string(digits[:2]) == "33" && digits[2] >= '1':
			add(11, phoneBits+1)
		case n >= 13 && string(digits[:4]) == "0033" && digits[4] >= '1':
			add(13, phoneBits+1)
		}
		// A number of a register must end where its last group does, or one
		// random number in ten would pass its check.
		switch {
		case n == 9 && luhn(digits):
			add(9, sirenBits)
		case (n == 14 || n == 28 && string(digits[:14]) == string(digits[14:])) && luhn(digits[:14]):
			add(14, siretBits)
		}
		for _, rib := range []int{0, 2} { // after the two check digits of an IBAN or without
			if n >= rib+23 && ribKey(digits[rib:rib+23]) {
				start := i
				if i >= 2 && string(t.low[i-2:i]) == "fr" {
					start -= 2
				}
				found = append(found, match{start, ends[rib+22], ibanBits, Guessable})
			}
		}
	}
	return found
}

// digitGroups reads digits from i on, over single separators between groups.
// ends[k] is the position after digit k.
func digitGroups(t text, i int) (digits []byte, ends []int) {
	for ; i < t.len() && len(digits) < 30; i++ {
		switch {
		case t.digit(i):
			digits = append(digits, t.low[i])
			ends = append(ends, i+1)
		case t.typed[i] == ' ' || t.typed[i] == '.' || t.typed[i] == '-':
			if i+1 < t.len() && !t.digit(i+1) {
				return digits, ends
			}
		default:
			return digits, ends
		}
	}
	return digits, ends
}

// luhn checks the last digit as SIREN and SIRET define it.
func luhn(digits []byte) bool {
	sum := 0
	for i, c := range digits {
		v := int(c - '0')
		if (len(digits)-i)%2 == 0 {
			v *= 2
			if v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// ribKey checks the 23 digits of a French account: bank, branch, account, key.
func ribKey(digits []byte) bool {
	number := func(ds []byte) int {
		n := 0
		for _, c := range ds {
			n = n*10 + int(c-'0')
		}
		return n
	}
	bank, branch, account, key := number(digits[:5]), number(digits[5:10]), number(digits[10:21]), number(digits[21:])
	return key == 97-(89*bank+15*branch+3*(account%97))%97
}
