package account

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"peremption/flows/mail"
	"peremption/store"
)

func operator(r Role) Operator { return Operator{Name: "op-" + r.String(), Role: r, Source: "local"} }

// actions is every method for operators, each reduced to its error.
func (b *bench) actions() map[string]func(o Operator, reason string) error {
	return map[string]func(Operator, string) error{
		actAdd: func(o Operator, reason string) error {
			_, err := b.Add(b.ctx, o, reason, NewAccount{
				Title: "M.", FirstName: "A", LastName: "B", Email: fmt.Sprintf("new-%d@example.fr", b.spy.total()), Password: secret(fresh),
			})
			return err
		},
		actImport: func(o Operator, reason string) error {
			_, err := b.Import(b.ctx, o, reason, Rows(), nil)
			return err
		},
		actShow: func(o Operator, reason string) error {
			_, err := b.Show(b.ctx, o, odileEmail, reason)
			return err
		},
		actDisable: func(o Operator, reason string) error { return b.Disable(b.ctx, o, odileNumber, reason) },
		actEnable:  func(o Operator, reason string) error { return b.Enable(b.ctx, o, odileNumber, reason) },
		actUnlock:  func(o Operator, reason string) error { return b.Unlock(b.ctx, o, odileNumber, reason) },
		actExpire:  func(o Operator, reason string) error { return b.Expire(b.ctx, o, odileNumber, reason) },
		actList:    func(o Operator, _ string) error { return first(b.List(b.ctx, o, Filter{})) },
		actOutbox:  func(o Operator, _ string) error { return first(b.Outbox(b.ctx, o)) },
		actAudit:   func(o Operator, _ string) error { return first(b.Audit(b.ctx, o, odileNumber)) },
		actLetter: func(o Operator, _ string) error {
			mails, _, err := b.spy.Store.Mails(b.ctx, "", 1)
			b.must(err)
			_, err = b.Letter(b.ctx, o, mails[0].ID)
			return err
		},
	}
}

func first[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		return err
	}
	return nil
}

// who may do what, each action with each role; a refusal changes nothing
// and is audited.
func TestRoles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	may := map[string]string{
		actAdd: "supervisor owner", actImport: "owner", actShow: "agent supervisor auditor owner",
		actDisable: "supervisor owner", actEnable: "supervisor owner", actUnlock: "agent supervisor owner",
		actExpire: "agent supervisor owner", actList: "agent supervisor auditor owner",
		actOutbox: "supervisor auditor owner", actLetter: "supervisor auditor owner", actAudit: "supervisor auditor owner",
	}
	for action, do := range b.actions() {
		for _, role := range []Role{0, Agent, Supervisor, Auditor, Owner, 99} {
			before, err := b.spy.Store.ByNumber(b.ctx, odileNumber)
			b.must(err)
			err = do(operator(role), "asked by phone")
			allowed := slices.Contains(strings.Fields(may[action]), role.String())
			if allowed != (err == nil) || !allowed && !errors.Is(err, ErrRole) {
				t.Errorf("%s by %s: %v", action, role, err)
			}
			last, want := b.lastEvent(""), action+" ok"
			if !allowed {
				want = action + " refused " + whyRole
				after, err := b.spy.Store.ByNumber(b.ctx, odileNumber)
				b.must(err)
				if after.Version != before.Version {
					t.Errorf("%s by %s: refused and yet written", action, role)
				}
			}
			if !strings.HasPrefix(last, want) {
				t.Errorf("%s by %s: last event %q, want %q", action, role, last, want)
			}
		}
	}
}

func TestOperatorFaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for action, do := range b.actions() {
		if err := do(Operator{Role: Owner}, "x"); err == nil {
			t.Errorf("%s without a name: accepted", action)
		}
		if action == actShow || action == actList || action == actOutbox || action == actAudit || action == actLetter {
			continue
		}
		if got := b.faults(do(owner, " ")); got != "reason:missing" {
			t.Errorf("%s without a reason: %s", action, got)
		}
		if got := b.faults(do(owner, "a\nb")); got != "reason:invalid" {
			t.Errorf("%s with a line end: %s", action, got)
		}
	}
	for _, ref := range []string{"", "20109999999999", nobody} {
		b.is(b.Disable(b.ctx, owner, ref, "x"), ErrNoAccount)
		b.is(first(b.Audit(b.ctx, owner, "0"+ref)), ErrNoAccount)
	}
}

