// Package field says what null, unknown, empty and secret mean between a
// Terraform attribute and a ProGet property, once, for both directions.
//
// A Pair binds one attribute of a model to one property of a wire object, so a
// resource lists its attributes a line each and nothing else:
//
//	field.Text("url", &m.URL, &o.URL),
//	field.Set("filters", &m.Filters, &o.Filters),
//
// # Sending
//
//	attribute in the plan      property sent
//	unknown                    absent: the server decides
//	means what the prior did   absent
//	nothing, prior was set     reset: null, or [] / {} (ClearedBy changes it)
//	a value                    the value, arrays whole
//
// # Receiving
//
//	property received                     attribute in the state
//	a value                               the value
//	nothing, attribute had a value        null: drift shows
//	nothing, attribute was "", [] or {}   kept: same meaning, the user's form
//	same meaning in another spelling      the user's spelling
//	(a secret) never revealed             kept
//
// "Nothing" is absent, null and empty alike: ProGet's versions disagree on which
// of them they answer (reference section 22, N6 and N7).
package field
