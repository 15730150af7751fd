package fakeproget

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// answer is what a handler has to say: a status and a body, which is nothing,
// a text, raw bytes or else a value that is sent as JSON.
type answer struct {
	status int
	body   any
}

// html is a page for people.
type html string

// lines are values that are sent as a line of JSON each.
type lines []any

func (l lines) encode() []byte {
	var text []byte
	for _, value := range l {
		text = append(append(text, encode(value, false)...), '\n')
	}
	return text
}

func ok(body any) answer { return answer{http.StatusOK, body} }

// problem is a refusal: ProGet answers errors as text (reference section 21, F21).
type problem struct {
	status int
	text   string
}

func (p problem) Error() string { return p.text }

func refusal(status int, format string, args ...any) error {
	return problem{status, fmt.Sprintf(format, args...)}
}

// invalid is the refusal of an input.
func invalid(format string, args ...any) error {
	return refusal(http.StatusBadRequest, format, args...)
}

// write is the only place that turns an answer or an error into HTTP.
func write(w http.ResponseWriter, r *http.Request, a answer, err error) {
	var p problem
	switch {
	case errors.As(err, &p):
		a = answer{p.status, p.text}
	case err != nil:
		a = answer{http.StatusInternalServerError, err.Error()}
	}
	var contentType string
	var data []byte
	switch body := a.body.(type) {
	case nil:
	case string:
		contentType, data = "text/plain; charset=utf-8", []byte(body)
	case html:
		contentType, data = "text/html; charset=utf-8", []byte(body)
	case lines:
		contentType, data = "application/json", body.encode()
	case []byte:
		contentType, data = "application/octet-stream", body
	default:
		contentType, data = "application/json", encode(body, r.URL.Query().Has("indent"))
	}
	if len(data) > 0 {
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(data) // into memory
}

// encode writes URLs and XML as they are, where encoding/json escapes them for HTML.
func encode(value any, indent bool) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if indent {
		encoder.SetIndent("", "  ")
	}
	if err := encoder.Encode(value); err != nil {
		panic(err) // only decoded JSON is stored
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}

// recorder keeps an answer until it is known how to deliver it.
type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}} }

// anonymize takes away what shows that it is ProGet.
func (r *recorder) anonymize() {
	for name := range r.header {
		if strings.EqualFold(name, versionHeader) || strings.EqualFold(name, editionHeader) {
			delete(r.header, name)
		}
	}
}

// cut ends the body after so many bytes, if that is positive.
func (r *recorder) cut(length int) {
	if length > 0 && length < r.body.Len() {
		r.body.Truncate(length)
	}
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(data []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(data)
}
