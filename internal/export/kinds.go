package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A kind is a sort of object: what the provider's schema says of it, and what
// it cannot say.
type kind struct {
	rules

	name     string // feed
	plural   string // feeds, as on the command line and in file names
	resource string // proget_feed
	key      string // the attribute that is the whole identity, or nothing
	schema   *tfprotov6.Schema
	listed   bool // the provider has a list resource
}

// rules are what the schema does not say of a kind.
type rules struct {
	plural string // if it is not the name with an s

	// references are the attributes that name objects of another kind by its key.
	references map[string]string
	// defaults are what a fresh object has where an attribute is left out, as far as it is documented.
	defaults []standard
	// secrets are what ProGet does not reveal and an object needs.
	secrets []secret
	// elsewhere are attributes that are the other side of a relation, by the kind that holds it.
	elsewhere map[string]string
	// ids returns the import ids of the objects, for a kind without a list resource, from those of another kind.
	ids idSource
	// needs is an attribute without which there is nothing to write.
	needs string
	// ordinary reports whether an object is as ProGet makes it by itself.
	ordinary func(values map[string]tftypes.Value) bool
	// builtIn are the names that every ProGet has (reference section 12.2), which a copy does not make.
	builtIn []string
	// covered says which attribute of which kind already holds the objects.
	covered string
}

// A standard is what an attribute is if nobody sets it.
type standard struct {
	attribute string
	value     any      // a bool, an int64 or a text
	types     []string // of feeds, all if empty
}

// A secret is an attribute that ProGet does not reveal.
type secret struct {
	attribute string // write-only, or sensitive in a block: replication.client_token
	version   string // the attribute that says when the secret changes, if it is write-only
	what      string // as in "the password of"
	when      string // the attribute that has a value if the object needs the secret
	unless    string // and the value at which it does not
	uncertain bool   // whether there is such a secret is up to an extension of ProGet
}

// An idSource is an attribute of another kind that holds the ids of a kind's objects.
type idSource struct{ kind, attribute string }

// order is that of dependence: references lead backwards. Kinds that are not
// here come last.
var order = []string{
	"connector", "license", "license_file", "feed", "feed_storage", "user", "group", "group_member", "task", "permission",
	"api_key", "setting", "project",
}

var nugetLike = []string{"nuget", "chocolatey", "powershell"}

// known are the rules of the kinds. A kind without any is written by its schema alone.
var known = map[string]rules{
	"connector": {
		defaults: []standard{ // reference section 9.2
			{"timeout", int64(10), nil},
			{"metadata_cache_enabled", false, nil},
			{"metadata_cache_minutes", int64(30), nil},
			{"metadata_cache_count", int64(100), nil},
		},
		secrets: []secret{{"password_wo", "password_wo_version", "password", "username", "", false}},
	},
	"feed": {
		references: map[string]string{"connectors": "connector", "allowed_licenses": "license", "blocked_licenses": "license"},
		// Reference section 5.2. The documentation shows the defaults of a NuGet feed;
		// those that depend on the type hold for NuGet alone, and what it does not say
		// (use_api_v3, retention_rules_enabled) is always written.
		defaults: []standard{
			{"active", true, nil},
			{"cache_connectors", true, nil},
			{"symbol_server_enabled", false, nil},
			{"strip_symbols", false, nil},
			{"strip_source", false, nil},
			{"strip_signature", false, nil},
			{"package_statistics_enabled", false, nil},
			{"restrict_package_statistics", false, nil},
			{"deployment_records_enabled", true, nil},
			{"usage_records_enabled", true, nil},
			{"use_with_projects", true, nil},
			{"vulnerabilities_enabled", false, nugetLike},
			{"licenses_enabled", false, nugetLike},
		},
		secrets: []secret{
			{"replication.client_token", "", "client token", "client_mode", "disabled", false},
			{"replication.server_token", "", "server token", "server_mode", "disabled", false},
		},
	},
	"license": {
		elsewhere: map[string]string{"allowed_feeds": "feed", "blocked_feeds": "feed"},
	},
	"license_file": {
		references: map[string]string{"code": "license"},
		ids:        idSource{"license", "hashes"},
	},
	"feed_storage": {
		plural:     "feed_storage",
		ordinary:   onManagedDisk,
		references: map[string]string{"feed": "feed"},
		secrets: []secret{
			{"s3.secret_access_key_wo", "secrets_wo_version", "secret access key", "access_key", "", false},
			{"azure.connection_string_wo", "secrets_wo_version", "connection string", "container_name", "", false},
			{"custom.secret_properties_wo", "secrets_wo_version", "secret properties", "type", "", true},
		},
	},
	"api_key": {
		references: map[string]string{"feed": "feed", "user": "user"},
		defaults:   []standard{{"logging", "none", nil}}, // reference section 11
	},
	"setting": {needs: "value"},
	"task": {
		defaults: []standard{{"feed_scoped", false, nil}},
		builtIn: []string{
			"Administer", "Manage Feed", "Promote Packages", "Publish Packages", "View & Download Packages", "View and Download Packages", "Manage Projects",
		},
	},
	"user": {
		secrets: []secret{{"password_wo", "password_wo_version", "password", "name", "", false}},
		builtIn: []string{"Admin", "Anonymous"},
	},
	"group": {
		references: map[string]string{"users": "user"},
		builtIn:    []string{"Administrators", "Everyone", "Authenticated"},
	},
	"group_member": {covered: "users of proget_group"},
	"permission": {
		references: map[string]string{"task": "task", "user": "user", "group": "group", "feed": "feed"},
		defaults:   []standard{{"deny", false, nil}},
	},
}

