package proget_test

import (
	"maps"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

func TestKeyOfParts(t *testing.T) {
	t.Parallel()
	for key, parts := range map[string]map[string]string{
		"group:Developers/user:jane":              {"group": "Developers", "user": "jane"},
		"user:a%2Fb%20c:d/task:View%20&%20Pull":   {"user": "a/b c:d", "task": "View & Pull"},
		"group:%C3%84rzte/task:%25/feed:internal": {"group": "Ärzte", "task": "%", "feed": "internal"},
	} {
		names := []string{"user", "group", "task", "feed"}
		got, err := proget.SplitKey(key, names...)
		if err != nil || !maps.Equal(got, parts) {
			t.Errorf("SplitKey(%q) = %v, %v", key, got, err)
		}
		var written []proget.Part
		for _, name := range names {
			written = append(written, proget.Part{Name: name, Value: parts[name]})
		}
		again, err := proget.SplitKey(proget.JoinKey(written...), names...)
		if err != nil || !maps.Equal(again, parts) {
			t.Errorf("JoinKey(%v) = %q", written, proget.JoinKey(written...))
		}
	}
	for _, key := range []string{"", "jane", "group:", "group:a/group:b", "feed:a", "group:%zz", "group:a/", "a/b"} {
		if got, err := proget.SplitKey(key, "group", "user"); err == nil {
			t.Errorf("SplitKey(%q) = %v", key, got)
		}
	}
}
