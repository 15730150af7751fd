package crud

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// keyRegex is the filter that every kind has.
func (k *Kind[M, T]) keyRegex() string { return k.keyName() + "_regex" }

// keyName is what lists call the key.
func (k *Kind[M, T]) keyName() string {
	if k.Key == "" {
		return "id"
	}
	return k.Key
}

// filterTexts describes the filters of a kind, by name.
func (k *Kind[M, T]) filterTexts() map[string]string {
	texts := map[string]string{
		k.keyRegex(): fmt.Sprintf("Only %s whose %s matches this regular expression ([RE2 syntax](https://github.com/google/re2/wiki/Syntax)). Anchor it with `^` and `$` to match the whole %s.", k.nouns(), k.keyName(), k.keyName()),
	}
	for _, name := range k.Filters {
		texts[name] = fmt.Sprintf("Only %s with this `%s`.", k.nouns(), name)
	}
	return texts
}

// isFlag reports whether a filter is a bool; all others are strings.
func (k *Kind[M, T]) isFlag(filter string) bool {
	_, ok := k.Schema.Attributes[filter].(schema.BoolAttribute)
	return ok
}

// filterValidators are those of the attribute that a filter is named after.
func (k *Kind[M, T]) filterValidators(filter string) []validator.String {
	attribute, _ := k.Schema.Attributes[filter].(schema.StringAttribute)
	return attribute.Validators
}

// find returns the objects that pass the filters of the configuration, sorted by key.
func (c *connection[M, T]) find(ctx context.Context, config tfsdk.Config) ([]M, diag.Diagnostics) {
	var diags diag.Diagnostics
	pattern, ds := c.pattern(ctx, config)
	diags.Append(ds...)
	var wanted M
	var filter T
	filters := c.kind.Bind(&wanted, &filter)
	for _, name := range c.kind.Filters {
		diags.Append(config.GetAttribute(ctx, path.Root(name), filters.Get(name).Pointer())...)
		diags.Append(filters.Get(name).SendAsFilter(ctx)...)
	}
	items := c.items(&diags)
	if diags.HasError() {
		return nil, diags
	}
	objects, err := items.List(ctx)
	if err != nil {
		diags.AddError(fmt.Sprintf("Unable to list %s", c.kind.nouns()), Explain(err))
		return nil, diags
	}

	var models []M
	for _, object := range objects {
		if !c.passes(filters, object) {
			continue
		}
		model, ds := c.kind.received(ctx, object)
		diags.Append(ds...)
		if pattern.MatchString(c.kind.key(c.kind.Bind(&model, new(T)))) {
			models = append(models, model)
		}
	}
	slices.SortFunc(models, func(a, b M) int {
		return cmp.Compare(c.kind.key(c.kind.Bind(&a, new(T))), c.kind.key(c.kind.Bind(&b, new(T))))
	})
	return models, diags
}

// passes reports whether an object has what the filters ask for.
func (c *connection[M, T]) passes(filters field.Pairs, object T) bool {
	stored := c.kind.Bind(new(M), &object)
	for i, filter := range filters {
		if filter.Sent() && !filter.StoredAs(stored[i]) {
			return false
		}
	}
	return true
}

func (c *connection[M, T]) pattern(ctx context.Context, config tfsdk.Config) (*regexp.Regexp, diag.Diagnostics) {
	var text types.String
	diags := config.GetAttribute(ctx, path.Root(c.kind.keyRegex()), &text)
	pattern, err := regexp.Compile(text.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root(c.kind.keyRegex()), "Invalid regular expression", err.Error())
		return nil, diags
	}
	return pattern, diags
}
