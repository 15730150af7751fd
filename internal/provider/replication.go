package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type replication struct {
	ClientMode  types.String `tfsdk:"client_mode"`
	ServerMode  types.String `tfsdk:"server_mode"`
	SourceURL   types.String `tfsdk:"source_url"`
	ClientToken types.String `tfsdk:"client_token"`
	ServerToken types.String `tfsdk:"server_token"`
}

const disabled = "disabled"

func bindReplication(m *replication, o *proget.Replication) field.Pairs {
	return field.Pairs{
		field.TextOr("client_mode", &m.ClientMode, &o.ClientMode, strings.ToLower, disabled),
		field.TextOr("server_mode", &m.ServerMode, &o.ServerMode, strings.ToLower, disabled),
		field.Text("source_url", &m.SourceURL, &o.SourceURL),
		field.Secret("client_token", &m.ClientToken, &o.ClientToken),
		field.Secret("server_token", &m.ServerToken, &o.ServerToken),
	}
}

// noReplication is what unset replication amounts to (reference section 5.2).
var noReplication = proget.Replication{ClientMode: proget.Of(disabled), ServerMode: proget.Of(disabled)}

var replicationBlock = schema.SingleNestedBlock{
	MarkdownDescription: "Replication of the feed with another server. ProGet 5.2 to 6.0, Enterprise.",
	Attributes: map[string]schema.Attribute{
		"client_mode":  text("What the feed does as a client of `source_url`: `disabled`, `pullonly`, `pushonly` or `mirror`. All but `disabled` need `source_url` and `client_token`.", stringvalidator.OneOfCaseInsensitive(disabled, "pullonly", "pushonly", "mirror")),
		"server_mode":  text("What the feed lets other servers do: `disabled`, `readonly`, `writeonly` or `readwrite`. All but `disabled` need `server_token`.", stringvalidator.OneOfCaseInsensitive(disabled, "readonly", "writeonly", "readwrite")),
		"source_url":   text("URL of the feed on the other server.", absoluteURL),
		"client_token": sensitive("Token that authenticates to the other server. ProGet never reveals it."),
		"server_token": sensitive("Token that other servers have to give. ProGet never reveals it."),
	},
}

var replicationType = objectType(replicationBlock.Attributes)

// active reports whether a mode is known to do something.
func active(mode types.String) bool {
	return mode.ValueString() != "" && !strings.EqualFold(mode.ValueString(), disabled)
}
