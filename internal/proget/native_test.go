package proget

import (
	"strings"
	"testing"
)

func TestNative(t *testing.T) {
	t.Parallel()
	const (
		get  = "GET /api/json/Feeds_GetFeeds"
		post = "POST /api/json/Feeds_GetFeeds"
	)
	long := strings.Repeat("x", 2000)
	for name, test := range map[string]struct {
		arguments map[string]string
		routes    routes
		want      string
		body      string // of the last POST
		text      string // of the error
		requests  int
	}{
		"rows":             {nil, routes{get: reply(200, `[{"Feed_Id":1,"Active_Indicator":"Y"}]`)}, `[{"Feed_Id":1,"Active_Indicator":"Y"}]`, "", "", 1},
		"a row":            {nil, routes{get: reply(200, `{"Feed_Id":1}`)}, `{"Feed_Id":1}`, "", "", 1},
		"several sets":     {nil, routes{get: reply(200, ` {"Feeds":[],"Extended":[]} `)}, `{"Feeds":[],"Extended":[]}`, "", "", 1},
		"a scalar":         {nil, routes{get: reply(200, `1003`)}, `1003`, "", "", 1},
		"a text":           {nil, routes{get: reply(200, `"x"`)}, `"x"`, "", "", 1},
		"nothing":          {nil, routes{get: reply(200, "")}, `null`, "", "", 1},
		"null":             {nil, routes{get: reply(200, "null")}, `null`, "", "", 1},
		"JSON lines":       {nil, routes{get: reply(200, "\xef\xbb\xbf{\"A\":1}\r\n{\"A\":2}\n")}, `[{"A":1},{"A":2}]`, "", "", 1},
		"broken lines":     {nil, routes{get: reply(200, "{\"A\":1}\n{\"A\":")}, "", "", "ends in the middle", 1},
		"big numbers":      {nil, routes{get: reply(200, `[12345678901234567890]`)}, `[12345678901234567890]`, "", "", 1},
		"arguments":        {map[string]string{"Feed_Id": "1", "Name": "a b&c"}, routes{get + "?Feed_Id=1&Name=a+b%26c": reply(200, `[]`)}, `[]`, "", "", 1},
		"GET is refused":   {map[string]string{"A": "1"}, routes{get + "?A=1": reply(405, ""), post: reply(200, `[]`)}, `[]`, `{"A":"1"}`, "", 2},
		"GET is unknown":   {nil, routes{get: reply(404, ""), post: reply(200, `[]`)}, `[]`, `{}`, "", 2},
		"no such method":   {nil, routes{get: reply(404, ""), post: reply(404, "Method not found")}, "", `{}`, "Method not found", 2},
		"the URL too long": {map[string]string{"A": "1"}, routes{get + "?A=1": reply(414, ""), post: reply(200, `1`)}, `1`, `{"A":"1"}`, "", 2},
		"long arguments":   {map[string]string{"A": long}, routes{post: reply(200, `1`)}, `1`, `{"A":"` + long + `"}`, "", 1},
		"secret arguments": {map[string]string{"Password_Bytes": "s3cr3t"}, routes{post: reply(400, `not s3cr3t`)}, "", `{"Password_Bytes":"s3cr3t"}`, "400 Bad Request: not ***", 1},
		"refused":          {nil, routes{get: reply(400, "Argument Feed_Id is missing")}, "", "", "400 Bad Request: Argument Feed_Id is missing", 1},
		"forbidden":        {nil, routes{get: reply(403, "")}, "", "", "403", 1},
		"a page":           {nil, routes{get: reply(200, "<html>")}, "", "", "a web page", 1},
		"text":             {nil, routes{get: reply(200, "hello")}, "", "", "not JSON", 1},
		"cut off":          {nil, routes{get: reply(200, "[{")}, "", "", "ends in the middle", 1},
	} {
		s := serve(t, test.routes)
		got, err := s.client(t).Native(t.Context(), "Feeds_GetFeeds", test.arguments)
		if test.text == "" && err != nil || test.text != "" && (err == nil || !strings.Contains(err.Error(), test.text)) {
			t.Errorf("%s: %v, want %q", name, err, test.text)
		}
		if string(got) != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		if test.body != "" && s.last(t, post).body != test.body {
			t.Errorf("%s: POST sends %s, want %s", name, s.last(t, post).body, test.body)
		}
		for _, request := range s.seen {
			if strings.Contains(request.line, "abc12345") || strings.Contains(request.line, "s3cr3t") {
				t.Errorf("%s: a secret in %s", name, request.line)
			}
			if request.header.Get("X-ApiKey") != "abc12345" {
				t.Errorf("%s: no key in the header", name)
			}
		}
		if len(s.seen) != test.requests {
			t.Errorf("%s: %q", name, s.lines())
		}
	}

	s := serve(t, routes{})
	for _, method := range []string{"", "../feeds/delete/a", "A B", "A?B", "A-B", "\u00c4"} {
		if _, err := s.client(t).Native(t.Context(), method, nil); err == nil || !strings.Contains(err.Error(), "is no method") {
			t.Errorf("%q: %v", method, err)
		}
	}
}
