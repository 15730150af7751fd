package provider

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// Server returns the provider as Terraform talks to it.
func Server(version string) func() tfprotov6.ProviderServer {
	frameworks := providerserver.NewProtocol6(New(version)())
	return func() tfprotov6.ProviderServer {
		server, ok := frameworks().(tfprotov6.ProviderServerWithListResource)
		if !ok {
			panic("the framework's server lacks list resources")
		}
		return &shortcut{server}
	}
}

// shortcut answers the plan of an object that does not change. The framework
// would decode, default, modify and encode it only to return what came in, which
// is most of what a plan without changes costs.
type shortcut struct {
	tfprotov6.ProviderServerWithListResource
}

// PlanResourceChange returns the prior state as the plan if Terraform proposes
// nothing else and no attribute with a default was left out and drifted.
func (s *shortcut) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if unchanged(req) {
		return &tfprotov6.PlanResourceChangeResponse{
			PlannedState:    req.PriorState,
			PlannedPrivate:  req.PriorPrivate,
			PlannedIdentity: req.PriorIdentity,
		}, nil
	}
	return s.ProviderServerWithListResource.PlanResourceChange(ctx, req)
}

func unchanged(req *tfprotov6.PlanResourceChangeRequest) bool {
	if req.PriorState == nil || req.ProposedNewState == nil || req.Config == nil {
		return false
	}
	prior, proposed := req.PriorState.MsgPack, req.ProposedNewState.MsgPack
	if len(prior) == 0 || !bytes.Equal(prior, proposed) {
		return false
	}
	if null, err := req.PriorState.IsNull(); null || err != nil {
		return false
	}
	for name, standard := range defaults[req.TypeName] {
		was, known := member(prior, name)
		given, ok := member(req.Config.MsgPack, name)
		if !known || !ok || given == nil && was != standard {
			return false
		}
	}
	return true
}

// defaults are the attributes with a default, by resource. Terraform proposes
// the prior value where the configuration has none, so drift of these shows
// only to the framework.
var defaults = map[string]map[string]any{
	"proget_feed": {"active": true},
}

// member decodes one attribute of an encoded object.
func member(object []byte, name string) (value any, ok bool) {
	decoder := msgpack.NewDecoder(bytes.NewReader(object))
	n, err := decoder.DecodeMapLen()
	if err != nil {
		return nil, false
	}
	for range n {
		key, err := decoder.DecodeString()
		if err != nil {
			return nil, false
		}
		if key == name {
			value, err := decoder.DecodeInterface()
			return value, err == nil
		}
		if decoder.Skip() != nil {
			return nil, false
		}
	}
	return nil, false
}

// Quieten keeps the plugin SDK from writing trace logs that nobody asked for:
// Terraform would parse and drop them, which takes about a third of the time of a
// plan. Any of Terraform's own variables for logging turns them on again.
func Quieten() {
	for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if os.Getenv(variable) != "" {
			return
		}
	}
	_ = os.Setenv("TF_LOG_SDK", "off") // fails only for a malformed name
}

// Tune collects garbage less often: a provider lives for seconds.
func Tune() { debug.SetGCPercent(200) }
