package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

var (
	_ resource.ResourceWithMoveState = feedResource{}
	_ resource.ResourceWithMoveState = connectorResource{}
	_ resource.ResourceWithMoveState = licenseResource{}
)

func (r feedResource) MoveState(context.Context) []resource.StateMover {
	return moversTo(feedKind, nil, "name")
}

func (r connectorResource) MoveState(context.Context) []resource.StateMover {
	return moversTo(connectorKind, []string{"password"}, "name") // ProGet does not reveal it
}

func (r licenseResource) MoveState(context.Context) []resource.StateMover {
	return moversTo(licenseKind, nil, "code", "licenseId")
}

// moversTo take over what generic providers keep of an object of a kind. The
// properties are those that name the object; secrets are attributes that are
// taken over as they were sent. Forks keep the type's name, so the provider's
// address does not matter.
func moversTo[M, T any](kind *crud.Kind[M, T], secrets []string, properties ...string) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			read, known := genericStates[req.SourceTypeName]
			if !known || req.SourceRawState == nil {
				return // the framework says that nobody takes it
			}
			refuse := func(reason string) {
				resp.Diagnostics.AddError(fmt.Sprintf("Unable to move %s to proget_%s", req.SourceTypeName, kind.Name),
					reason+" Instead of moving it, import the object by an import block and let go of the old address by a removed block with destroy = false.")
			}
			state := map[string]any{}
			if err := json.Unmarshal(req.SourceRawState.JSON, &state); err != nil {
				refuse("Its state cannot be read: " + err.Error() + ".")
				return
			}
			g := read(state)
			if reason := g.otherThan(kind.PluralName()); reason != "" {
				refuse(reason)
				return
			}
			key := g.key(properties)
			if key == "" {
				refuse(fmt.Sprintf("Its state does not say which %s it is.", kind.Name))
				return
			}
			model := moved(ctx, kind, g)
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, &model)...)
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(kind.Key), types.StringValue(key))...)
			for _, secret := range secrets {
				if value, ok := g.sent[secret].(string); ok && value != "" {
					resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(secret), types.StringValue(value))...)
				}
			}
			if resp.TargetIdentity != nil {
				resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root(kind.Key), types.StringValue(key))...)
			}
		},
	}}
}

// moved is the model of what a generic provider knows of an object. The next
// refresh adds the rest, and everything if it knows nothing that can be read.
func moved[M, T any](ctx context.Context, kind *crud.Kind[M, T], g generic) M {
	var model M
	var object T
	if data, err := json.Marshal(g.object()); err != nil || json.Unmarshal(data, &object) != nil {
		object = *new(T)
	}
	if _, diags := kind.Bind(&model, &object).Receive(ctx); diags.HasError() {
		return *new(M)
	}
	return model
}

// generic is what the state of a generic provider says.
type generic struct {
	paths    []string       // of the API, the most telling first
	names    []string       // what the object may be called, besides its properties
	sent     map[string]any // the object as the configuration has it
	received map[string]any // the object as the server answered it
}

// genericStates read the states of generic providers, by type of resource.
var genericStates = map[string]func(state map[string]any) generic{
	// Mastercard/restapi: JSON as text, and paths in which {id} is the object's id.
	"restapi_object": func(state map[string]any) generic {
		return generic{
			paths:    texts(state, "path", "create_path", "update_path", "read_path", "destroy_path"),
			names:    texts(state, "object_id", "id"),
			sent:     objectIn(state["data"]),
			received: objectIn(state["api_response"]),
		}
	},
	// magodo/restful: JSON as text, later as a value of its own, and the path of the object as id.
	"restful_resource": func(state map[string]any) generic {
		return generic{
			paths:    texts(state, "path", "update_path", "read_path", "delete_path", "id"),
			names:    texts(state, "id", "read_path"),
			sent:     objectIn(state["body"]),
			received: objectIn(state["output"]),
		}
	},
}

// texts are those of the attributes that are texts with something in them.
func texts(state map[string]any, names ...string) []string {
	var all []string
	for _, name := range names {
		if s, ok := state[name].(string); ok && s != "" {
			all = append(all, s)
		}
	}
	return all
}

// objectIn returns the JSON object that a value is: as text, as it is, or with
// its type beside it, as Terraform keeps values of any type.
func objectIn(value any) map[string]any {
	switch v := value.(type) {
	case string:
		var parsed any
		if json.Unmarshal([]byte(v), &parsed) != nil {
			return nil
		}
		if _, again := parsed.(string); again {
			return nil
		}
		return objectIn(parsed)
	case map[string]any:
		_, typed := v["type"]
		if inner, ok := v["value"]; ok && typed && len(v) == 2 {
			return objectIn(inner)
		}
		return v
	}
	return nil
}

// object is the configuration's object with what the server answered on top.
func (g generic) object() map[string]any {
	object := map[string]any{}
	maps.Copy(object, g.sent)
	maps.Copy(object, g.received)
	return object
}

// apis are the kinds of objects that paths of ProGet's API name (reference sections 5.1, 9.1 and 10).
var apis = []string{"feeds", "connectors", "licenses"}

// actions are the segments of paths that stand where names may stand.
var actions = []string{"list", "get", "create", "update", "delete", "add"}

// otherThan says what is wrong with an object that is not of the kind.
func (g generic) otherThan(kind string) string {
	for _, path := range g.paths {
		segments := segmentsOf(path)
		for i, segment := range segments {
			if !slices.Contains(apis, segment) || i > 0 && segments[i-1] != "management" && segments[i-1] != "api" {
				continue
			}
			if segment == kind {
				return ""
			}
			return fmt.Sprintf("Its path %q is that of %s, which move to proget_%s.", path, segment, strings.TrimSuffix(segment, "s"))
		}
	}
	return fmt.Sprintf("It is an object of another API: none of its paths (%s) is that of ProGet's %s, such as /api/management/%[2]s/create.",
		strings.Join(g.paths, ", "), kind)
}

// segmentsOf are the parts of the path in an address, unescaped.
func segmentsOf(address string) []string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		_, address, _ = strings.Cut(rest, "/")
	}
	address, _, _ = strings.Cut(address, "?")
	segments := strings.FieldsFunc(address, func(r rune) bool { return r == '/' })
	for i, segment := range segments {
		if unescaped, err := url.PathUnescape(segment); err == nil {
			segments[i] = unescaped
		}
	}
	return segments
}

// key is what the object is called.
func (g generic) key(properties []string) string {
	for _, object := range []map[string]any{g.received, g.sent} {
		if names := texts(object, properties...); len(names) > 0 {
			return names[0]
		}
	}
	for _, name := range g.names {
		segments := segmentsOf(name)
		if len(segments) == 0 {
			continue
		}
		last := segments[len(segments)-1]
		if !strings.ContainsAny(last, "{}$") && !slices.Contains(actions, last) && !slices.Contains(apis, last) {
			return last
		}
	}
	return ""
}
