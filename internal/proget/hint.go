package proget

import (
	"net/http"
	"strconv"
	"strings"
)

// Error says what was asked and what came of it. What may help is in Hint.
func (e *Error) Error() string {
	text := e.Method + " " + e.Path + ": "
	if e.Status != 0 {
		text += strconv.Itoa(e.Status)
		if name := http.StatusText(e.Status); name != "" {
			text += " " + name
		}
		text += ": "
	}
	return strings.TrimSuffix(text+e.what(), ": ")
}

func (e *Error) what() string {
	switch e.problem {
	case webPage:
		return "a web page instead of an answer of ProGet's API" + e.titled()
	case loginPage:
		return "a login page instead of an answer of ProGet's API" + e.titled()
	case licensePage:
		return "ProGet's licensing page instead of an answer of its API" + e.titled()
	case redirect:
		if e.detail == "" {
			return "a redirect to nowhere"
		}
		return "a redirect to " + e.detail
	case emptyAnswer:
		return "an empty answer"
	case notJSON:
		return "an answer that is not JSON" + e.because()
	case cutOff:
		return "JSON that ends in the middle"
	case foreignJSON:
		return "JSON that is not what ProGet answers here" + e.because()
	case tooLarge:
		return e.detail
	case timeUp:
		return "no answer within the time limit"
	case cancelled:
		return "cancelled"
	case unknownHost, noConnection, noTrust, disconnected, invalid, incompatible, unlisted, otherText:
		return e.detail
	}
	return e.Text
}

func (e *Error) titled() string {
	if e.detail == "" {
		return ""
	}
	return ` ("` + e.detail + `")`
}

func (e *Error) because() string {
	if e.detail == "" {
		return ""
	}
	return ": " + e.detail
}

// Hint says what may help, in sentences, or nothing.
func (e *Error) Hint() string {
	var hints []string
	for _, hint := range []string{e.problemHint(), e.statusHint(), e.outcomeHint()} {
		if hint != "" {
			hints = append(hints, hint)
		}
	}
	return strings.Join(hints, " ")
}

func (e *Error) problemHint() string {
	switch e.problem {
	case licensePage:
		return "This ProGet is not activated. Open it in a browser and enter a license key (there is a free one)."
	case loginPage:
		return "Something asks for a login before ProGet's API is reached: a proxy in front of it, or ProGet where the url is not its base address. Headers for a proxy go into headers."
	case webPage, notJSON, foreignJSON, emptyAnswer:
		return "This is probably not ProGet's API. The url must be ProGet's base address as in a browser, with its path if it has one, and without one if it has none."
	case redirect:
		return e.redirectHint()
	case otherText:
		return "Something on the way from ProGet changes texts, or answers in its place."
	case cutOff:
		return "The connection or a proxy cut the answer off."
	case unproven:
		return "It is not certain that this is ProGet's word, so nothing is concluded from it" + e.because() + ". The url must be ProGet's base address as in a browser, with its path if it has one, and without one if it has none."
	case unknownHost:
		return "The host in url is not known to DNS."
	case noConnection:
		return "Check that ProGet runs, the host and port in url, and the proxy settings in the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)."
	case noTrust:
		return "If ProGet's certificate comes from a private authority, give that authority's certificate in ca_file or ca_pem. If ProGet asks for a client certificate, give it in cert_file or cert_pem with key_file or key_pem. Check also whether url should begin with http:// or https://."
	case timeUp:
		return "ProGet is slow or not reachable. A longer time can be set in request_timeout."
	}
	return ""
}

func (e *Error) redirectHint() string {
	switch lower := strings.ToLower(e.detail); {
	case e.detail == "":
		return ""
	case asksLogin.MatchString(lower):
		return "Something asks for a login: ProGet, where the url is not its base address, or a proxy in front of it. Headers for a proxy go into headers."
	case asksLicense.MatchString(lower):
		return "This ProGet is not activated. Open it in a browser and enter a license key (there is a free one)."
	}
	// The target less what was asked is the base URL that would have worked.
	path, _, _ := strings.Cut(e.Path, "?")
	if base, ok := strings.CutSuffix(e.detail, path); ok && base != "" {
		return "The redirect was not followed, so that no credential is sent elsewhere. If that is ProGet's address, set url to " + base + " followed by the same path."
	}
	return "The redirect was not followed, so that no credential is sent elsewhere. If that is where ProGet lives, use its address as url."
}

func (e *Error) statusHint() string {
	if e.problem != refusal {
		return ""
	}
	switch {
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		if e.anonymous {
			return "No credential is configured, so the request was made as Anonymous. This endpoint needs " + e.scope() + ". Set api_key."
		}
		return "ProGet does not accept the credential for this, or does not know it. This endpoint needs " + e.scope() + "."
	case e.Status == http.StatusInternalServerError && (strings.Contains(e.Path, "/api/management/feeds/update/") || strings.Contains(e.Path, "/api/storage")):
		return "ProGet answers 500 here when the credential lacks the permission or is not known. This endpoint needs " + e.scope() + "; otherwise ProGet's own log says more."
	case e.Status == http.StatusInternalServerError && strings.Contains(e.Path, "/api/management/licenses/"):
		return "Creating and updating licenses is reported not to work from ProGet 2023.22 until 2024, which has a new API for them."
	case e.Status == http.StatusInternalServerError:
		return "ProGet's own log says more."
	case e.Status == http.StatusTooManyRequests:
		return "ProGet or a proxy limits how many requests are made. Terraform's -parallelism and max_retries help; the Free edition limits some operations by the hour."
	case e.Status == http.StatusNotFound && strings.Contains(e.Path, "/api/licenses/files/add"):
		return "A license must exist before a text can be attached to it."
	case e.Status == http.StatusNotFound && !e.absent:
		return "Either this ProGet has no such API (feeds and connectors came with 5.2), or the url is not ProGet's base address."
	case e.Status == http.StatusMethodNotAllowed:
		return "A web server in front of ProGet forbids this method."
	case e.Status == http.StatusProxyAuthRequired:
		return "The proxy wants a login: give it in the proxy's URL in the environment."
	}
	return ""
}

func (e *Error) outcomeHint() string {
	switch e.Outcome {
	case Lost:
		return "ProGet may have done it nevertheless."
	case Unread:
		return "ProGet has done what it was asked; only the result could not be read."
	}
	return ""
}

// scope is what a credential needs for the endpoint (reference section 3.3).
func (e *Error) scope() string {
	switch {
	case strings.Contains(e.Path, "/api/management/connectors/"):
		return `a system API key with "Use/Manage Feeds" (feeds) or full control, or a personal key of a user with Admin_ConfigureProGet`
	case strings.Contains(e.Path, "/api/management/licenses/"):
		return `an API key with both "Feed Management" and "Manage Licenses"`
	case strings.Contains(e.Path, "/api/licenses/"):
		return "a system API key with full control, or a personal key of a user with Licenses_Manage"
	case strings.Contains(e.Path, "/api/json/"):
		return "a system API key with full control (Native API access)"
	case strings.Contains(e.Path, "/api/packages/"), strings.Contains(e.Path, "/endpoints/"):
		return `a system API key with "Use/Manage Feeds" (feeds) or full control, or a feed key with View/Download`
	}
	return `a system API key with "Use/Manage Feeds" (feeds) or full control, or a personal key of a user who may manage feeds`
}
