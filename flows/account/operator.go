package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"peremption/store"
)

// Role is what an operator is trusted with. The zero Role is trusted with
// nothing.
type Role int

// The roles.
const (
	// Agent answers people: finds an account, frees it, has its password renewed.
	Agent Role = iota + 1
	// Supervisor also opens and closes accounts, and reads the audit.
	Supervisor
	// Auditor reads, and changes nothing.
	Auditor
	// Owner holds the data itself: whoever runs the program on its own files.
	Owner
)

// String names the role as the command line does.
func (r Role) String() string {
	if r < Agent || r > Owner {
		return "none"
	}
	return [...]string{"agent", "supervisor", "auditor", "owner"}[r-Agent]
}

// Operator is who administers, by name and role. No operator can see a
// password, nor set one but for an account that is just being added.
type Operator struct {
	Name   string
	Role   Role
	Source string
}

func (o Operator) caller() Caller { return Caller{Actor: o.Name, Source: o.Source} }

// allowed is the one table of what each role may do.
func allowed(r Role, action string) bool {
	var roles []Role
	switch action {
	case actShow, actList:
		roles = []Role{Agent, Supervisor, Auditor, Owner}
	case actUnlock, actExpire:
		roles = []Role{Agent, Supervisor, Owner}
	case actAdd, actDisable, actEnable:
		roles = []Role{Supervisor, Owner}
	case actAudit, actOutbox, actLetter:
		roles = []Role{Supervisor, Auditor, Owner}
	case actImport:
		roles = []Role{Owner}
	}
	return slices.Contains(roles, r)
}

// authorise checks an operator, a role and a reason, before anything is looked
// at. An action that changes something needs a reason. The reason is returned
// as it enters the audit.
func (s *Service) authorise(ctx context.Context, o Operator, action, reason string, changes bool) (string, error) {
	var f form
	if strings.TrimSpace(o.Name) == "" { // no line of the audit without a name
		return "", errors.New("operator has no name")
	}
	if !allowed(o.Role, action) {
		return "", s.refuse(ctx, event(o.caller(), action, "", outcomeRefused, whyRole), ErrRole)
	}
	if changes || reason != "" {
		reason = f.line(FieldReason, reason)
	}
	return reason, f.err()
}

// target finds the account that an operator names, by number or by address.
func (s *Service) target(ctx context.Context, o Operator, action, ref string) (store.Account, error) {
	read := s.store.ByNumber
	if strings.Contains(ref, "@") {
		read = s.store.ByEmail
	}
	a, err := read(ctx, strings.TrimSpace(ref))
	if errors.Is(err, store.ErrNotFound) {
		return a, s.refuse(ctx, event(o.caller(), action, "", outcomeRefused, whyNoAccount), ErrNoAccount)
	}
	if err != nil {
		return a, fmt.Errorf("read account: %w", err)
	}
	return a, nil
}
