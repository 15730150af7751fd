package crud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Limit says which versions of ProGet have an attribute, or a kind of object.
type Limit struct {
	Attribute string // as retention_rule.delete_cached for a member of a block; empty for the kind itself
	proget.Span
	NotFree   bool   // the edition Free does not have it; of kinds only
	Instead   string // what the other versions have, to complete a sentence; may be empty
	Uncertain bool   // whether other versions really lack it is not documented: this warns
}

// Versions says which versions have it: "ProGet 2024 and later".
func (l Limit) Versions() string {
	text := "ProGet " + l.Since + " to " + l.Until
	switch {
	case l.Until == "":
		text = "ProGet " + l.Since + " and later"
	case l.Since == "":
		text = "ProGet 5.2 to " + l.Until
	}
	if l.NotFree {
		text += ", in editions other than Free"
	}
	return text
}

// checkKind refuses to create what the server has no API for. err is what came
// of looking at it: a server that answers has the API, whatever its version says.
func (r *Resource[M, T]) checkKind(c *Change[M], err error) {
	e, ok := errors.AsType[*proget.Error](err)
	if !ok || c.Prior != nil {
		return
	}
	server := c.Client.Server()
	for _, limit := range r.kind.Limits {
		known, has := server.Has(limit.Span)
		missing := e.Problem == proget.Refusal && e.Status == http.StatusNotFound
		if limit.Attribute == "" && (known && !has || missing && !known || limit.NotFree && server.IsFree()) {
			c.AddError(fmt.Sprintf("proget_%s does not exist on this server", r.kind.Name), limit.sentence(server, r.kind.nouns())+"\n\n"+Explain(err))
		}
	}
}

// checkLimits refuses what the server's version lacks, where a change sets it:
// found out after the creation, it would leave an object that is replaced again
// and again.
func (r *Resource[M, T]) checkLimits(ctx context.Context, c *Change[M]) {
	given, planned := r.kind.Bind(c.Config, new(T)), r.kind.Bind(c.Plan, new(T))
	var prior field.Pairs
	if c.Prior != nil {
		prior = r.kind.Bind(c.Prior, new(T))
	}
	server := c.Client.Server()
	for _, limit := range r.kind.Limits {
		known, has := server.Has(limit.Span)
		if limit.Attribute == "" || !known || has {
			continue
		}
		name, member, _ := strings.Cut(limit.Attribute, ".")
		p := planned.Get(name)
		if prior != nil && p.Attribute().Equal(prior.Get(name).Attribute()) {
			continue
		}
		if member == "" {
			demands, diags := given.Get(name).NeedsProperty(ctx)
			c.Append(diags...)
			if demands {
				c.refuse(limit, server, name, limit.Attribute)
			}
			continue
		}
		for _, where := range placesOf(given.Get(name).Attribute(), name, member) {
			c.refuse(limit, server, name, where)
		}
	}
}

// refuse says that the server lacks what the configuration sets.
func (c *Change[M]) refuse(limit Limit, server proget.Server, root, where string) {
	if limit.Uncertain {
		c.AddAttributeWarning(path.Root(root), limit.Attribute+" may not exist on this server",
			fmt.Sprintf("%s. If ProGet does not store it, the apply says so.", strings.TrimSuffix(limit.sentence(server, where), ".")))
		return
	}
	c.AddAttributeError(path.Root(root), limit.Attribute+" does not exist on this server", limit.sentence(server, where))
}

// sentence says which versions have it, and what to do.
func (l Limit) sentence(server proget.Server, what string) string {
	exists, remove := "it exists", "Remove it"
	if l.Attribute == "" { // what is the objects of a kind
		exists, remove = "they exist", "Remove them"
	}
	instead, remedy := "", remove+" from the configuration."
	if l.Instead != "" {
		instead = "; " + l.Instead
	}
	if known, later := server.Has(proget.Span{Since: l.Since}); known && !later {
		remedy = remove + " from the configuration, or upgrade ProGet."
	}
	return fmt.Sprintf("%s does not have %s: %s in %s%s. %s", server, what, exists, l.Versions(), instead, remedy)
}

// placesOf are the paths at which a member of a block is set to something.
func placesOf(block attr.Value, name, member string) (paths []string) {
	switch v := block.(type) {
	case types.Object:
		if says(v.Attributes()[member]) {
			return []string{name + "." + member}
		}
	case types.List:
		for i, element := range v.Elements() {
			if object, ok := element.(types.Object); ok && says(object.Attributes()[member]) {
				paths = append(paths, fmt.Sprintf("%s[%d].%s", name, i, member))
			}
		}
	}
	return paths
}

// says reports whether a member of a block is known to be set to something.
func says(value attr.Value) bool {
	if value == nil || value.IsNull() || value.IsUnknown() {
		return false
	}
	switch v := value.(type) {
	case types.Bool:
		return v.ValueBool()
	case types.String:
		return v.ValueString() != ""
	case interface{ Elements() []attr.Value }:
		return len(v.Elements()) > 0
	}
	return true
}
