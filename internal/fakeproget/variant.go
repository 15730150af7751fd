package fakeproget

// SecretsEcho is what an answer says of a secret that is set.
type SecretsEcho int

// What the vendor's examples show, one in each (reference section 21, C12).
const (
	OmitSecrets SecretsEcho = iota
	EchoSecrets
	MaskSecrets
)

// mask stands for a secret in an answer; sent back, it means "unchanged".
const mask = "********"

// CreatedKey is what the answer to the creation of a key says.
type CreatedKey int

// The object with the key, as was observed; the object without it; the key
// alone as a text, as the vendor's page says (reference section 21, C16).
const (
	KeyAsMember CreatedKey = iota
	KeyLeftOut
	KeyAsText
)

// SetOrder is the order in which an answer lists an array that is a set.
type SetOrder int

// The orders of sets (reference section 22, N13).
const (
	SetsAsStored SetOrder = iota
	SetsSorted
	SetsReversed
)

// Unlicensed is how a server without a license answers API calls.
type Unlicensed int

// An activated server, and the two forms of one that is not (reference sections 2 and 23).
const (
	Licensed Unlicensed = iota
	UnlicensedPage
	UnlicensedRedirect
)

// Health holds what is wrong with each part of the server; an empty text means
// that the part is well.
type Health struct {
	Database, License, Service string
}
