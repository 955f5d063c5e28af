package storetest

import (
	"reflect"
	"strings"
	"time"

	"peremption/policy"
	"peremption/store"
)

func accountTests() []test {
	return []test{
		{"ComesBackAsItWasStored", testRoundTrip},
		{"UnknownIsNotFound", testNotFound},
		{"NumberIsUnique", testNumberUnique},
		{"AddressIsUniqueHoweverItIsTyped", testEmailUnique},
		{"AddressIsFoundHoweverItIsTyped", testEmailFound},
		{"MovedAddressIsFree", testEmailMoves},
		{"AccountsWithoutAddressDoNotMeet", testNoEmail},
		{"UpdateOfNothingIsNotFound", testUpdateOfNothing},
		{"StaleVersionIsAConflict", testConflict},
		{"RefusedChangeLeavesNothing", testRefusedLeavesNothing},
		{"TimesAreUTCToTheSecond", testTimes},
		{"LimitsHold", testLimits},
		{"NonsenseIsRefused", testNonsense},
	}
}

func testRoundTrip(b *bench) {
	a := account(1)
	a.History = []string{"old", "older"}
	a.Question, a.Answer, a.Disabled = "Le nom ?", "hash", true
	a.Code = &store.Code{Purpose: "email", Email: "x@exemple.fr", Hash: "h", Expires: a.Created, Tries: 2}
	a = b.create(a)
	if a.Version == 0 {
		b.Fatal("a stored account has version 0")
	}
	for name, find := range map[string]func() (store.Account, error){
		"number": func() (store.Account, error) { return b.s.ByNumber(b.ctx, a.Number) },
		"email":  func() (store.Account, error) { return b.s.ByEmail(b.ctx, a.Email) },
	} {
		got, err := find()
		if err != nil || !reflect.DeepEqual(got, a) {
			b.Errorf("by %s: %+v, %v\nwant %+v", name, got, err, a)
		}
	}
	// Clearing fields is an update like any other.
	a.Code, a.History, a.Disabled = nil, nil, false
	a.Version = b.commit(store.Change{Account: &a})
	if got, err := b.s.ByNumber(b.ctx, a.Number); err != nil || !reflect.DeepEqual(got, a) {
		b.Errorf("after the update: %+v, %v\nwant %+v", got, err, a)
	}
}

func testNotFound(b *bench) {
	_, err := b.s.ByNumber(b.ctx, number(9))
	_, err2 := b.s.ByEmail(b.ctx, "nobody@exemple.fr")
	_, err3 := b.s.ByEmail(b.ctx, "")
	_, err4 := b.s.ByNumber(b.ctx, "")
	_, err5 := b.s.MailByID(b.ctx, "none")
	for i, err := range []error{err, err2, err3, err4, err5} {
		wantErr(b, i, err, store.ErrNotFound)
	}
}

func testNumberUnique(b *bench) {
	b.create(account(1))
	other := account(1)
	other.Email = "other@exemple.fr"
	b.refuse(store.Change{Account: &other}, store.ErrExists)
}

// one address, one account.
func testEmailUnique(b *bench) {
	a := account(1)
	a.Email = "André.Straße@exemple.fr" // composed
	b.create(a)
	for i, email := range []string{
		a.Email, upper(a.Email), "  " + a.Email + "\t",
		"Andre\u0301.Straße@exemple.fr", "andré.strasse@exemple.fr",
	} {
		other := account(10 + i)
		other.Email = email
		b.refuse(store.Change{Account: &other}, store.ErrExists)
	}
	// An account may keep its own address, and may write it otherwise.
	a.Version, a.Email = 1, upper(a.Email)
	b.commit(store.Change{Account: &a})
	if got := b.report().Accounts; got != 1 {
		b.Fatalf("%d accounts, want 1", got)
	}
}

func testEmailFound(b *bench) {
	a := account(1)
	a.Email = "Andre\u0301@Exemple.fr"
	a = b.create(a)
	for _, email := range []string{"andré@exemple.fr", "ANDRÉ@EXEMPLE.FR", " andre\u0301@exemple.fr "} {
		got, err := b.s.ByEmail(b.ctx, email)
		if err != nil || got.Number != a.Number || got.Email != a.Email {
			b.Errorf("by %q: %+v, %v", email, got, err)
		}
	}
}

