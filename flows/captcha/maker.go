package captcha

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"peremption/policy"
)

const (
	// alphabet holds the symbols of a random answer. None resembles another
	// when drawn as a capital: no O or 0, no I or 1, no S or 5, no B or 8.
	alphabet = "acdehjlmtux2369"
	// length is the number of symbols of a random answer: 15⁶ is over
	// 11 million answers, 23 bits.
	length = 6
	// maxFixed is how many symbols of a fixed answer stay legible on one line.
	maxFixed = 8
)

// Errors of NewFixed. None repeats the text.
var (
	// ErrFixedLength means that a fixed answer is empty or too long.
	ErrFixedLength = fmt.Errorf("fixed characters: want 1 to %d of them", maxFixed)
	// ErrFixedSymbol means that a fixed answer has a character with no drawing.
	ErrFixedSymbol = errors.New("fixed characters: want only letters a to z and digits 0 to 9")
)

// Maker makes challenges. It is safe for concurrent use, whatever its source
// of randomness.
type Maker struct {
	fixed policy.Secret // empty: a new answer for each challenge

	mu   sync.Mutex
	rand io.Reader
}

// New returns a Maker of random answers. In production random is
// crypto/rand.Reader; equal bytes give equal challenges.
func New(random io.Reader) *Maker { return &Maker{rand: random} }

// NewFixed returns a Maker whose every challenge shows text: 1 to 8 letters or
// digits, in either case. It is for demonstrations, where it must be possible
// to say beforehand what the image shows, and guards nothing.
func NewFixed(random io.Reader, text string) (*Maker, error) {
	if len(text) == 0 || len([]rune(text)) > maxFixed {
		return nil, ErrFixedLength
	}
	folded := make([]byte, 0, maxFixed)
	for _, typed := range text {
		symbol := lower(typed)
		if _, drawn := glyphs[symbol]; !drawn {
			return nil, ErrFixedSymbol
		}
		folded = append(folded, byte(symbol))
	}
	return &Maker{rand: random, fixed: policy.NewSecret(string(folded))}, nil
}

// New makes and draws a challenge that can be answered until now plus Lifetime.
// Its only error is that of the source of randomness.
func (m *Maker) New(now time.Time) (*Challenge, error) {
	seeds, err := m.seeds()
	if err != nil {
		return nil, fmt.Errorf("make captcha: %w", err)
	}
	answer, fold := m.fixed.Reveal(), folding{}
	if m.fixed.Empty() {
		answer, fold = pick(rand.New(rand.NewChaCha8(seeds.answer))), folding{lookAlikes: true}
	}
	return &Challenge{
		picture: draw(answer, rand.New(rand.NewChaCha8(seeds.drawing))),
		issued:  now,
		fold:    fold,
		answer:  policy.NewSecret(answer),
	}, nil
}

// seeds are two independent keys, because the drawing is public: what can be
// learnt from it about its own key must say nothing of the answer's.
type seeds struct{ answer, drawing [32]byte }

// seeds reads all the randomness that one challenge needs.
func (m *Maker) seeds() (s seeds, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err = io.ReadFull(m.rand, s.answer[:]); err != nil {
		return seeds{}, err
	}
	if _, err = io.ReadFull(m.rand, s.drawing[:]); err != nil {
		return seeds{}, err
	}
	return s, nil
}

// pick chooses an answer; IntN rejects what would favour some symbols.
func pick(r *rand.Rand) string {
	var symbols [length]byte
	for i := range symbols {
		symbols[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(symbols[:])
}

// Format implements fmt.Formatter for every verb.
func (*Maker) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue implements slog.LogValuer.
func (*Maker) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, and so JSON.
func (*Maker) MarshalText() ([]byte, error) { return []byte(redacted), nil }
