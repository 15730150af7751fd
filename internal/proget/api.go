package proget

// api is how an API of ProGet reaches the objects of one kind: it builds the
// requests, and says what identifies an object.
type api[T any] struct {
	noun     string   // what an object is called in messages, license; "" where its key does
	keyNames []string // the JSON members that may hold the key, the usual one first
	key      func(T) string
	anyCase  bool // keys that differ in case only are the same object's

	// also are further names under which ProGet finds the object; nil if there are none.
	also func(T) []string

	// natural is what identifies an object before the server has given it a
	// key; nil where that is the key, "" for an object that may exist twice.
	natural func(T) string

	list   request
	get    func(key string) request // nil: the listing has to do for it
	create func(object T) request
	// update and remove get the object as the listing has it where there
	// is no get. Each request of remove is tried if ProGet does not know the
	// object by the one before.
	update func(key string, prior, change T) request // see updatable
	remove func(key string, prior T) []request

	// observe gets what the server says of objects; may be nil.
	observe func(objects []T)
}
