package provider_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// TestMain tunes the process as main does.
func TestMain(m *testing.M) {
	if os.Getenv(aliveVariable) != "" {
		if err := makeGarbage(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	provider.Tune()
	os.Exit(m.Run())
}