func testEmailMoves(b *bench) {
	a := b.create(account(1))
	old := a.Email
	a.Email = "new@exemple.fr"
	b.commit(store.Change{Account: &a})
	_, err := b.s.ByEmail(b.ctx, old)
	wantErr(b, "old address", err, store.ErrNotFound)
	other := account(2)
	other.Email = old
	b.create(other)
	got, err := b.s.ByEmail(b.ctx, old)
	if err != nil || got.Number != other.Number {
		b.Fatalf("by the freed address: %+v, %v", got, err)
	}
}

func testNoEmail(b *bench) {
	for i := range 2 {
		a := account(i)
		a.Email = " "
		b.create(a)
	}
	if got := b.report().Accounts; got != 2 {
		b.Fatalf("%d accounts, want 2", got)
	}
}

func testUpdateOfNothing(b *bench) {
	a := account(1)
	a.Version = 1
	b.refuse(store.Change{Account: &a, Events: []store.Event{event("e", a.Number)}}, store.ErrNotFound)
	if r := b.report(); r != (store.Report{}) {
		b.Fatalf("left behind: %+v", r)
	}
}

// of two who read the same version, one wins and the other is told.
func testConflict(b *bench) {
	first := b.create(account(1))
	second := first
	first.Hash = "first"
	version := b.commit(store.Change{Account: &first})
	if version <= second.Version {
		b.Fatalf("version %d after %d", version, second.Version)
	}
	second.Hash = "second"
	b.refuse(store.Change{Account: &second}, store.ErrConflict)
	got, err := b.s.ByNumber(b.ctx, first.Number)
	if err != nil || got.Hash != "first" || got.Version != version {
		b.Fatalf("kept %+v, %v", got, err)
	}
	second.Version = version + 1
	b.refuse(store.Change{Account: &second}, store.ErrConflict)
}

// all or nothing. Every way to refuse a change is tried with a change
// that would touch everything.
func testRefusedLeavesNothing(b *bench) {
	a := b.create(account(1))
	taken := b.create(account(2))
	b.commit(store.Change{Mails: []store.Mail{mail("taken", a.Number)}})
	schedule := policy.Schedule{Free: 9, Forget: time.Hour}
	b.hit("clear", schedule)
	b.hit("refund", schedule)
	b.hit("refund", schedule)
	before := b.report()

	for name, spoil := range map[string]struct {
		with func(*store.Change)
		want error
	}{
		"conflict": {func(c *store.Change) { c.Account.Version += 7 }, store.ErrConflict},
		"address":  {func(c *store.Change) { c.Account.Email = upper(taken.Email) }, store.ErrExists},
		"number":   {func(c *store.Change) { c.Account.Version = 0 }, store.ErrExists},
		"missing":  {func(c *store.Change) { c.Account.Number = number(77) }, store.ErrNotFound},
		"mail":     {func(c *store.Change) { c.Mails[0].ID = "taken" }, store.ErrExists},
		"twins":    {func(c *store.Change) { c.Mails = append(c.Mails, c.Mails[0]) }, store.ErrExists},
		"size":     {func(c *store.Change) { c.Events[1].Reason = strings.Repeat("x", store.MaxRecord) }, store.ErrTooLarge},
	} {
		update := a
		update.Email, update.LastDay = "moved@exemple.fr", policy.Date{Year: 2030, Month: 1, Day: 1}
		c := store.Change{
			Account: &update,
			Events:  []store.Event{event("1", a.Number), event("2", a.Number)},
			Mails:   []store.Mail{mail(name, a.Number)},
			Clear:   []string{"clear"},
			Refund:  []string{"refund"},
		}
		spoil.with(&c)
		b.refuse(c, spoil.want)
		if got := b.report(); got != before {
			b.Errorf("%s: left %+v, had %+v", name, got, before)
		}
		if _, err := b.s.ByEmail(b.ctx, "moved@exemple.fr"); err == nil {
			b.Errorf("%s: the address moved", name)
		}
		got, err := b.s.ByNumber(b.ctx, a.Number)
		if err != nil || !reflect.DeepEqual(got, a) {
			b.Errorf("%s: the account became %+v, %v", name, got, err)
		}
	}
	if got := b.expiring(policy.Date{Year: 2030, Month: 1, Day: 1}, policy.Date{}, 10); len(got) > 0 {
		b.Errorf("listed under the refused day: %v", got)
	}
	if got := b.hit("clear", schedule).Count; got != 2 {
		b.Errorf("counter to clear stands at %d, want 2", got)
	}
	if got := b.hit("refund", schedule).Count; got != 3 {
		b.Errorf("counter to refund stands at %d, want 3", got)
	}
}