func TestExpire(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := b.signIn(odileEmail, odileOld)
	b.must(b.Expire(b.ctx, operator(Agent), odileNumber, "left the firm"))
	_, err := b.Person(b.ctx, in)
	b.is(err, ErrEnded)
	b.must(b.Expire(b.ctx, operator(Agent), odileNumber, "again"))
	if mails := b.mails(); !slices.Equal(mails, []string{"renewal-forced " + odileEmail}) {
		t.Errorf("mails %q, want one", mails)
	}
	_, err = b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.is(err, ErrExpired)
	receipt, err := b.Renew(b.ctx, b.identified(odileEmail), secret(odileOld), secret(fresh), secret(fresh))
	b.must(err)
	if receipt.LastDay.String() != "2027-07-06" {
		t.Errorf("valid through %s", receipt.LastDay)
	}
	if events := b.events(odileNumber); !slices.Contains(events, "account.expire ok left the firm") {
		t.Errorf("events %q lack the reason", events)
	}
}

func TestUnlock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 5 {
		_, err := b.SignIn(b.ctx, person, odileEmail, secret(wrong))
		b.is(err, ErrCredentials)
	}
	_, err := b.SignIn(b.ctx, person, odileEmail, secret(odileOld))
	b.isThrottled(err)
	b.must(b.Unlock(b.ctx, operator(Agent), strings.ToUpper(odileEmail), "asked by phone"))
	b.signIn(odileEmail, odileOld)
}

