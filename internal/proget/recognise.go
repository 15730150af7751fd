package proget

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
)

// recognise says what an answer with an error status looks like: ProGet's own
// words, or something that stands in its place.
func (c *Client) recognise(a answer) (problem, string) {
	if a.status >= 300 && a.status <= 399 {
		return redirect, c.redirectTarget(a)
	}
	if isHTML(a.body) {
		return pageKind(a)
	}
	return refusal, ""
}

// misfit says what a 2xx answer looks like that does not decode.
func misfit(a answer, err error) (problem, string) {
	body := bytes.TrimSpace(a.body)
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	switch {
	case len(body) == 0:
		return emptyAnswer, ""
	case isHTML(body):
		return pageKind(a)
	case body[0] != '{' && body[0] != '[' && !json.Valid(body):
		return notJSON, ""
	case errors.Is(err, io.ErrUnexpectedEOF), isSyntax && strings.Contains(syntax.Error(), "unexpected end"):
		return cutOff, ""
	case isSyntax:
		return notJSON, syntax.Error()
	}
	return foreignJSON, err.Error()
}

// isHTML judges by the first character, since servers label pages and texts
// as they like. Neither JSON nor ProGet's texts begin with it.
func isHTML(body []byte) bool {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	body = bytes.TrimSpace(body)
	return len(body) > 0 && body[0] == '<'
}

var (
	titleOf     = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	asksLogin   = regexp.MustCompile(`(?i)type=["']?password|\blog[- ]?in\b|\bsign[- ]?in\b`)
	asksLicense = regexp.MustCompile(`(?i)licen[sc]e key|licensing|activat(e|ion)`)
)

// pageKind tells the pages of ProGet that a user can act on from others
// (reference section 2): a server that is not activated, or that wants a login.
func pageKind(a answer) (problem, string) {
	title := ""
	if match := titleOf.FindSubmatch(a.body); match != nil {
		title = clip(strings.Join(strings.Fields(html.UnescapeString(string(match[1]))), " "))
	}
	path := ""
	if a.url != nil {
		path = a.url.Path
	}
	short := title + " " + path
	switch {
	case asksLicense.MatchString(short):
		return licensePage, title
	case asksLogin.MatchString(short):
		return loginPage, title
	case asksLicense.Match(a.body):
		return licensePage, title
	case asksLogin.Match(a.body):
		return loginPage, title
	}
	return webPage, title
}

// redirectTarget is where an answer points to, without what may be secret in
// it: user, query and fragment.
func (c *Client) redirectTarget(a answer) string {
	target, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.header.Get("Location") == "" {
		return ""
	}
	if a.url != nil {
		target = a.url.ResolveReference(target)
	}
	return (&url.URL{Scheme: target.Scheme, Host: target.Host, Path: target.Path, RawPath: target.RawPath}).String()
}

// errNoName is the misfit of an object that is none of this API's.
var errNoName = errors.New("the object has no name")

// decodeList reads a listing: an array of objects, each of which has a name.
func decodeList[T any](body []byte, name func(T) Value[string]) ([]T, error) {
	var list []T
	if err := unmarshal(body, '[', &list); err != nil {
		return nil, err
	}
	for _, item := range list {
		if name(item).Or("") == "" {
			return nil, errNoName
		}
	}
	return list, nil
}

func decodeObject[T any](body []byte, name func(T) Value[string]) (T, error) {
	var item T
	if err := unmarshal(body, '{', &item); err != nil {
		return item, err
	}
	if name(item).Or("") == "" {
		return item, errNoName
	}
	return item, nil
}

var errShape = errors.New("it is JSON of another shape")

// unmarshal is json.Unmarshal for a value that begins with the given bracket.
// null, numbers and the like would otherwise pass for empty values.
func unmarshal(body []byte, bracket byte, into any) error {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) > 0 && body[0] != bracket && json.Valid(body) {
		return errShape
	}
	return json.Unmarshal(body, into)
}
