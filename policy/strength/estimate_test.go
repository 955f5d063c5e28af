package strength_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"peremption/policy/strength"
)

// rosemonde is the leaflet's own subscriber.
func rosemonde() strength.Person {
	return strength.Person{
		Email: "lila.rosemonde@orange.fr", FirstName: "Lila", LastName: "ROSEMONDE",
		Subscriber: "20101670101919",
	}
}

// each obvious family is weak, and the person is told why.
func TestObviousPasswordsAreFaibleAndSayWhy(t *testing.T) {
	for _, c := range []struct {
		password string
		want     strength.Reason
	}{
		{"azertyuiopqsdfghjklm", strength.Keyboard},
		{"qwertyuiopasdfghjklzxcvbnm", strength.Keyboard},
		{"AZERTYUIOPqsdfghjklm", strength.Keyboard},
		{`&é"'(-è_çà&é"'(-è_çà)`, strength.Keyboard},
		{"1qaz2wsx3edc4rfv5tgb", strength.Keyboard},
		{"789456123789456123789", strength.Repetition},
		{"12345678901234567890", strength.Sequence},
		{"98765432109876543210", strength.Sequence},
		{"abcdefghijklmnopqrstuvwxyz", strength.Sequence},
		{"acegikmoqsuwyacegikm", strength.Sequence},
		{"a1b2c3d4e5f6g7h8i9j0", strength.Sequence},
		{"01-02-03-04-05-06-07", strength.Sequence},
		{"абвгдежзийклмнопрсту", strength.Sequence},
		{"22/07/2024 22/07/2024", strength.Sequence},
		{"22 juillet 2024 2024", strength.Sequence},
		{"lundi mardi mercredi jeudi", strength.Sequence},
		{"aaaaaaaaaaaaaaaaaaaa", strength.Repetition},
		{"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", strength.Repetition},
		{"éèéèéèéèéèéèéèéèéèéè", strength.Repetition},
		{"soleil soleil soleil soleil", strength.Repetition},
		{"soleil-Soleil_SOLEIL.soleil", strength.Repetition},
		{"1tvmq2t!A1tvmq2t!A1tvmq2t!A", strength.Repetition},
		{"motdepassemotdepasse", strength.Common},
		{"MotDePasse2024MotDePasse", strength.Common},
		{"m.o.t.d.e.p.a.s.s.e.1", strength.Common},
		{"password1234password", strength.Common},
		{"p4$$w0rd-P4$$W0RD-2024", strength.Repetition},
		{"soleilmarseillesoleil", strength.Common},
		{"drowssap-drowssap-123", strength.Repetition},
		{"ddoouuddoouuddoouuddoouu", strength.Common},
		{"espaceprofessionnel1", strength.KnownPhrase},
		{"impots.gouv.fr-2024!", strength.KnownPhrase},
		{"Liberté Égalité Fraternité", strength.KnownPhrase},
		{"Un tien vaut mieux que deux tu l'auras", strength.KnownPhrase},
		{"UnTienVautMieuxQueDeuxTuLAuras!1", strength.KnownPhrase},
		{"1 713n v4u7 m13ux qu3 d3ux", strength.KnownPhrase},
		{"Vaut mieux que deux tu l'auras 2024", strength.KnownPhrase},
		{"sarual ut xued euq xueim tuav neit nU", strength.KnownPhrase},
		{"lila.rosemonde@orange.fr", strength.Personal},
		{"RosemondeLila20101670101919", strength.Personal},
		{"ROSEMONDE-lila-rosemonde!", strength.Personal},
		{"ednomesoralil-ednomesor", strength.Personal},
		{"2010167010191920101670101919", strength.Personal},
		{"FR7630001007941234567890185", strength.Guessable},
	} {
		got := strength.Estimate(c.password, rosemonde())
		if got.Level != strength.Faible || got.Reason != c.want {
			t.Errorf("%q is %v (%v, 10^%.1f), want faible (%v)",
				c.password, got.Level, got.Reason, got.Log10Guesses, c.want)
		}
	}
}