// onManagedDisk reports whether a feed keeps its files where ProGet chooses.
func onManagedDisk(storage map[string]tftypes.Value) bool {
	var disk map[string]tftypes.Value
	return !storage["disk"].IsNull() && storage["disk"].As(&disk) == nil && textOf(disk["path"]) == ""
}

// allKinds are the kinds of the provider, in order.
func (s *session) allKinds() []*kind {
	var kinds []*kind
	for _, resource := range slices.Sorted(maps.Keys(s.schemas.ResourceSchemas)) {
		name := strings.TrimPrefix(resource, "proget_")
		k := &kind{rules: known[name], name: name, resource: resource, schema: s.schemas.ResourceSchemas[resource]}
		k.plural = k.rules.plural
		if k.plural == "" {
			k.plural = name + "s"
		}
		_, k.listed = s.schemas.ListResourceSchemas[resource]
		if identity := s.identities.IdentitySchemas[resource]; identity != nil && len(identity.IdentityAttributes) == 1 {
			k.key = identity.IdentityAttributes[0].Name
		}
		kinds = append(kinds, k)
	}
	position := func(k *kind) int {
		if i := slices.Index(order, k.name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(kinds, func(a, b *kind) int { return position(a) - position(b) })
	return kinds
}

// choose returns the kinds that a list such as "feeds,connectors" names.
func choose(kinds []*kind, list string) ([]*kind, error) {
	if list == "" {
		return kinds, nil
	}
	var chosen []*kind
	for word := range strings.SplitSeq(list, ",") {
		name := strings.TrimPrefix(strings.TrimSpace(word), "proget_")
		i := slices.IndexFunc(kinds, func(k *kind) bool { return name == k.name || name == k.plural })
		if i < 0 {
			names := make([]string, len(kinds))
			for i, k := range kinds {
				names[i] = k.plural
			}
			return nil, fmt.Errorf("-kinds: there is no kind %q, there are %s", word, strings.Join(names, ", "))
		}
		chosen = append(chosen, kinds[i])
	}
	// In the order of dependence, each once.
	return slices.DeleteFunc(slices.Clone(kinds), func(k *kind) bool { return !slices.Contains(chosen, k) }), nil
}

// title is the kind as it begins a sentence: Feed storage.
func (k *kind) title() string {
	noun := k.noun()
	return strings.ToUpper(noun[:1]) + noun[1:]
}

func (k *kind) noun() string {
	return strings.NewReplacer("_", " ", "api", "API").Replace(k.name)
}
