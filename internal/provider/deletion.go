package provider

// What destroying a feed does.
const (
	deleteIfEmpty = "delete_if_empty"
	deleteAlways  = "delete"
	deactivate    = "deactivate"
)

var deletionPolicies = []string{deleteIfEmpty, deleteAlways, deactivate}