// no class of characters is asked for; length and chance are enough.
func TestUnrelatedWordsAndRandomTextAreAccepted(t *testing.T) {
	for password, least := range map[string]strength.Level{
		"Violon-brume-castor-77-Ardoise":                       strength.Normal,
		"Falaise+girofle+tandem+1893":                          strength.Normal,
		"Moulin/ecorce/satin/4410/lune":                        strength.Normal,
		"Girafe-nuage-cuivre-41-Velours":                       strength.Normal,
		"tortue quartz brouette melodie vanille sextant":       strength.Normal,
		"tortue quartz brouette melodie vanille sextant herbe": strength.Fort,
		`v#8Kq!zR2m@Lx0^pW5&t`:                                 strength.Fort,
		"gqzkvhwtxnrbmyjdclpfousv":                             strength.Fort,
		"📞👽🤶🚎🎏🍶🤝🙊💈🐆🚴🏃🎧🚷📯🐊🐗🤨🌌👂":                                 strength.Normal,
		"痐汯瘐酎涫窵瓪吟槅欇摌弬淾戄竳試鼱隩砒滺":                                 strength.Normal,
	} {
		got := strength.Estimate(password, rosemonde())
		if got.Level < least || got.Reason != strength.None {
			t.Errorf("%q is %v (%v, 10^%.1f), want at least %v", password, got.Level, got.Reason, got.Log10Guesses, least)
		}
	}
}

func TestRandomPasswordsAreFort(t *testing.T) {
	rng := seeded(t)
	for range 200 {
		for _, p := range []string{printable(rng, 20), letters(rng, 24)} {
			if got := strength.Estimate(p, rosemonde()); got.Level != strength.Fort {
				t.Errorf("%q is %v, 10^%.1f", p, got.Level, got.Log10Guesses)
			}
		}
	}
}

// small variants of the old password.
func TestVariantsOfTheOldPasswordAreNearPrevious(t *testing.T) {
	old := "Violon-brume-castor-77-Ardoise"
	p := rosemonde()
	p.Previous = old
	for _, password := range []string{
		old,
		"Violon-brume-castor-78-Ardoise",
		"Violon-brume-castor-77-Ardoise2024",
		"Violon-brume-castor-77-Ardoise!1",
		"violon-BRUME-castor-77-ardoise",
		"Violonbrumecastor77Ardoise",
		"Ardoise-Violon-brume-castor-77",
		"Violon-brume-castor-77-Ardois",
		"esiodrA-77-rotsac-emurb-noloiV",
	} {
		got := strength.Estimate(password, p)
		if got.Level != strength.Faible || got.Reason != strength.NearPrevious {
			t.Errorf("%q is %v (%v, 10^%.1f)", password, got.Level, got.Reason, got.Log10Guesses)
		}
	}
	if got := strength.Estimate("Falaise+girofle+tandem+1893", p); got.Level == strength.Faible {
		t.Errorf("an unrelated password is faible: %v", got.Reason)
	}
}

// what the rules refuse for its length is never shown as good.
func TestShortTextsAreFaible(t *testing.T) {
	for password, want := range map[string]strength.Reason{
		"":                    strength.TooShort,
		"V":                   strength.TooShort,
		"azer":                strength.TooShort, // it may still become anything
		"azertyuiop":          strength.Common,
		"aaaaaaaaaaaa":        strength.Repetition,
		"lila.rosemonde":      strength.Personal,
		"v#8Kq!zR2m@Lx0^pW5&": strength.TooShort,
		"Violon-brume":        strength.TooShort,
	} {
		if got := strength.Estimate(password, rosemonde()); got.Level != strength.Faible || got.Reason != want {
			t.Errorf("%q is %v (%v), want faible (%v)", password, got.Level, got.Reason, want)
		}
	}
}

// random characters never lower the level. The figure itself may give
// way a little where chance completes a pattern, as a d does "passwor": on the
// cases below by no more than one random character is worth.
func TestAppendedRandomCharactersNeverWeaken(t *testing.T) {
	const slack = 2.0                    // log10 of guesses
	rng := rand.New(rand.NewPCG(12, 12)) // fixed: a chance completion is no fault
	bases := []string{
		"azertyuiopqsdfghjklm", "motdepassemotdepasse", "soleil soleil soleil",
		"Un tien vaut mieux que deux tu l'auras", "lila.rosemonde@orange.fr",
		"22/07/2024 22/07/2024", "aaaaaaaaaaaaaaaaaaaaaa", "Violon-brume-castor-77-Ardoise",
		"ttrraavveerrsseerr", "m o t d e p a s s e 1 2", "",
	}
	for range 200 {
		bases = append(bases, printable(rng, 1+rng.IntN(40)))
	}
	p := rosemonde()
	p.Previous = "Violon-brume-castor-77-Ardoise"
	for _, base := range bases {
		before := strength.Estimate(base, p)
		for range 6 {
			base += printable(rng, 1+rng.IntN(4))
			after := strength.Estimate(base, p)
			if after.Log10Guesses < before.Log10Guesses-slack || after.Level < before.Level {
				t.Errorf("%q fell from 10^%.2f to 10^%.2f", base, before.Log10Guesses, after.Log10Guesses)
			}
			before = after
		}
	}
}

