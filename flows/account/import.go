package account

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"peremption/store"
)

// Rows are accounts on their way into Import.
func Rows(accounts ...NewAccount) iter.Seq2[NewAccount, error] {
	return func(yield func(NewAccount, error) bool) {
		for _, n := range accounts {
			if !yield(n, nil) {
				return
			}
		}
	}
}

// Import creates accounts in bulk, without letters, and returns how many.
// A row that is refused is told, by its place from 0 and in their order, and
// left out; the others go in (a nil refused does not want to know). A row that
// its reader could not make out comes with an error, and is told in its turn.
// The error returned is a fault of the system, and breaks the import off; what
// was imported by then is in. The audit has a line before the first account and
// one after the last: an import that the machine did not survive shows as one
// that began and did not end.
func (s *Service) Import(ctx context.Context, o Operator, reason string, rows iter.Seq2[NewAccount, error], refused func(row int, err error)) (imported int, err error) {
	reason, err = s.authorise(ctx, o, actImport, reason, true)
	if err != nil {
		return 0, err
	}
	begun := event(o.caller(), actImport, "", outcomeOK, reason+" (begun)")
	if err := s.audit(ctx, begun); err != nil {
		return 0, err
	}
	if refused == nil {
		refused = func(int, error) {}
	}
	feed, breakOff := context.WithCancelCause(ctx)
	defer breakOff(nil)
	places := map[string]place{} // by number, of the rows handed over
	accounts := func(yield func(store.Account) bool) {
		for row, r := range s.prepareRows(feed, rows) {
			var input *InputError
			switch {
			case r.unread, errors.As(r.err, &input):
				refused(row, r.err)
				continue
			case r.err != nil:
				breakOff(r.err)
				return
			}
			if _, twice := places[r.account.Number]; twice {
				refused(row, takenRow(FieldNumber))
				continue
			}
			places[r.account.Number] = place{row, r.drawn}
			if !yield(r.account) {
				return
			}
		}
	}
	imported, err = s.store.Import(feed, accounts, func(a store.Account, err error) {
		at := places[a.Number]
		if errors.Is(err, store.ErrExists) {
			err = s.whichTaken(ctx, a, at.drawn)
		}
		refused(at.row, err)
	})
	if cause := context.Cause(feed); cause != nil && !errors.Is(err, cause) {
		err = errors.Join(err, cause)
	}
	if err != nil {
		err = fmt.Errorf("import accounts: %w", err)
	}
	outcome, told := outcomeOK, fmt.Sprintf("%s (%d imported)", reason, imported)
	if err != nil {
		outcome = outcomeRefused
	}
	return imported, errors.Join(err, s.audit(context.WithoutCancel(ctx), event(o.caller(), actImport, "", outcome, told)))
}

// place is where in the import an account came from, and whether its number
// was drawn here.
type place struct {
	row   int
	drawn bool
}

// preparedRow is a row made ready, or refused.
type preparedRow struct {
	account store.Account
	drawn   bool
	unread  bool // its reader refused it
	err     error
}

// prepareRows makes rows ready on all cores and yields them in their order: a
// file of passwords costs one bcrypt a row or two. A few rows are read ahead,
// and no more.
func (s *Service) prepareRows(ctx context.Context, rows iter.Seq2[NewAccount, error]) iter.Seq2[int, preparedRow] {
	ahead := 4 * runtime.GOMAXPROCS(0)
	return func(yield func(int, preparedRow) bool) {
		waiting := make([]chan preparedRow, 0, ahead)
		next := 0
		first := func() bool {
			r := <-waiting[0]
			waiting = waiting[1:]
			next++
			return yield(next-1, r)
		}
		for n, err := range rows {
			if len(waiting) == ahead && !first() {
				return
			}
			ready := make(chan preparedRow, 1)
			waiting = append(waiting, ready)
			if err != nil {
				ready <- preparedRow{unread: true, err: err}
				continue
			}
			go func() { ready <- s.prepareRow(ctx, n) }()
		}
		for len(waiting) > 0 {
			if !first() {
				return
			}
		}
	}
}

// prepareRow is prepareAccount with a number, as Import needs one.
func (s *Service) prepareRow(ctx context.Context, n NewAccount) preparedRow {
	a, err := s.prepareAccount(ctx, n)
	drawn := err == nil && a.Number == ""
	if drawn {
		a.Number, err = s.newNumber()
	}
	return preparedRow{account: a, drawn: drawn, err: err}
}

func takenRow(field Field) error {
	var f form
	f.fault(field, FaultTaken)
	return f.err()
}

// whichTaken tells a refused row which of its names is another account's. A
// number drawn here cannot be what its giver has to mend.
func (s *Service) whichTaken(ctx context.Context, a store.Account, drawn bool) error {
	if drawn {
		return takenRow(FieldEmail)
	}
	if err := s.taken(ctx, a, a.Number); err != nil {
		return err
	}
	return takenRow(FieldNumber)
}
