package tftest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Data validates and reads a data source.
func (tf *Terraform) Data(t *testing.T, name string, config Values) (Values, Diagnostics) {
	t.Helper()
	typ := tf.Schemas.DataSourceSchemas[name].ValueType()
	validated, err := tf.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: Encode(t, typ, config)})
	must(t, err)
	if diags := Diagnostics(validated.Diagnostics); diags.Failed() {
		return nil, diags
	}
	return tf.DataUnvalidated(t, name, config)
}

// DataUnvalidated reads a data source whose configuration nobody has validated,
// since it was unknown then.
func (tf *Terraform) DataUnvalidated(t *testing.T, name string, config Values) (Values, Diagnostics) {
	t.Helper()
	typ := tf.Schemas.DataSourceSchemas[name].ValueType()
	resp, err := tf.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: Encode(t, typ, config)})
	must(t, err)
	state, _ := Plain(t, Decode(t, typ, resp.State)).(Values)
	return state, resp.Diagnostics
}

// Listed is a result of a list resource. Its Resource has no State unless it was asked for.
type Listed struct {
	DisplayName string
	Identity    Values
	Resource    Object
}

// List validates a query and returns its results. Limit is the most of them, 0
// for all.
func (tf *Terraform) List(t *testing.T, resource string, config Values, limit int64, whole bool) (results []Listed, diags Diagnostics) {
	t.Helper()
	typ := tf.Schemas.ListResourceSchemas[resource].ValueType()
	validated, err := tf.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: Encode(t, typ, config)})
	must(t, err)
	if diags = validated.Diagnostics; diags.Failed() {
		return nil, diags
	}
	stream, err := tf.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: resource, Config: Encode(t, typ, config), Limit: limit, IncludeResource: whole,
	})
	must(t, err)
	for r := range stream.Results {
		diags = append(diags, r.Diagnostics...)
		if r.Identity == nil {
			continue // diagnostics alone
		}
		one := Object{State: Decode(t, tf.Type(resource), r.Resource), Identity: r.Identity}
		if !whole && !one.State.IsNull() {
			t.Errorf("%s: a result has a resource that was not asked for", resource)
		}
		results = append(results, Listed{r.DisplayName, tf.Identity(t, resource, one), one})
	}
	return results, diags
}

// Generated is the configuration that Terraform writes for a state: all that
// can be configured and has a value.
func (tf *Terraform) Generated(t *testing.T, resource string, o Object) Values {
	t.Helper()
	all, _ := Plain(t, o.State).(Values)
	config := Values{}
	for _, a := range tf.Schema(resource).Block.Attributes {
		if (a.Optional || a.Required) && !a.WriteOnly {
			config[a.Name] = all[a.Name]
		}
	}
	for _, b := range tf.Schema(resource).Block.BlockTypes {
		config[b.TypeName] = all[b.TypeName]
	}
	return config
}

// IdentityData is an identity as the protocol has it.
func (tf *Terraform) IdentityData(t *testing.T, resource string, identity Values) *tfprotov6.ResourceIdentityData {
	t.Helper()
	return &tfprotov6.ResourceIdentityData{IdentityData: Encode(t, tf.Identities.IdentitySchemas[resource].ValueType(), identity)}
}

// Identity is the identity of an object, or nil if it has none.
func (tf *Terraform) Identity(t *testing.T, resource string, o Object) Values {
	t.Helper()
	if o.Identity == nil || o.Identity.IdentityData == nil {
		return nil
	}
	identity, _ := Plain(t, Decode(t, tf.Identities.IdentitySchemas[resource].ValueType(), o.Identity.IdentityData)).(Values)
	return identity
}
