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

// recognise says what an answer looks like that is not 2xx: like ProGet's own
// words, or like something that stands in their place.
func recognise(a answer) (Problem, string) {
	if a.status >= 300 && a.status <= 399 {
		return redirectKind(a)
	}
	if isHTML(a.body) {
		return pageKind(a)
	}
	return Refusal, ""
}

// misfit says what an answer looks like that should have decoded, and did not.
func misfit(a answer, err error) (Problem, string) {
	body := bytes.TrimSpace(a.body)
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	switch {
	case len(body) == 0:
		return EmptyAnswer, ""
	case isHTML(body):
		return pageKind(a)
	case body[0] != '{' && body[0] != '[' && !json.Valid(body):
		return NotJSON, ""
	case errors.Is(err, io.ErrUnexpectedEOF), isSyntax && strings.Contains(syntax.Error(), "unexpected end"):
		return CutOff, ""
	case isSyntax:
		return NotJSON, syntax.Error()
	}
	return ForeignJSON, err.Error()
}

// isHTML judges by the first character, since servers label pages and texts
// as they like. Neither JSON nor ProGet's texts begin with it.
func isHTML(body []byte) bool {
	body = bytes.TrimSpace(withoutBOM(body))
	return len(body) > 0 && body[0] == '<'
}

var (
	titleOf     = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	asksLogin   = regexp.MustCompile(`(?i)type=["']?password|\blog[- ]?in\b|\bsign[- ]?in\b`)
	asksLicense = regexp.MustCompile(`(?i)licen[sc]e key|licensing|activat(e|ion)`)
)

// pageKind tells the pages that a user can act on from others (reference section
// 2): that of a ProGet which is not activated, and of whatever wants a login.
func pageKind(a answer) (Problem, string) {
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
		return LicensePage, title
	case asksLogin.MatchString(short):
		return LoginPage, title
	case asksLicense.Match(a.body):
		return LicensePage, title
	case asksLogin.Match(a.body):
		return LoginPage, title
	}
	return WebPage, title
}

// redirectKind tells what a redirect leads to, and where, without what may be
// secret in the target: user, query and fragment.
func redirectKind(a answer) (Problem, string) {
	location, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.header.Get("Location") == "" {
		return Redirect, ""
	}
	if a.url != nil {
		location = a.url.ResolveReference(location)
	}
	target := (&url.URL{Scheme: location.Scheme, Host: location.Host, Path: location.Path, RawPath: location.RawPath}).String()
	switch {
	case asksLogin.MatchString(target):
		return LoginRedirect, target
	case asksLicense.MatchString(target):
		return LicenseRedirect, target
	}
	return Redirect, target
}