func TestAdd(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sum, err := bcrypt.GenerateFromPassword([]byte(fresh), bcrypt.MinCost)
	b.must(err)
	good := NewAccount{Number: "20101670109999", Title: "M.", FirstName: "Jean", LastName: "Neuf", Email: "jean@example.fr", Hash: string(sum)}
	for name, row := range map[string]struct {
		edit func(*NewAccount)
		want string
	}{
		"number":        {func(n *NewAccount) { n.Number = "2010167010999x" }, "number:invalid"},
		"short number":  {func(n *NewAccount) { n.Number = "2010" }, "number:invalid"},
		"taken number":  {func(n *NewAccount) { n.Number = odileNumber }, "number:taken"},
		"taken address": {func(n *NewAccount) { n.Email = odileEmail }, "email:taken"},
		"bad hash":      {func(n *NewAccount) { n.Hash = "$2y$xx" }, "hash:invalid"},
		"dear hash":     {func(n *NewAccount) { n.Hash = "$2a$31$" + string(sum)[7:] }, "hash:invalid"},
		"our own hash":  {func(n *NewAccount) { n.Hash = "p1$k1$" + string(sum) }, "hash:invalid"},
		"both secrets":  {func(n *NewAccount) { n.Password = secret(fresh) }, "hash:invalid"},
		"no secret":     {func(n *NewAccount) { n.Hash = "" }, "password:missing"},
		"weak":          {func(n *NewAccount) { n.Hash, n.Password = "", secret("court") }, "password:too-short"},
		"future":        {func(n *NewAccount) { n.ChangedAt = b.clock.Now().Add(time.Hour) }, "changed_at:invalid"},
		"half question": {func(n *NewAccount) { n.Question = "?" }, "answer:missing"},
		"half answer":   {func(n *NewAccount) { n.Answer = secret("x") }, "question:missing"},
	} {
		n := good
		row.edit(&n)
		_, err := b.Add(b.ctx, owner, "test", n)
		if got := b.faults(err); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
	// A hash of unknown age is over until renewed, never valid for ever.
	number, err := b.Add(b.ctx, operator(Supervisor), "test", good)
	b.must(err)
	_, err = b.SignIn(b.ctx, person, good.Email, secret(fresh))
	b.is(err, ErrExpired)
	_, err = b.Renew(b.ctx, b.identified(good.Email), secret(fresh), secret(fresher), secret(fresher))
	b.must(err)
	if events := b.events(number); events[0] != "account.add ok test" {
		t.Errorf("events %q", events)
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row := func(i int, number string) NewAccount {
		return NewAccount{
			Number: number, Title: "M.", FirstName: "A", LastName: "B", Email: fmt.Sprintf("import-%d@example.fr", i),
			Password: secret(fresh),
		}
	}
	taken := row(2, "")
	taken.Email = odileEmail
	weak := row(5, "")
	weak.Password = secret("court")
	rows := []NewAccount{row(0, ""), row(1, odileNumber), taken, row(3, "20101670109998"), row(4, "20101670109998"), weak, row(6, "")}
	refused := map[int]string{}
	n, err := b.Import(b.ctx, owner, "first load", Rows(rows...), func(row int, err error) { refused[row] = b.faults(err) })
	b.must(err)
	want := map[int]string{1: "number:taken", 2: "email:taken", 4: "number:taken", 5: "password:too-short"}
	if n != 3 || fmt.Sprint(refused) != fmt.Sprint(want) {
		t.Errorf("%d imported, refused %v; want 3 and %v", n, refused, want)
	}
	b.signIn("import-6@example.fr", fresh)
	events := b.events("")
	begun := slices.Index(events, "account.import ok first load (begun)")
	if begun < 0 || events[begun+1] != "account.import ok first load (3 imported)" {
		t.Errorf("events %q", events)
	}
	if mails := b.mails(); len(mails) != 0 {
		t.Errorf("an import wrote to people: %q", mails)
	}
	// What began is in the audit before the first account is in the store, for
	// the machine may not live to write the other line.
	accounts := func(yield func(NewAccount, error) bool) {
		if last := b.lastEvent(""); last != "account.import ok third load (begun)" {
			t.Errorf("last event %q before the first row", last)
		}
		yield(row(8, ""), nil)
	}
	_, err = b.Import(b.ctx, owner, "third load", accounts, nil)
	b.must(err)
	// No line, no import.
	b.spy.onCommit(func(context.Context, store.Change) (uint64, error) { return 0, store.ErrUnavailable })
	n, err = b.Import(b.ctx, owner, "unseen", Rows(row(9, "")), nil)
	b.is(err, store.ErrUnavailable)
	if n != 0 {
		t.Errorf("%d imported without a line of the audit", n)
	}
	b.spy.onCommit(nil)
	// A fault of the system breaks it off, and is told.
	b.Service.rand = strings.NewReader("")
	if _, err := b.Import(b.ctx, owner, "again", Rows(row(7, "")), nil); err == nil {
		t.Error("no randomness, and yet no error")
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	numbers := func(o Operator, f Filter) (list []string) {
		for line, err := range b.List(b.ctx, o, f) {
			b.must(err)
			list = append(list, line.Number[12:]+" "+line.Email)
		}
		return list
	}
	for _, row := range []struct {
		filter Filter
		want   []string
	}{
		{Filter{Which: Expiring, Within: 30}, []string{"19 " + lilaEmail}},
		{Filter{Which: Expiring, Within: 14}, nil},
		{Filter{Which: Expired}, []string{"20 " + basileEmail, "22 " + goneEmail}},
		{Filter{Which: Disabled}, []string{"22 " + goneEmail}},
		{Filter{}, []string{"19 " + lilaEmail, "20 " + basileEmail, "21 " + odileEmail, "22 " + goneEmail}},
	} {
		if got := numbers(owner, row.filter); !slices.Equal(got, row.want) {
			t.Errorf("%+v: %q, want %q", row.filter, got, row.want)
		}
	}
	if got := numbers(operator(Agent), Filter{Which: Disabled}); !slices.Equal(got, []string{"22 g…@example.fr"}) {
		t.Errorf("to an agent: %q", got)
	}
	d, err := b.Show(b.ctx, operator(Agent), lilaNumber, "")
	b.must(err)
	if d.Person.Email != lilaEmail || !d.HasQuestion || d.Person.Question != "" {
		t.Errorf("details %+v", d)
	}
}

// a code in the outbox would be a way into the account.
func TestOutboxHidesCodes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.asked(email(newEmail))
	for m, err := range b.Outbox(b.ctx, operator(Auditor)) {
		b.must(err)
		if m.Message != nil || strings.Contains(m.To, "lila@") {
			t.Errorf("the list shows %q to %s", m.Message, m.To)
		}
		_, err := b.Letter(b.ctx, operator(Auditor), m.ID)
		if hidden := errors.Is(err, ErrRole); hidden != (m.Kind == string(mail.EmailCode)) {
			t.Errorf("%s: %v", m.Kind, err)
		}
		_, err = b.Letter(b.ctx, owner, m.ID)
		b.must(err)
	}
	_, err := b.Letter(b.ctx, owner, "none")
	b.is(err, store.ErrNotFound)
}

// The audit of one account is its own, and reading it is in it.
func TestAudit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn(odileEmail, odileOld)
	b.signIn(lilaEmail, lilaOld)
	var seen []string
	for e, err := range b.Audit(b.ctx, operator(Auditor), odileEmail) {
		b.must(err)
		if e.Number != odileNumber {
			t.Errorf("event of %s among those of %s", e.Number, odileNumber)
		}
		seen = append(seen, e.Actor+" "+e.Action)
	}
	want := []string{"root account.add", "public session.sign-in", "op-auditor audit.list"}
	if !slices.Equal(seen, want) {
		t.Errorf("audit %q, want %q", seen, want)
	}
}
