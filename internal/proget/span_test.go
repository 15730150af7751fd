package proget

import "testing"

func TestSpans(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version    string
		span       Span
		known, has bool
	}{
		{"", Span{}, false, false},
		{"nonsense", Span{Since: "2024"}, false, false},
		{"24.0.39.1", Span{}, true, true},
		{"24.0.39.1", Span{Since: "2024"}, true, true},
		{"24.0.0.1", Span{Since: "2024"}, true, true},
		{"23.0.35.1", Span{Since: "2024"}, true, false},
		{"23.0.35.1", Span{Until: "2023"}, true, true},
		{"24.0.0.1", Span{Until: "2023"}, true, false},
		{"22.0.25.9", Span{Since: "2022.26"}, true, false},
		{"22.0.26.0", Span{Since: "2022.26"}, true, true},
		{"5.2.9.10", Span{Since: "5.2.19"}, true, false},
		{"5.2.19.1", Span{Since: "5.2.19"}, true, true},
		{"5.3.1", Span{Since: "5.2.19"}, true, true},
		{"6.0.12", Span{Since: "5.2", Until: "6.0"}, true, true},
		{"22.0.1.0", Span{Since: "5.2", Until: "6.0"}, true, false},
		{"26.0.12.24", Span{Since: "2023.25"}, true, true},
	}
	for _, tt := range tests {
		if known, has := (Server{Version: tt.version}).Has(tt.span); known != tt.known || has != tt.has {
			t.Errorf("%q in %+v: got %v, %v", tt.version, tt.span, known, has)
		}
	}
}
