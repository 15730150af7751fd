package fakeproget

import "net/http"

// ForeignAnswers are answers of something that is not ProGet, by what they are:
// unsigned, in place of the server, which does not act. Method, Path and Times
// are for the caller to set.
func ForeignAnswers() map[string]Fault {
	return map[string]Fault{
		"nothing":               {Status: http.StatusOK, Foreign: true},
		"OK":                    {Status: http.StatusOK, Foreign: true, Body: "OK"},
		"an error with 200":     {Status: http.StatusOK, Foreign: true, Body: `{"error":"x"}`, ContentType: "application/json"},
		"an empty object":       {Status: http.StatusOK, Foreign: true, Body: `{}`, ContentType: "application/json"},
		"an empty array":        {Status: http.StatusOK, Foreign: true, Body: `[]`, ContentType: "application/json"},
		"null":                  {Status: http.StatusOK, Foreign: true, Body: `null`, ContentType: "application/json"},
		"JSON that is cut":      {Status: http.StatusOK, Foreign: true, Body: `{"name":"`, ContentType: "application/json"},
		"no content":            {Status: http.StatusNoContent, Foreign: true},
		"a page":                {HTML: true, Foreign: true},
		"a page with 404":       {Status: http.StatusNotFound, HTML: true, Foreign: true},
		"a text with 404":       {Status: http.StatusNotFound, Foreign: true, Body: "404 page not found"},
		"nothing with 404":      {Status: http.StatusNotFound, Foreign: true},
		"not found with 400":    {Status: http.StatusBadRequest, Foreign: true, Body: "not found"},
		"a gateway's complaint": {Status: http.StatusBadGateway, Foreign: true, Body: "502 Bad Gateway"},
	}
}
