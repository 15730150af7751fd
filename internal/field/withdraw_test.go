package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestOverlay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ state, plan, want thing }{
		"planned values win": {
			state: thing{Text: str("b"), Spelled: str("nuget"), Password: str("b"), Flag: falsly, List: list("b"), Object: object(nested{URL: str("b")})},
			plan:  thing{Text: str("a"), Spelled: str("NuGet"), Password: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("a")})},
			want:  thing{Text: str("a"), Spelled: str("NuGet"), Password: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("a")})},
		},
		"planned nothing wins": {state: thing{Text: str("b"), Flag: truly, Objects: objects(nested{})}},
		"open stays as received": {
			state: thing{Text: str("b"), Password: str("b"), Flag: truly, Number: num(1), URL: str("u"), Objects: objects(nested{})},
			plan:  thing{Text: what, Password: what, Flag: types.BoolUnknown(), Number: types.Int64Unknown(), URL: what, Objects: types.ListUnknown(partType)},
			want:  thing{Text: str("b"), Password: str("b"), Flag: truly, Number: num(1), URL: str("u"), Objects: objects(nested{})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := c.state.typed(), c.want.typed()
			bind(got, new(wire)).Overlay(bind(c.plan.typed(), new(wire)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ prior, plan, config, want thing }{
		"sent secrets": {
			prior: thing{Text: str("a"), Secret: str("a"), Password: str("a")},
			plan:  thing{Text: str("b"), Secret: str("b"), Password: str("b")},
			want:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
		},
		"unsent secrets": {
			prior: thing{Secret: str("a"), Password: str("a")},
			plan:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
			want:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
		},
		"sent write-only": {
			prior: thing{Version: num(1)}, plan: thing{Version: num(2)}, config: thing{Written: str("s")}, want: thing{Version: num(1)},
		},
		"unsent write-only": {
			prior: thing{Version: num(1)}, plan: thing{Text: str("b"), Version: num(1)}, config: thing{Written: str("s")}, want: thing{Text: str("b"), Version: num(1)},
		},
		"password to write-only": {
			prior: thing{Password: str("a")}, plan: thing{Version: num(1)}, config: thing{Written: str("s")}, want: thing{Password: str("a")},
		},
		"reset": {prior: thing{Version: num(1)}, want: thing{Version: num(1)}},
		"sent secret in an object": {
			prior: thing{Object: object(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Object: object(nested{URL: str("v"), Token: str("b")})},
			want:  thing{Object: object(nested{URL: str("u"), Token: str("a")})},
		},
		"sent secret in a list of objects": {
			prior: thing{Objects: objects(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Objects: objects(nested{URL: str("u"), Token: str("b")})},
			want:  thing{Objects: objects(nested{URL: str("u"), Token: str("a")})},
		},
		"unsent secret in an object": {
			prior: thing{Object: object(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Text: str("b"), Object: object(nested{URL: str("u"), Token: str("a")})},
			want:  thing{Text: str("b"), Object: object(nested{URL: str("u"), Token: str("a")})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prior, sent := bind(c.prior.typed(), new(wire)), bind(c.plan.typed(), new(wire))
			none(t, sent.Send(t.Context(), prior, bind(c.config.typed(), new(wire))))
			got, want := c.plan.typed(), c.want.typed()
			bind(got, new(wire)).Withdraw(sent, prior)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong state (-want +got):\n%s", diff)
			}
		})
	}
}
