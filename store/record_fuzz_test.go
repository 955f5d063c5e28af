package store_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"peremption/policy"
	"peremption/store"
)

// stable checks what every record promises: anything may be given to the
// decoder, and what it accepts is written again in a form that reads the same.
func stable[T any](t *testing.T, data []byte, decode func([]byte) (T, error), encode func(T) ([]byte, error)) {
	t.Helper()
	first, err := decode(data)
	if err != nil {
		if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNewer) {
			t.Fatalf("error without a name: %v", err)
		}
		return
	}
	written, err := encode(first)
	if errors.Is(err, store.ErrTooLarge) {
		return // escaping made it longer
	}
	if err != nil {
		t.Fatalf("decoded and cannot be encoded: %v", err)
	}
	second, err := decode(written)
	if err != nil {
		t.Fatalf("cannot read what was written: %v\n%s", err, written)
	}
	again, err := encode(second)
	if err != nil || !bytes.Equal(again, written) {
		t.Fatalf("not stable: %v\n%s\n%s", err, written, again)
	}
}

func moment() time.Time { return time.Date(2026, 11, 23, 8, 30, 1, 0, time.UTC) }

func fullAccount() store.Account {
	return store.Account{
		Version: 3, Number: "12345678901234", Title: "Mme", FirstName: "Zoé", LastName: "L'Été <&>",
		Email: "zoe@exemple.fr", Hash: "p1$k$x", History: []string{"a", "b"}, ChangedAt: moment(),
		LastDay: policy.Date{Year: 2028, Month: 2, Day: 29}, Question: "?", Answer: "!", Disabled: true,
		Created: moment(), Code: &store.Code{Purpose: "email", Email: "x", Hash: "h", Expires: moment(), Tries: 2},
	}
}

func fullEvent() store.Event {
	return store.Event{
		ID: "1", At: moment(), Number: "2", Actor: "3", Action: "4", Outcome: "5", Reason: "6", Source: "7",
		Session: "8", Prev: "9", Chain: "10",
	}
}

func fullMail() store.Mail {
	return store.Mail{
		ID: "1", Number: "2", Kind: "3", To: "4", Subject: "5", Message: []byte{0, 255}, Created: moment(),
		Delivery: store.Delivery{Tries: 1, Sent: moment(), Failed: true, LastError: "x", NotBefore: moment()},
		Owner:    "o", Until: moment(),
	}
}

// roundTrip checks that a record comes back as it was, and that the sample has
// a value in every field, so that a new one cannot be forgotten here.
func roundTrip[T any](t *testing.T, record T, decode func([]byte) (T, error), encode func(T) ([]byte, error)) {
	t.Helper()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if reflect.ValueOf(record).FieldByIndex(field.Index).IsZero() {
			t.Errorf("%s is empty in the sample", field.Name)
		}
	}
	data, err := encode(record)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode(data)
	if err != nil || !reflect.DeepEqual(got, record) {
		t.Errorf("read %+v, %v\nwant %+v", got, err, record)
	}
	var empty T
	if data, err = encode(empty); err != nil {
		t.Fatal(err)
	}
	stable(t, data, decode, encode)
}

func TestRecordsComeBack(t *testing.T) {
	roundTrip(t, fullAccount(), store.DecodeAccount, store.EncodeAccount)
	roundTrip(t, fullEvent(), store.DecodeEvent, store.EncodeEvent)
	roundTrip(t, fullMail(), store.DecodeMail, store.EncodeMail)
}

func FuzzDecodeAccount(f *testing.F) {
	data, err := store.EncodeAccount(fullAccount())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"v":1,"ver":1,"r":{"number":"1","last_day":"9999-12-31","created":"2026-01-01T00:00:00.5+01:00"}}`))
	f.Add([]byte(`{"v":2}`))
	f.Add([]byte(`{"v":1,"ver":1,"r":{"number":"\ud800"}} {}`))
	f.Fuzz(func(t *testing.T, data []byte) { stable(t, data, store.DecodeAccount, store.EncodeAccount) })
}

func FuzzDecodeEvent(f *testing.F) {
	data, err := store.EncodeEvent(fullEvent())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"v":1,"r":{"at":"0000-01-01T00:00:00Z","actor":"\u2028"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		stable(t, data, store.DecodeEvent, store.EncodeEvent)
		// whatever is in an event, its link can be checked after reading.
		e, err := store.DecodeEvent(data)
		if err != nil {
			return
		}
		linked, err := e.Link("prev")
		if err != nil {
			t.Fatal(err)
		}
		written, err := store.EncodeEvent(linked)
		if err != nil {
			return // too large by now
		}
		read, err := store.DecodeEvent(written)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := read.Link("prev"); err != nil || again != linked {
			t.Fatalf("link %+v, %v\nwas %+v", again, err, linked)
		}
	})
}

// FuzzLink gives an event bytes that no decoder would let through.
func FuzzLink(f *testing.F) {
	f.Add("a\xff", "\xed\xa0\x80", "\x00\u2028<")
	f.Fuzz(func(t *testing.T, actor, source, reason string) {
		linked, err := store.Event{ID: "1", At: moment(), Actor: actor, Source: source, Reason: reason}.Link("")
		if err != nil {
			t.Fatal(err)
		}
		data, err := store.EncodeEvent(linked)
		if err != nil {
			return // too large
		}
		if read, err := store.DecodeEvent(data); err != nil || read != linked {
			t.Fatalf("read %+v, %v\nwas %+v", read, err, linked)
		}
	})
}

func FuzzDecodeMail(f *testing.F) {
	data, err := store.EncodeMail(fullMail())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"v":1,"r":{"message":"AA=="}}`))
	f.Fuzz(func(t *testing.T, data []byte) { stable(t, data, store.DecodeMail, store.EncodeMail) })
}
