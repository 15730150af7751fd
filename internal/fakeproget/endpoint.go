package fakeproget

import "net/http"

// endpointPaths are the addresses of feeds by their type, with the name in
// place of *. The reference shows that of NuGet alone; the others are those of
// ProGet's pages, or made up alike.
var endpointPaths = map[string][2]string{
	"nuget":      {"/nuget/", "/v3/index.json"},
	"chocolatey": {"/nuget/", "/"},
	"powershell": {"/nuget/", "/"},
	"universal":  {"/upack/", ""},
	"romp":       {"/upack/", ""},
	"maven":      {"/maven2/", ""},
	"pypi":       {"/pypi/", "/simple"},
	"docker":     {"/v2/", ""},
	"asset":      {"/endpoints/", ""},
}

func (s *Server) endpointURL(r *http.Request, e *entry) string {
	around, known := endpointPaths[e.text("feedType")]
	if !known {
		around = [2]string{"/" + e.text("feedType") + "/", "/"}
	}
	return s.base(r) + around[0] + e.text("name") + around[1]
}
