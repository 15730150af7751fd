package provider

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

// nativeAPI is the data source of the legacy JSON API (reference section 18).
type nativeAPI struct{ dataSource }

type nativeAPIModel struct {
	Method    types.String `tfsdk:"method"`
	Arguments types.Map    `tfsdk:"arguments"`
	Result    types.String `tfsdk:"result"`
}

var nativeAPISchema = schema.Schema{
	MarkdownDescription: "Calls a reading method of ProGet's native JSON API (`/api/json`), for servers that have nothing else and for what has no other API. " +
		"Its methods wrap stored procedures, differ between versions and are not supported by Inedo; `/reference/api` on the server (`/api/json` on old ones) lists them. It needs " + needsFullControl + ".",
	Attributes: map[string]schema.Attribute{
		"method":    schema.StringAttribute{Required: true, MarkdownDescription: "Name of the method, such as `Connectors_GetConnectors`. Only methods that read are called: those that get, list or search.", Validators: []validator.String{readingMethod}},
		"arguments": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Arguments by name, as in `{ Feed_Id = \"1\" }`. Flags are `Y` and `N`."},
		"result":    schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "What the method returns, as JSON: rows are an array of objects, one row is an object, several sets are an object of arrays, a single value stands for itself, and nothing is `null`. Use `jsondecode`, and `nonsensitive` for what is no secret: rows may hold passwords and keys."},
	},
}

func newNativeAPI() datasource.DataSource {
	return &nativeAPI{dataSource{name: "native_api", schema: nativeAPISchema}}
}

func (d *nativeAPI) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model nativeAPIModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client := d.requireClient(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if problem := notReading(model.Method.ValueString()); problem != "" {
		resp.Diagnostics.AddError("Method refused", problem)
		return
	}
	arguments := map[string]string{}
	for name, value := range model.Arguments.Elements() {
		if s, ok := value.(types.String); ok && !s.IsNull() {
			arguments[name] = s.ValueString()
		}
	}
	result, err := client.Native(ctx, model.Method.ValueString(), arguments)
	if err != nil {
		resp.Diagnostics.AddError("Unable to call "+model.Method.ValueString(), crud.Explain(err))
		return
	}
	model.Result = types.StringValue(string(result))
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// readingMethod refuses methods of the native API that change something.
var readingMethod = textValidator{"a method that reads", func(at path.Path, method string) (diags diag.Diagnostics) {
	if problem := notReading(method); problem != "" {
		diags.AddAttributeError(at, "Method refused", problem)
	}
	return diags
}}

var (
	methodName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	methodWord = regexp.MustCompile(`[A-Z]+[a-z0-9]*|[a-z0-9]+`)
	// Feeds_GetFeed, or GetFeed
	reading = regexp.MustCompile(`^(?:[A-Za-z0-9]+_)?(?:Get|List|Search)(?:[A-Z0-9_]|$)`)
	// What such a method must not do besides.
	changes = []string{
		"add", "change", "clear", "create", "delete", "disable", "drop", "enable", "execute", "grant", "import", "insert", "merge", "move",
		"promote", "purge", "queue", "remove", "rename", "replace", "resequence", "reset", "revoke", "run", "save", "set", "start", "stop", "update",
	}
)

// notReading says why a method is refused, or nothing for one that reads.
func notReading(method string) string {
	if !methodName.MatchString(method) {
		return "The name of a method has only letters, digits and underscores, as in Connectors_GetConnectors."
	}
	for _, word := range methodWord.FindAllString(method, -1) {
		if slices.Contains(changes, strings.ToLower(word)) {
			return method + " changes something (" + word + "), and a data source must only read. Manage feeds, connectors and licenses with the provider's resources."
		}
	}
	if !reading.MatchString(method) {
		return method + " is not known to only read: this data source calls methods that Get, List or Search."
	}
	return ""
}
