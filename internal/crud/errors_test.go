package crud_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Errors as the client makes them; their outcome cannot be set from here.
var errNotFound, errExists, errLost, errUnread, errForbidden, errForeign error

func TestMain(m *testing.M) {
	errNotFound = failure("find", http.StatusNotFound, `Connector "x" not found.`)
	errExists = refusal("a widget of that name exists")
	errForbidden = failure("create", http.StatusForbidden, "not allowed")
	errLost = failure("create", http.StatusBadGateway, "gateway")
	errUnread = failure("create", http.StatusOK, "")
	errForeign = failure("foreign", http.StatusNotFound, "404 page not found")
	os.Exit(m.Run())
}

// refusal is the error of a request that ProGet refuses with the given text.
func refusal(text string) error { return failure("create", http.StatusUnprocessableEntity, text) }

// failure is the error of a client whose request gets the given answer. Reading
// fails wherever it is not what is asked for.
func failure(verb string, status int, text string) error {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if verb != "foreign" || r.Method == http.MethodGet {
			w.Header().Set("X-ProGet-Version", "2026.12")
			w.Header().Set("X-ProGet-Edition", "Free")
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/list"):
			_, _ = w.Write([]byte(`[]`))
		case verb == "create" && strings.Contains(r.URL.Path, "/get/"):
			w.WriteHeader(http.StatusInternalServerError)
		default:
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text))
		}
	}))
	defer s.Close()
	client, err := proget.New(proget.Config{URL: s.URL})
	if err != nil {
		panic(err)
	}
	ctx, connector := testContext, proget.Connector{Name: proget.Of("x")}
	if verb == "find" {
		_, err = client.Connectors().Find(ctx, "x")
	} else {
		_, err = client.Connectors().Create(ctx, connector)
	}
	return err
}

func TestErrorsAreWhatTheyShouldBe(t *testing.T) {
	t.Parallel()
	for name, ok := range map[string]bool{
		"not found": proget.IsNotFound(errNotFound) && !proget.IsLost(errNotFound) && !proget.IsUnread(errNotFound),
		"exists":    errExists != nil && !proget.IsNotFound(errExists) && !proget.IsLost(errExists) && !proget.IsUnread(errExists),
		"forbidden": errForbidden != nil && !proget.IsNotFound(errForbidden) && !proget.IsLost(errForbidden) && !proget.IsUnread(errForbidden),
		"lost":      proget.IsLost(errLost),
		"unread":    proget.IsUnread(errUnread),
		"foreign":   proget.IsForeign(errForeign),
	} {
		if !ok {
			t.Errorf("the error for %q is something else", name)
		}
	}
}
