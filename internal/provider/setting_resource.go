package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// settingResource is the engine's resource for what is there already: creating
// one sets it and remembers what it was, destroying it restores that.
type settingResource struct {
	*crud.Resource[serverSetting, proget.Setting]
}

func newSettingResource() resource.Resource {
	return settingResource{crud.BaseResource(settingKind)}
}

// checkSetting keeps secrets out of plan and state.
func checkSetting(_ context.Context, m *serverSetting) (diags diag.Diagnostics) {
	if proget.IsSecretSetting(m.Name.ValueString()) && !m.Value.IsNull() {
		diags.AddAttributeError(path.Root("value"), fmt.Sprintf("%s is a secret", m.Name.ValueString()),
			"Its value would be shown in plans and kept in the state. Give it in value_wo, with value_wo_version.")
	}
	return diags
}

// planSetting checks the name and the value against the server, and says what a
// destruction would do if that is not what was asked for.
func planSetting(ctx context.Context, c *crud.Change[serverSetting]) {
	ends := c.Plan == nil || c.Prior != nil && !c.Plan.Name.IsUnknown() && !strings.EqualFold(c.Plan.Name.ValueString(), c.Prior.Name.ValueString())
	if c.Prior != nil && ends {
		if _, why := c.Prior.atTheEnd(c.Private(ctx, settingBefore)); why != "" {
			c.AddWarning(fmt.Sprintf("Setting %q will stay as it is", c.Prior.Name.ValueString()), why+" Set on_destroy = \"clear\" to unset it, or \"keep\" to leave it without this warning.")
		}
	}
	if c.Plan == nil || c.Client == nil || c.Plan.Name.IsUnknown() {
		return
	}
	all, err := c.Client.Settings().List(ctx)
	if err != nil {
		return // it may be different when this is applied
	}
	for _, known := range all {
		if strings.EqualFold(known.Name.Or(""), c.Plan.Name.ValueString()) {
			c.Append(c.Plan.checkValue(known.ValueType.Or(""))...)
			return
		}
	}
	if !c.Plan.Create.ValueBool() {
		c.Append(c.Plan.unknownName(all)...)
	}
}

// unknownName is the error for a setting that ProGet does not have.
func (m *serverSetting) unknownName(all []proget.Setting) diag.Diagnostics {
	names := make([]string, len(all))
	for i, known := range all {
		names[i] = known.Name.Or("")
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), fmt.Sprintf("Unknown setting %q", m.Name.ValueString()),
		didYouMean(m.Name.ValueString(), names)+"ProGet has no such setting. It would accept the name and never look at it. The data source proget_settings lists the settings; with create = true, it is set nevertheless.")}
}

// checkValue refuses what is no value of the setting's type. A write-only value
// is not in the plan, and is left to ProGet.
func (m *serverSetting) checkValue(valueType string) (diags diag.Diagnostics) {
	value := strings.TrimSpace(m.Value.ValueString())
	if m.Value.IsUnknown() || value == "" {
		return nil
	}
	var err error
	switch strings.ToLower(valueType) {
	case "integer":
		_, err = strconv.ParseInt(value, 10, 64)
	case "boolean":
		if !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false") {
			err = strconv.ErrSyntax
		}
	}
	if err != nil {
		diags.AddAttributeError(path.Root("value"), "Invalid value", fmt.Sprintf("%s is of the type %s, and %q is no such value.", m.Name.ValueString(), valueType, value))
	}
	return diags
}

// settingBefore is the key, in the private state, of what a setting was before.
const settingBefore = "before"

// remembered is what a setting was before Terraform managed it.
type remembered struct {
	Value  string `json:"value"`  // not of a secret
	Secret bool   `json:"secret"` // it may have had a value that is not remembered
}

// Create sets the setting, or makes it where the configuration allows that.
func (r settingResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan serverSetting
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	client := crud.RequireClient(r.Client(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known := !r.IsUnrestored(plan.Name.ValueString()) // asked now: TakeOver forgets it
	found, err := client.Settings().Find(ctx, plan.Name.ValueString())
	before := remembered{Value: found.Value.Or("")}
	switch {
	case err == nil:
		resp.Diagnostics.Append(req.Plan.SetAttribute(ctx, path.Root("value_type"), types.StringValue(found.ValueType.Or("")))...)
		r.TakeOver(ctx, req, resp, found, true)
	case proget.IsNotFound(err) && plan.Create.ValueBool():
		r.Resource.Create(ctx, req, resp)
	case proget.IsNotFound(err):
		all, _ := client.Settings().List(ctx) // only for a suggestion
		resp.Diagnostics.Append(plan.unknownName(all)...)
		return
	default:
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to read setting %q", plan.Name.ValueString()), crud.Explain(err))
		return
	}
	if !known {
		return
	}
	if plan.isSecret() {
		before = rememberedSecret(ctx, client, plan.Name.ValueString(), before.Value)
	}
	text, err := json.Marshal(before)
	if err != nil {
		resp.Diagnostics.AddError("Unable to remember the setting", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, settingBefore, text)...)
}

// rememberedSecret is what is remembered of a secret that was just set: that it
// was not set before, or nothing. ProGet may withhold secrets, so that an empty
// one was not set only if it is revealed now.
func rememberedSecret(ctx context.Context, client *proget.Client, name, before string) remembered {
	now, err := client.Settings().Find(ctx, name)
	revealed := err == nil && now.Value.Or("") != ""
	return remembered{Secret: before != "" || !revealed}
}

// Delete does what on_destroy says.
func (r settingResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var prior serverSetting
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	before, diags := req.Private.GetKey(ctx, settingBefore)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := prior.Name.ValueString()
	value, why := prior.atTheEnd(before)
	switch {
	case r.Outlives(name, &resp.Diagnostics):
		return
	case why != "":
		r.LeaveUnrestored(name)
		resp.Diagnostics.AddWarning(fmt.Sprintf("Setting %q stays as it is", name), why)
		return
	case value == nil:
		return
	}
	action := "restore"
	if *value == "" {
		action = "clear"
	}
	changed := r.Change(ctx, name, action, proget.Setting{Value: proget.Of(*value)})
	if changed.HasError() && *value == "" && !prior.isSecret() && r.Client() != nil {
		// Where clearing a setting gives it a value of ProGet's own, it is cleared.
		if now, err := r.Client().Settings().Find(ctx, name); err == nil && now.Value.Or("") != prior.Value.ValueString() {
			resp.Diagnostics.AddWarning(fmt.Sprintf("Setting %q is not empty", name),
				fmt.Sprintf("It was cleared, and ProGet gave it the value %q, which is probably its default.", now.Value.Or("")))
			return
		}
	}
	resp.Diagnostics.Append(changed...)
}

// atTheEnd is the value that the setting gets when it is destroyed, or nil if it
// stays as it is. why says so where that is not what was asked for.
func (m *serverSetting) atTheEnd(private []byte) (value *string, why string) {
	switch m.OnDestroy.ValueString() {
	case keepSetting:
		return nil, ""
	case clearSetting:
		return new(string), ""
	}
	var before remembered
	if private == nil || json.Unmarshal(private, &before) != nil {
		return nil, "It was imported, or marked as tainted, so it is not known what it was before Terraform managed it."
	}
	if before.Secret {
		return nil, "What it was before is a secret, which the provider does not remember."
	}
	return &before.Value, ""
}