func testTimes(b *bench) {
	odd := time.Date(2026, 3, 29, 4, 5, 6, 999_999_999, policy.Paris)
	a := account(1)
	a.ChangedAt, a.Created = odd, odd
	a.Code = &store.Code{Expires: odd}
	e, m := event("e", a.Number), mail("m", a.Number)
	e.At, m.Created, m.NotBefore = odd, odd, odd
	b.commit(store.Change{Account: &a, Events: []store.Event{e}, Mails: []store.Mail{m}})
	if a.ChangedAt != odd || a.Code.Expires != odd {
		b.Error("the caller's account was changed")
	}
	got, err := b.s.ByNumber(b.ctx, a.Number)
	if err != nil {
		b.Fatal(err)
	}
	events, mails := b.events("", 5), b.mails(5)
	want := time.Date(2026, 3, 29, 2, 5, 6, 0, time.UTC)
	for i, t := range []time.Time{
		got.ChangedAt, got.Created, got.Code.Expires, events[0].At, mails[0].Created, mails[0].NotBefore,
	} {
		if t != want {
			b.Errorf("time %d is %v, want %v", i, t, want)
		}
	}
}

func testLimits(b *bench) {
	a := b.create(account(1))
	c := store.Change{Account: &a}
	for i := range store.MaxWrites / 4 {
		id := number(i)
		c.Events, c.Mails = append(c.Events, event(id, a.Number)), append(c.Mails, mail(id, a.Number))
		c.Clear, c.Refund = append(c.Clear, "c"+id), append(c.Refund, "r"+id)
	}
	a.Version = b.commit(c)
	c.Mails, c.Refund = nil, append(c.Refund, c.Refund...)
	c.Clear = append(c.Clear, "one more")
	b.refuse(c, store.ErrTooLarge)

	long := strings.Repeat("x", store.MaxRecord)
	big := a
	big.LastName = long
	b.refuse(store.Change{Account: &big}, store.ErrTooLarge)
	far := account(2)
	far.Email = long + "@exemple.fr"
	b.refuse(store.Change{Account: &far}, store.ErrTooLarge)
	letter := mail("big", a.Number)
	letter.Message = []byte(long)
	b.refuse(store.Change{Mails: []store.Mail{letter}}, store.ErrTooLarge)
	_, err := b.s.Hit(b.ctx, long, policy.SecretSchedule())
	wantErr(b, "hit", err, store.ErrTooLarge)
}

// What could not be read back, or not be found again, is not written.
func testNonsense(b *bench) {
	for name, spoil := range map[string]func(*store.Account){
		"no number":      func(a *store.Account) { a.Number = "" },
		"torn number":    func(a *store.Account) { a.Number = "1\xff" },
		"NUL in number":  func(a *store.Account) { a.Number = "1\x00" },
		"no such day":    func(a *store.Account) { a.LastDay = policy.Date{Year: 2026, Month: 2, Day: 30} },
		"year 10000":     func(a *store.Account) { a.LastDay = policy.Date{Year: 10000, Month: 1, Day: 1} },
		"impossible age": func(a *store.Account) { a.Created = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		a := account(1)
		spoil(&a)
		if _, err := b.s.Commit(b.ctx, store.Change{Account: &a}); err == nil {
			b.Errorf("%s: accepted", name)
		}
	}
	if _, err := b.s.Commit(b.ctx, store.Change{Mails: []store.Mail{mail("", number(1))}}); err == nil {
		b.Error("mail without an ID: accepted")
	}
	if _, err := b.s.Hit(b.ctx, "", policy.SecretSchedule()); err == nil {
		b.Error("counter without a key: accepted")
	}
	b.commit(store.Change{}) // nothing at all is no mistake
	if r := b.report(); r != (store.Report{}) {
		b.Errorf("left behind: %+v", r)
	}
}
