package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

const (
	defaultTimeout = 60 * time.Second
	defaultRetries = 4
)

// settings are the provider's configuration.
type settings struct {
	URL                types.String `tfsdk:"url"`
	APIKey             types.String `tfsdk:"api_key"`
	Username           types.String `tfsdk:"username"`
	Password           types.String `tfsdk:"password"`
	PgutilSource       types.String `tfsdk:"pgutil_source"`
	Headers            types.Map    `tfsdk:"headers"`
	CAFile             types.String `tfsdk:"ca_file"`
	CAPEM              types.String `tfsdk:"ca_pem"`
	CertFile           types.String `tfsdk:"cert_file"`
	CertPEM            types.String `tfsdk:"cert_pem"`
	KeyFile            types.String `tfsdk:"key_file"`
	KeyPEM             types.String `tfsdk:"key_pem"`
	SkipTLSVerify      types.Bool   `tfsdk:"skip_tls_verify"`
	RequestTimeout     types.String `tfsdk:"request_timeout"`
	MaxRetries         types.Int64  `tfsdk:"max_retries"`
	FeedDeletionPolicy types.String `tfsdk:"feed_deletion_policy"`
}

func (p *progetProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	sensitive := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the configuration of [Inedo ProGet](https://inedo.com/proget) servers: feeds and their storage, connectors, licenses, API keys, users, groups, tasks, permissions, settings and projects.",
		Attributes: map[string]schema.Attribute{
			"url":             text("Base URL of the ProGet server, with its path if it has one, such as `https://proget.example.com`. Environment variable: `PROGET_URL`."),
			"api_key":         sensitive("API key, sent as `X-ApiKey` header and never in a URL. Exclusive with `username`. Environment variable: `PROGET_API_KEY`."),
			"username":        text("Name of a ProGet user to authenticate as, together with `password`. Environment variable: `PROGET_USERNAME`."),
			"password":        sensitive("Password of the user. Environment variable: `PROGET_PASSWORD`."),
			"pgutil_source":   text("Name of a source of pgutil, Inedo's command-line tool, from whose configuration URL and credential are taken where they are not set otherwise. Only used when named. Environment variable: `PROGET_PGUTIL_SOURCE`."),
			"headers":         schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType, MarkdownDescription: "Further headers that are sent with every request, for proxies in front of ProGet."},
			"ca_file":         text("File with certificates, in PEM form, of authorities to trust in addition to the system's. Environment variable: `PROGET_CA_FILE`."),
			"ca_pem":          text("The same as `ca_file`, as text."),
			"cert_file":       text("File with the client certificate, in PEM form. Needs a key. Environment variable: `PROGET_CERT_FILE`."),
			"cert_pem":        text("The same as `cert_file`, as text."),
			"key_file":        text("File with the key of the client certificate, in PEM form. Environment variable: `PROGET_KEY_FILE`."),
			"key_pem":         sensitive("The same as `key_file`, as text."),
			"skip_tls_verify": schema.BoolAttribute{Optional: true, MarkdownDescription: "Accepts any certificate of the server. Default: `false`. Environment variable: `PROGET_SKIP_TLS_VERIFY`."},
			"request_timeout": text("How long one request may take, as a duration such as `90s` or `2m`. Default: `60s`. Environment variable: `PROGET_REQUEST_TIMEOUT`."),
			"max_retries":     schema.Int64Attribute{Optional: true, MarkdownDescription: "How often a request is repeated after a passing fault; `0` turns that off. Default: `4`. Environment variable: `PROGET_MAX_RETRIES`."},
			feedDeletionPolicy: schema.StringAttribute{
				Optional: true, MarkdownDescription: "Default of `deletion_policy` of the feeds: `delete_if_empty`, `delete` or `deactivate`. Default: `delete_if_empty`.",
				Validators: []validator.String{stringvalidator.OneOf(deletionPolicies...)},
			},
		},
	}
}

