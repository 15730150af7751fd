package proget

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	settingsList = "GET /api/settings/list?showAll=True"
	settingsShow = "GET /api/settings/list?showAll=False"
	logLevel     = `{"name":"Diagnostics.MinimumLogLevel","value":"20","description":"Minimum level of logged messages","valueType":"Integer"}`
	errorLogging = `{"name":"Diagnostics.FeedErrorLogging","value":null,"description":null,"valueType":"Text"}`
	licenseKey   = `{"name":"Licensing.Key","value":"ABCDE-12345","description":null,"valueType":"Text"}`
)

func TestSettings(t *testing.T) {
	t.Parallel()
	changed := strings.Replace(logLevel, `"20"`, `"30"`, 1)
	s := serve(t, routes{
		settingsList: inTurn(reply(200, "["+logLevel+","+errorLogging+"]"), reply(200, "["+changed+","+errorLogging+"]")),
		settingsShow: reply(200, "["+logLevel+"]"),
		"POST /api/settings/set?name=Diagnostics.MinimumLogLevel&value=30": reply(200, ""),
	})
	settings := s.client(t).Settings()
	found, err := settings.Find(t.Context(), "diagnostics.feederrorlogging")
	if diff := cmp.Diff(Setting{Of("Diagnostics.FeedErrorLogging"), Of(""), Null[string](), Of("Text")}, found, whole); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	if _, err := settings.Find(t.Context(), "Nothing"); !IsNotFound(err) {
		t.Errorf("a setting that is not listed: %v", err)
	}
	updated, err := settings.Update(t.Context(), "diagnostics.minimumloglevel", Setting{Value: Of("30")})
	if err != nil || updated.Value != Of("30") {
		t.Errorf("updated: %v, %v", updated, err)
	}
	shown, err := settings.Shown(t.Context())
	if err != nil || len(shown) != 1 || shown[0].Value != Of("30") {
		t.Errorf("shown: %v, %v", shown, err)
	}
	want := []string{settingsList, "POST /api/settings/set?name=Diagnostics.MinimumLogLevel&value=30", settingsList, settingsShow}
	if diff := cmp.Diff(want, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A setting that exists is not created, one that does not is made, and one that
// is deleted is cleared.
func TestSettingLife(t *testing.T) {
	t.Parallel()
	mine := `{"name":"My.Own","value":"a b","description":null,"valueType":"Text"}`
	s := serve(t, routes{
		settingsList: inTurn(reply(200, "["+logLevel+"]"), reply(200, "["+mine+"]")),
		"POST /api/settings/set?name=My.Own&value=a+b": reply(200, ""),
		"POST /api/settings/set?name=My.Own&value=":    reply(200, ""),
	})
	settings := s.client(t).Settings()
	if _, err := settings.Create(t.Context(), Setting{Name: Of("diagnostics.minimumLogLevel"), Value: Of("1")}); problemOf(t, err).Problem != Taken {
		t.Errorf("creating one that exists: %v", err)
	}
	created, err := settings.Create(t.Context(), Setting{Name: Of("My.Own"), Value: Of("a b")})
	if err != nil || created.Value != Of("a b") {
		t.Errorf("created: %v, %v", created, err)
	}
	if err := settings.Delete(t.Context(), "My.Own"); err != nil {
		t.Error(err)
	}
	if n := s.count("POST /api/settings/set?name=My.Own&value="); n != 1 {
		t.Errorf("cleared %d times", n)
	}
}

func TestSettingDecoding(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"name":"a","value":"x"}`: "x", `{"name":"a","value":null}`: "", `{"name":"a"}`: "", `{"name":"a","value":30}`: "30", `{"name":"a","value":true}`: "true",
	} {
		got, err := decodeObject([]byte(text), func(setting Setting) string { return setting.Name.Or("") })
		if err != nil || got.Value != Of(want) {
			t.Errorf("%s: %v, %v", text, got.Value, err)
		}
	}
}

func TestSecretSettings(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Licensing.Key": true, "licensing.key": true, "Smtp.Password": true, "My.ClientSecret": true,
		"Web.BaseUrl": false, "Api.DisablePersonalKeyExpiresNotification": false, "Diagnostics.MinimumLogLevel": false, "": false,
	} {
		if got := IsSecretSetting(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// No log has the value of a setting: not the query that sets it, not a refusal
// that repeats it, not the listing. Errors have none either.
func TestSettingsAreNotLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		settingsList: reply(200, "["+licenseKey+","+logLevel+"]"),
		"POST /api/settings/set?name=Licensing.Key&value=FGHIJ-67890": reply(http.StatusBadRequest, "bad key FGHIJ-67890"),
	})
	var j journal
	c := s.client(t, func(c *Config) { c.Log = j.log })
	_, err := c.Settings().Update(t.Context(), "Licensing.Key", Setting{Value: Of("FGHIJ-67890")})
	var e *Error
	if !errors.As(err, &e) || strings.Contains(e.Error()+e.Text+e.Path, "FGHIJ") {
		t.Errorf("the error tells it: %v", err)
	}
	if text := fmt.Sprint(j.lines); strings.Contains(text, "FGHIJ") || strings.Contains(text, "ABCDE") || !strings.Contains(text, "Licensing.Key") {
		t.Errorf("the log tells it:\n%s", text)
	}
	if !slices.Contains(s.lines(), settingsList) {
		t.Error("nothing was listed")
	}
}
