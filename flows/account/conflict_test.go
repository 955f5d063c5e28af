package account

import (
	"context"
	"errors"
	"testing"

	"peremption/policy"
	"peremption/store"
)

// meddle changes an account behind the back of the next commits that write it,
// as often as told.
func (b *bench) meddle(number string, times int, change func(*store.Account)) {
	b.spy.onCommit(func(ctx context.Context, c store.Change) (uint64, error) {
		if c.Account != nil && times > 0 {
			times--
			a, err := b.spy.Store.ByNumber(ctx, number)
			b.must(err)
			change(&a)
			_, err = b.spy.Store.Commit(ctx, store.Change{Account: &a})
			b.must(err)
		}
		return b.spy.Store.Commit(ctx, c)
	})
}

// what meets an account that moved is decided again: done where the move
// does not concern it, refused where it does, and never written over it.
func TestConflicts(t *testing.T) {
	t.Parallel()
	nothing := func(*store.Account) {}
	disable := func(a *store.Account) { a.Disabled = true }
	newHash := func(a *store.Account) { a.History = append([]string{a.Hash}, a.History...) }
	question := func(a *store.Account) { a.Question, a.Answer = "Autre ?", "hash" }
	code := func(a *store.Account) { a.Code = nil }

	identifiers := func(b *bench) error {
		in := b.signIn(lilaEmail, lilaOld)
		p := b.prepared(in, both(newEmail, fresh))
		return b.whileMeddled(lilaNumber, func() error {
			_, err := b.CommitIdentifiers(b.ctx, p, secret(lilaAnswer))
			return err
		})
	}
	ask := func(b *bench) error {
		in := b.signIn(odileEmail, odileOld)
		return b.whileMeddled(odileNumber, func() error {
			return b.ChangeQuestion(b.ctx, in, "Ville ?", secret("Le Mans"), secret(odileOld))
		})
	}
	confirm := func(b *bench) error {
		in := b.asked(email(newEmail))
		typed := b.code()
		return b.whileMeddled(lilaNumber, func() error { return b.ConfirmEmail(b.ctx, in, secret(typed)) })
	}
	mistype := func(b *bench) error {
		in := b.asked(email(newEmail))
		typed := other(b.code())
		return b.whileMeddled(lilaNumber, func() error { return b.ConfirmEmail(b.ctx, in, secret(typed)) })
	}
	forced := func(b *bench) error {
		return b.whileMeddled(odileNumber, func() error { return b.Expire(b.ctx, owner, odileNumber, "test") })
	}
	for name, row := range map[string]struct {
		do     func(*bench) error
		change func(*store.Account)
		times  int
		want   error
	}{
		"identifiers, once":         {identifiers, nothing, 1, nil},
		"identifiers, always":       {identifiers, nothing, 9, ErrConflict},
		"identifiers, disabled":     {identifiers, disable, 1, ErrEnded},
		"identifiers, new password": {identifiers, newHash, 1, ErrEnded},
		"identifiers, new question": {identifiers, question, 1, ErrConflict},
		"question, once":            {ask, nothing, 2, nil},
		"question, always":          {ask, nothing, 9, ErrConflict},
		"question, disabled":        {ask, disable, 1, ErrEnded},
		"question, new question":    {ask, question, 1, ErrConflict},
		"code, once":                {confirm, nothing, 1, nil},
		"code, always":              {confirm, nothing, 9, ErrConflict},
		"code, void":                {confirm, code, 1, ErrCode},
		"code, new password":        {confirm, newHash, 1, ErrEnded},
		"wrong code, once":          {mistype, nothing, 1, ErrCode},
		"expire, once":              {forced, nothing, 1, nil},
		"expire, always":            {forced, nothing, 9, ErrConflict},
	} {
		b := newBench(t)
		b.times, b.change = row.times, row.change
		before := len(b.mails())
		if err := row.do(b); !errors.Is(err, row.want) {
			t.Errorf("%s: got %v, want %v", name, err, row.want)
		} else if row.want == nil && len(b.mails()) == before {
			t.Errorf("%s: done, and nobody told", name)
		}
		if row.want != nil && b.opens(lilaEmail, fresh) {
			t.Errorf("%s: refused, and yet written", name)
		}
	}
}

// whileMeddled does one thing while the row's meddling goes on.
func (b *bench) whileMeddled(number string, do func() error) error {
	b.meddle(number, b.times, b.change)
	defer b.spy.onCommit(nil)
	return do()
}

// A wrong try at a code is counted even where the account moved meanwhile.
func TestWrongCodeIsCountedInConflict(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.asked(email(newEmail))
	b.meddle(lilaNumber, 1, func(*store.Account) {})
	b.is(b.ConfirmEmail(b.ctx, in, secret(other(b.code()))), ErrCode)
	a, err := b.spy.Store.ByNumber(b.ctx, lilaNumber)
	b.must(err)
	if a.Code == nil || a.Code.Tries != 1 {
		t.Errorf("code %+v, want one try", a.Code)
	}
}

// Back takes the proofs away, and burns the image.
func TestBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.identified(basileEmail)
	b.Back(r)
	_, err := b.Renew(b.ctx, r, secret(basileOld), secret(fresh), secret(fresh))
	b.is(err, ErrStep)
	challenge, err := b.Challenge(b.ctx, r)
	b.must(err)
	b.Back(r)
	if challenge.Answer(image, b.clock.Now()) {
		t.Error("going back left the image good")
	}
	// Nothing that the service did not make is honoured.
	for _, forged := range []*Renewal{nil, {}, {email: basileEmail}, b.service(policy.MinCost).StartRenewal(person)} {
		b.Back(forged)
		_, err := b.Challenge(b.ctx, forged)
		b.is(err, ErrStep)
		b.is(b.Identify(b.ctx, forged, basileEmail, image), ErrStep)
		_, err = b.Renew(b.ctx, forged, secret(basileOld), secret(fresh), secret(fresh))
		b.is(err, ErrStep)
	}
}

// A pepper that is gone keeps nobody from renewing for the sake of old hashes,
// and is told as a fault of the system where it matters.
func TestLostPepper(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	a, err := b.spy.Store.ByNumber(b.ctx, basileNumber)
	b.must(err)
	a.History = []string{"p1$lost$xx", "garbage"}
	_, err = b.spy.Store.Commit(b.ctx, store.Change{Account: &a})
	b.must(err)
	_, err = b.Renew(b.ctx, b.identified(basileEmail), secret(basileOld), secret(fresh), secret(fresh))
	b.must(err)

	a, err = b.spy.Store.ByNumber(b.ctx, odileNumber)
	b.must(err)
	a.Hash = "p1$lost$xx"
	_, err = b.spy.Store.Commit(b.ctx, store.Change{Account: &a})
	b.must(err)
	_, err = b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.is(err, policy.ErrUnknownKey)
}
