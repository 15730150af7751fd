package crud_test

import (
	"slices"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	types := []string{"apk", "asset", "cargo", "composer", "conan", "conda", "debian", "debianlegacy", "docker", "nuget", "npm", "pub", "pypi"}
	tests := []struct {
		word string
		want []string
	}{
		{"deb", []string{"debian", "debianlegacy"}},
		{"nugte", []string{"nuget"}},
		{"NuGett", []string{"nuget"}},
		{"npmm", []string{"npm"}},
		{"assets", []string{"asset"}},
		{"python", nil},
		{"quantum", nil},
		{"oci", nil},
		{"x", nil},
		{"", nil},
	}
	for _, tt := range tests {
		if got := crud.Nearest(tt.word, types); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.word, got, tt.want)
		}
	}
}
