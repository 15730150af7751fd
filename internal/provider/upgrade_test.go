package provider_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// storedState is an object as a state file has it. The files in testdata/states
// were written by the first version; they never change, and what comes to the
// schema since then is missing in them.
type storedState struct {
	SchemaVersion int64           `json:"schema_version"`
	Attributes    json.RawMessage `json:"attributes"`
}

// States that earlier versions stored plan empty.
func TestStoredStatesPlanEmpty(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		if k.variant != "" {
			continue
		}
		t.Run(k.resource, func(t *testing.T) {
			t.Parallel()
			s := k.served(t, fakeproget.Options{})
			created := made(t, s, k.resource, k.before)
			e := connectBoth(t, s, nil)
			file := filepath.Join("testdata", "states", k.resource+".json")
			text, err := os.ReadFile(file)
			if os.IsNotExist(err) && os.Getenv("PROGET_TEST_WRITE_STATES") != "" {
				text = writeState(t, file, s.URL, e.Schema(k.resource).Version, created)
			} else if err != nil {
				t.Fatalf("%v: PROGET_TEST_WRITE_STATES=1 writes the state of a new kind", err)
			}
			var stored storedState
			must(t, json.Unmarshal(text, &stored))
			upgraded, err := e.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
				TypeName: k.resource, Version: stored.SchemaVersion, RawState: &tfprotov6.RawState{JSON: stored.Attributes},
			})
			must(t, err)
			noErrors(t, upgraded.Diagnostics)
			o := object{State: tftest.Decode(t, e.Type(k.resource), upgraded.UpgradedState)}
			s.ResetRequests()
			read, diags := e.Read(t, k.resource, o) // without an identity, as older states are
			noErrors(t, diags)
			e.PlanEmpty(t, k.resource, read, k.before)
			if writes := s.writes(); len(writes) > 0 {
				t.Errorf("the upgrade sends %v", writes)
			}
		})
	}
}

func writeState(t *testing.T, file, url string, version int64, o object) []byte {
	t.Helper()
	attributes, err := json.MarshalIndent(tftest.Plain(t, o.State), "  ", "  ")
	must(t, err)
	text, err := json.MarshalIndent(storedState{version, attributes}, "", "  ")
	must(t, err)
	text = bytes.ReplaceAll(append(text, '\n'), []byte(url), []byte("https://proget.example.com"))
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, text, 0o600))
	return text
}
