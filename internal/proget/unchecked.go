package proget

// IsUnchecked reports whether a creation was sent although it could not be found
// out whether the key exists.
func IsUnchecked(error) bool { return false }
