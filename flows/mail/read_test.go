package mail

import (
	"strings"
	"testing"
)

func TestReadGivesBackWhatComposeWrote(t *testing.T) {
	d := full()
	m, err := composer().Compose(Renewed, "lila@example.fr", d)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Read(m)
	if err != nil {
		t.Fatal(err)
	}
	if l.From != "Espace pro <ne-pas-repondre@example.fr>" || l.To != "lila@example.fr" || l.Subject != m.Subject ||
		!l.Date.Equal(d.At) || !strings.Contains(l.Body, "prise en compte.\n\n") {
		t.Errorf("read %+v", l)
	}
	m.Message = []byte("no mail")
	if _, err := Read(m); err == nil {
		t.Error("a damaged letter was read")
	}
}