//
func TestComposedAndDecomposedTextsMeasureTheSame(t *testing.T) {
	for _, s := range []string{
		"Liberté Égalité Fraternité", "çà et là où l'été naît", strings.Repeat("é", 20), "ñandú-ångström-œuvre-77",
	} {
		a := strength.Estimate(norm.NFC.String(s), strength.Person{})
		b := strength.Estimate(norm.NFD.String(s), strength.Person{})
		if a != b {
			t.Errorf("%q: composed %+v, decomposed %+v", s, a, b)
		}
	}
}

func TestLengthCountsComposedCodePoints(t *testing.T) {
	for s, want := range map[string]int{
		strings.Repeat("e\u0301", 20):              20,
		strings.Repeat("🙂", 20):                    20,
		strings.Repeat("x", strength.MaxRunes+100): strength.MaxRunes + 100,
	} {
		if got := strength.Estimate(s, strength.Person{}).Length; got != want {
			t.Errorf("length %d, want %d", got, want)
		}
	}
}

// the same at any time and from several sessions at once.
func TestEstimatesAreDeterministicAndConcurrent(t *testing.T) {
	passwords := []string{"azertyuiopqsdfghjklm", "Violon-brume-castor-77-Ardoise", "p4$$w0rd-P4$$W0RD-2024"}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				for _, p := range passwords {
					if a, b := strength.Estimate(p, rosemonde()), strength.Estimate(p, rosemonde()); a != b {
						t.Errorf("%q: %+v then %+v", p, a, b)
					}
				}
			}
		})
	}
	all.Wait()
}

func FuzzEstimate(f *testing.F) {
	for _, s := range []string{"", "\xff\xfe", "azerty", strings.Repeat("e\u0301", 300), "1!|1!|1!|1!|", "22/07/2024", "🙂\u200d🙂"} {
		f.Add(s, "Violon-brume", "Lila")
	}
	f.Fuzz(func(t *testing.T, password, previous, name string) {
		r := strength.Estimate(password, strength.Person{Previous: previous, FirstName: name, Email: name + "@" + previous})
		// The largest alphabet holds fewer than 2^14 characters.
		most := (float64(min(r.Length, strength.MaxRunes))*14 + 3) * math.Log10(2)
		if math.IsNaN(r.Log10Guesses) || r.Log10Guesses < 0 || r.Log10Guesses > most {
			t.Errorf("%q: 10^%v", password, r.Log10Guesses)
		}
		if (r.Level == strength.Faible) == (r.Reason == strength.None) {
			t.Errorf("%q: level %v, reason %v", password, r.Level, r.Reason)
		}
	})
}

func BenchmarkEstimate(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	mixed := "Un tien vaut mieux que 1tvmq2t! soleil azerty 22/07/2024 Violon-brume-castor-77-Ardoise "
	p := rosemonde()
	p.Previous = "Falaise+girofle+tandem+1893"
	for _, n := range []int{20, 64, 128, 256} {
		for name, s := range map[string]string{
			"random": printable(rng, n),
			"mixed":  strings.Repeat(mixed, 4)[:n],
			"leet":   strings.Repeat("4@8({[<3691!|70$5+%2", 13)[:n],
			"same":   strings.Repeat("a", n),
			"ab":     strings.Repeat("aab", 86)[:n],
			"digits": strings.Repeat("1101001000", 26)[:n],
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					strength.Estimate(s, p)
				}
			})
		}
	}
}

func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func printable(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('!' + rng.IntN('~'-'!'+1))
	}
	return string(b)
}

func letters(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + rng.IntN(26))
	}
	return string(b)
}