// Configure makes the client. It makes no request, and waits for settings that
// are not known yet: the server may be created in the same run.
func (p *progetProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var s settings
	resp.Diagnostics.Append(req.Config.Get(ctx, &s)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &crud.ProviderData{Run: new(crud.Run), Defaults: map[string]string{feedDeletionPolicy: s.FeedDeletionPolicy.ValueString()}}
	p.data = data
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.EphemeralResourceData = data, data, data, data
	if !s.known() {
		return
	}
	config := s.resolve(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = fmt.Sprintf("terraform-provider-proget/%s (Terraform/%s)", p.version, req.TerraformVersion)
	if os.Getenv("TF_LOG") != "" || os.Getenv("TF_LOG_PROVIDER") != "" {
		config.Log = func(ctx context.Context, message string, fields map[string]any) { tflog.Debug(ctx, message, fields) }
	}
	data.Run.Origin = s.origin(config)
	client, err := proget.New(config)
	if problem, ok := errors.AsType[*proget.ConfigError](err); ok {
		setting := s.sourceOf(problem.Setting)
		resp.Diagnostics.AddAttributeError(path.Root(setting), "Invalid "+setting, problem.Problem+s.fromEnvironment(setting, config))
	} else if err != nil {
		resp.Diagnostics.AddError("Invalid provider configuration", err.Error())
	}
	data.Client = client
}

func (s *settings) known() bool {
	for _, v := range []attr.Value{
		s.URL, s.APIKey, s.Username, s.Password, s.PgutilSource, s.CAFile, s.CAPEM, s.CertFile,
		s.CertPEM, s.KeyFile, s.KeyPEM, s.SkipTLSVerify, s.RequestTimeout, s.MaxRetries,
	} {
		if v.IsUnknown() {
			return false
		}
	}
	for _, header := range s.Headers.Elements() {
		if header.IsUnknown() {
			return false
		}
	}
	return !s.Headers.IsUnknown()
}

// resolve takes each setting from the configuration, then the environment, then
// the named source of pgutil.
func (s *settings) resolve(diags *diag.Diagnostics) proget.Config {
	config := proget.Config{
		URL:           setting(s.URL, "PROGET_URL"),
		CAPEM:         material(diags, "ca", s.CAPEM, s.CAFile),
		CertPEM:       material(diags, "cert", s.CertPEM, s.CertFile),
		KeyPEM:        material(diags, "key", s.KeyPEM, s.KeyFile),
		SkipTLSVerify: s.skipTLSVerify(diags),
		Timeout:       s.timeout(diags),
		MaxRetries:    s.retries(diags),
		Headers:       map[string]string{},
	}
	for name, value := range s.Headers.Elements() {
		if v, ok := value.(types.String); ok {
			config.Headers[name] = v.ValueString()
		}
	}
	s.credential(&config, diags)
	if name := setting(s.PgutilSource, "PROGET_PGUTIL_SOURCE"); name != "" {
		fromPgutil(name, &config, diags)
	}
	if config.URL == "" && !diags.HasError() {
		diags.AddAttributeError(path.Root("url"), "Missing url",
			"The provider needs to know the ProGet server. Set url in the provider block, for example to https://proget.example.com, or the environment variable PROGET_URL, or name a source of pgutil in pgutil_source.")
	}
	return config
}

// credential takes the credential from one place: what the configuration says
// is not mixed with another kind of credential from the environment.
func (s *settings) credential(config *proget.Config, diags *diag.Diagnostics) {
	key, user := s.APIKey.ValueString(), s.Username.ValueString()
	switch {
	case key != "" && (user != "" || s.Password.ValueString() != ""):
		diags.AddAttributeError(path.Root("api_key"), "Two credentials", "api_key cannot be combined with username and password. Keep one of the two.")
		return
	case key == "" && user == "" && s.Password.ValueString() == "":
		key, user = os.Getenv("PROGET_API_KEY"), os.Getenv("PROGET_USERNAME")
		if key != "" && user != "" {
			diags.AddError("Two credentials", "The environment has both PROGET_API_KEY and PROGET_USERNAME. Unset one of the two, or set the credential in the provider block.")
			return
		}
	}
	if key != "" {
		config.APIKey = key
		return
	}
	config.Username = user
	if user == "" {
		config.Username = setting(s.Username, "PROGET_USERNAME")
	}
	if config.Username != "" || s.Password.ValueString() != "" {
		config.Password = setting(s.Password, "PROGET_PASSWORD")
	}
}

// fromPgutil fills in what the source of pgutil has and nothing else gave.
func fromPgutil(name string, config *proget.Config, diags *diag.Diagnostics) {
	source, err := proget.PgutilSource("", name)
	if err != nil {
		diags.AddAttributeError(path.Root("pgutil_source"), "Unable to use the source of pgutil", err.Error())
		return
	}
	if config.URL == "" {
		config.URL = source.URL
	}
	if config.APIKey == "" && config.Username == "" {
		config.APIKey = source.Token
		if source.Token == "" {
			config.Username, config.Password = source.Username, source.Password
		}
	}
}

// setting takes a setting from the configuration or else from the environment.
func setting(configured types.String, variable string) string {
	if value := configured.ValueString(); value != "" {
		return value
	}
	return os.Getenv(variable)
}

// material reads PEM text, given as such or as a file.
func material(diags *diag.Diagnostics, name string, pem, file types.String) []byte {
	if pem.ValueString() != "" && file.ValueString() != "" {
		diags.AddAttributeError(path.Root(name+"_pem"), "Two sources of "+name, fmt.Sprintf("%s_pem cannot be combined with %s_file. Keep one of the two.", name, name))
		return nil
	}
	if pem.ValueString() != "" {
		return []byte(pem.ValueString())
	}
	name += "_file"
	filename := setting(file, variables[name])
	if filename == "" {
		return nil
	}
	content, err := os.ReadFile(filename) //nolint:gosec // the file that the user names
	switch {
	case err != nil:
		diags.AddAttributeError(path.Root(name), "Unable to read "+name, err.Error()+". Give the path of a readable file in PEM form.")
	case len(bytes.TrimSpace(content)) == 0:
		diags.AddAttributeError(path.Root(name), "Unable to read "+name, "The file "+filename+" is empty. Give the path of a file in PEM form.")
	}
	return content
}

// sourceOf is the setting that PEM text came from: itself or a file.
func (s *settings) sourceOf(name string) string {
	file := map[string]types.String{"ca_pem": s.CAFile, "cert_pem": s.CertFile, "key_pem": s.KeyFile}[name]
	fromFile := strings.TrimSuffix(name, "_pem") + "_file"
	if setting(file, variables[fromFile]) != "" {
		return fromFile
	}
	return name
}

// variables are the environment variables of the files.
var variables = map[string]string{"ca_file": "PROGET_CA_FILE", "cert_file": "PROGET_CERT_FILE", "key_file": "PROGET_KEY_FILE"}

func (s *settings) skipTLSVerify(diags *diag.Diagnostics) bool {
	variable := os.Getenv("PROGET_SKIP_TLS_VERIFY")
	if !s.SkipTLSVerify.IsNull() || variable == "" {
		return s.SkipTLSVerify.ValueBool()
	}
	skip, err := strconv.ParseBool(variable)
	if err != nil {
		diags.AddAttributeError(path.Root("skip_tls_verify"), "Invalid PROGET_SKIP_TLS_VERIFY", fmt.Sprintf("%q is neither true nor false.", variable))
	}
	return skip
}

func (s *settings) timeout(diags *diag.Diagnostics) time.Duration {
	text := setting(s.RequestTimeout, "PROGET_REQUEST_TIMEOUT")
	if text == "" {
		return defaultTimeout
	}
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 {
		diags.AddAttributeError(path.Root("request_timeout"), "Invalid request_timeout",
			fmt.Sprintf("%q, from the provider block or PROGET_REQUEST_TIMEOUT, is not a duration above zero. Write a number and a unit, such as 90s or 2m.", text))
	}
	return timeout
}

func (s *settings) retries(diags *diag.Diagnostics) int {
	retries := int64(defaultRetries)
	if variable := os.Getenv("PROGET_MAX_RETRIES"); variable != "" {
		parsed, err := strconv.ParseInt(variable, 10, 32)
		if err != nil {
			parsed = -1
		}
		retries = parsed
	}
	if !s.MaxRetries.IsNull() {
		retries = s.MaxRetries.ValueInt64()
	}
	if retries < 0 || retries > 100 {
		diags.AddAttributeError(path.Root("max_retries"), "Invalid max_retries", "The number, from the provider block or PROGET_MAX_RETRIES, must be a whole one from 0 to 100; 0 turns repeating off.")
		return 0
	}
	return int(retries)
}
