package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// The names of kinds whose objects refer to each other.
const (
	ofFeeds       = "feed"
	ofConnectors  = "connector"
	ofAPIKeys     = "api_key"
	ofGroups      = "group"
	ofTasks       = "task"
	ofPermissions = "permission"
	ofStorages    = "feed_storage"
)

// warnOfMissing warns if an attribute refers to an object that neither the server
// has nor anything planned so far makes. What is referred to is planned before, so
// a name that is not there is at best one that is made without a reference to it.
func warnOfMissing(ctx context.Context, run *crud.Run, diags *diag.Diagnostics, attribute, kind, name string, listed func(context.Context) ([]string, error)) {
	if name == "" || run.Makes(kind, name) {
		return
	}
	has, err := listed(ctx)
	if err != nil || contains(has, name) {
		return // the apply tells what went wrong
	}
	diags.AddAttributeWarning(path.Root(attribute), fmt.Sprintf("There is no %s %q", kind, name),
		didYouMean(name, has)+fmt.Sprintf("Neither the server nor what was planned so far has it, so ProGet will refuse this. "+
			"If this configuration makes it, refer to it, as in proget_%s.<name>.name, so that it is made first.", kind))
}

// existing lists the names of the objects of a kind that the server has.
func existing[T any](run *crud.Run, kind string, list func(context.Context) ([]T, error), namesOf func(T) []string) func(context.Context) ([]string, error) {
	return func(ctx context.Context) (names []string, err error) {
		objects, err := crud.ListOnce(ctx, run, kind, list)
		for _, object := range objects {
			names = append(names, namesOf(object)...)
		}
		return names, err
	}
}

func feedNames(data crud.ProviderData) func(context.Context) ([]string, error) {
	return existing(data.Run, ofFeeds, data.Client.Feeds().List, func(f proget.Feed) []string {
		return append([]string{f.Name.Or("")}, f.AlternateNames.Or(nil)...)
	})
}

func connectorNames(data crud.ProviderData) func(context.Context) ([]string, error) {
	return existing(data.Run, ofConnectors, data.Client.Connectors().List, func(c proget.Connector) []string { return []string{c.Name.Or("")} })
}

func taskNames(data crud.ProviderData) func(context.Context) ([]string, error) {
	return existing(data.Run, ofTasks, data.Client.Tasks().List, func(t proget.Task) []string { return []string{t.Name.Or("")} })
}

func groupNames(data crud.ProviderData) func(context.Context) ([]string, error) {
	return existing(data.Run, ofGroups, data.Client.Groups().List, func(g proget.Group) []string { return []string{g.Name.Or("")} })
}

// names are the known texts of a list.
func names(list types.List) (texts []string) {
	for _, e := range list.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() && !s.IsNull() {
			texts = append(texts, s.ValueString())
		}
	}
	return texts
}

// contains reports whether a list has a name, in any case.
func contains(list []string, name string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) })
}
