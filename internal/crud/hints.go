package crud

import (
	"errors"
	"net/http"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Explain says what went wrong with a request: ProGet's own words, what was
// asked, and what helps, in the words of the provider's configuration.
func Explain(err error) string {
	e, ok := errors.AsType[*proget.Error](err)
	if !ok {
		return err.Error()
	}
	request := e.Error()
	var paragraphs []string
	if e.Text != "" {
		paragraphs = append(paragraphs, e.Text)
		request = strings.TrimSuffix(request, ": "+e.Text)
	}
	if e.Status != 0 && e.Version != "" && !proget.IsForeign(err) { // else nobody knows whose answer it is, or there is none
		request += ", from " + proget.Server{Version: e.Version, Edition: e.Edition}.String()
	}
	paragraphs = append(paragraphs, request)
	var hints []string
	for _, hint := range []string{problemHint(e), statusHint(e), outcomeHint(e), uncheckedHint(e)} {
		if hint != "" {
			hints = append(hints, hint)
		}
	}
	if len(hints) > 0 {
		paragraphs = append(paragraphs, strings.Join(hints, " "))
	}
	return strings.Join(paragraphs, "\n\n")
}

const (
	wrongAddress   = "The url must be ProGet's base address as in a browser, with its path if it has one, and without one if it has none."
	notActivated   = "This ProGet is not activated. Open it in a browser and enter a license key (there is a free one)."
	askedForLogin  = "Something asks for a login before ProGet's API is reached: a proxy in front of it, or ProGet where the url is not its base address. Headers for a proxy go into headers."
	asAnonymous    = "No credential is configured, so the request was made as Anonymous."
	uncertainWords = "It is not certain that this is ProGet's word, so nothing is concluded from it"
)

func problemHint(e *proget.Error) string {
	if proget.IsOdd(e) {
		return "ProGet lists this object in a form that this version of the provider does not know, and the others as it should. " +
			"Look for a newer version of the provider, or report it with the version of ProGet."
	}
	switch e.Problem {
	case proget.LicensePage, proget.LicenseRedirect:
		return notActivated
	case proget.LoginPage:
		return askedForLogin
	case proget.WebPage, proget.NotJSON, proget.ForeignJSON, proget.EmptyAnswer:
		return "This is probably not ProGet's API. " + wrongAddress
	case proget.LoginRedirect:
		return "Something asks for a login: ProGet, where the url is not its base address, or a proxy in front of it. Headers for a proxy go into headers."
	case proget.Redirect:
		return redirectHint(e)
	case proget.OtherText:
		return "Something on the way from ProGet changes texts, or answers in its place."
	case proget.CutOff:
		return "The connection or a proxy cut the answer off."
	case proget.Unsigned:
		return uncertainWords + ". Something in front of ProGet may have answered in its place."
	case proget.Unproven:
		if e.Status == 0 { // then the error says why
			return uncertainWords + ". " + wrongAddress
		}
		return uncertainWords + ": " + e.Detail + ". " + wrongAddress
	case proget.UnknownHost:
		return "The host in url is not known to DNS."
	case proget.NoConnection:
		return "Check that ProGet runs, the host and port in url, and the proxy settings in the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)."
	case proget.NoTrust:
		return "If ProGet's certificate comes from a private authority, give that authority's certificate in ca_file or ca_pem. If ProGet asks for a client certificate, give it in cert_file or cert_pem with key_file or key_pem. Check also whether url should begin with http:// or https://."
	case proget.TimeUp:
		return "ProGet is slow or not reachable. A longer time can be set in request_timeout."
	case proget.Refusal, proget.Unlisted, proget.TooLarge, proget.Cancelled, proget.Disconnected, proget.Unsent, proget.Taken, proget.Incompatible:
	}
	return ""
}

func redirectHint(e *proget.Error) string {
	if e.Detail == "" {
		return ""
	}
	// The target less what was asked is the base URL that would have worked.
	path, _, _ := strings.Cut(e.Path, "?")
	if base, ok := strings.CutSuffix(e.Detail, path); ok && base != "" {
		return "The redirect was not followed, so that no credential is sent elsewhere. If that is ProGet's address, set url to " + base + " followed by the same path."
	}
	return "The redirect was not followed, so that no credential is sent elsewhere. If that is where ProGet lives, use its address as url."
}

func statusHint(e *proget.Error) string {
	if e.Problem != proget.Refusal {
		return ""
	}
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if e.Anonymous {
			return asAnonymous + needs(e) + " Set api_key."
		}
		return "ProGet does not accept the credential for this, or does not know it." + needs(e)
	case http.StatusInternalServerError:
		switch {
		case e.Endpoint.Failing != "" && e.Anonymous:
			return asAnonymous + " " + e.Endpoint.Failing
		case e.Endpoint.Failing != "":
			return e.Endpoint.Failing
		}
		return "ProGet's own log says more."
	case http.StatusTooManyRequests:
		return "ProGet or a proxy limits how many requests are made. Terraform's -parallelism and max_retries help; the Free edition limits some operations by the hour."
	case http.StatusNotFound:
		return missingHint(e)
	case http.StatusMethodNotAllowed:
		return "A web server in front of ProGet forbids this method."
	case http.StatusProxyAuthRequired:
		return "The proxy wants a login: give it in the proxy's URL in the environment."
	}
	return ""
}

func needs(e *proget.Error) string {
	if e.Endpoint.Needs == "" {
		return ""
	}
	return " This endpoint needs " + e.Endpoint.Needs + "."
}

func missingHint(e *proget.Error) string {
	switch {
	case proget.IsNotFound(e):
		return ""
	case e.Endpoint.Missing != "":
		return e.Endpoint.Missing
	case e.Endpoint.Since != "":
		return "Either this ProGet has no such API (" + e.Endpoint.Since + "), or the url is not ProGet's base address."
	}
	return "Either this ProGet has no such API, or the url is not ProGet's base address."
}

func outcomeHint(e *proget.Error) string {
	switch e.Outcome {
	case proget.Lost:
		return "ProGet may have done it nevertheless."
	case proget.Unread:
		return "ProGet has done what it was asked; only the result could not be read."
	case proget.Refused:
	}
	return ""
}

func uncheckedHint(e *proget.Error) string {
	switch {
	case !e.Unchecked:
		return ""
	case e.Method == http.MethodGet: // it is the check that failed
		return "It could not be checked whether it exists already, so nothing was sent."
	}
	return "Before it was created, it could not be checked whether it exists."
}
