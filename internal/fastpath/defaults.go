package fastpath

import (
	"bytes"
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	standard "github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// defaults are the values of the attributes that have a default. Terraform
// proposes the prior value where the configuration has none, so drift of these
// shows only to the framework.
type defaults struct {
	values map[string]any
	others bool // there are defaults besides, which only the framework compares
}

func defaultsOf(ctx context.Context, s schema.Schema) defaults {
	d := defaults{values: map[string]any{}}
	for name, attribute := range s.Attributes {
		switch a := attribute.(type) {
		case schema.BoolAttribute:
			if a.Default != nil {
				var resp standard.BoolResponse
				a.Default.DefaultBool(ctx, standard.BoolRequest{}, &resp)
				d.values[name] = resp.PlanValue.ValueBool()
			}
		case schema.StringAttribute:
			if a.Default != nil {
				var resp standard.StringResponse
				a.Default.DefaultString(ctx, standard.StringRequest{}, &resp)
				d.values[name] = resp.PlanValue.ValueString()
			}
		default:
			d.others = d.others || hasDefault(reflect.ValueOf(attribute))
		}
	}
	for _, block := range s.Blocks {
		d.others = d.others || hasDefault(reflect.ValueOf(block))
	}
	return d
}

// hasDefault reports whether a schema's attribute or block, or anything inside, has a default.
func hasDefault(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Interface:
		return !v.IsNil() && hasDefault(v.Elem())
	case reflect.Map:
		for iter := v.MapRange(); iter.Next(); {
			if hasDefault(iter.Value()) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch field := v.Field(i); v.Type().Field(i).Name {
			case "Default":
				if !field.IsNil() {
					return true
				}
			case "Attributes", "Blocks", "NestedObject":
				if hasDefault(field) {
					return true
				}
			}
		}
	}
	return false
}

// kept reports whether every attribute with a default is configured or has it.
func (d defaults) kept(prior, config []byte) bool {
	if d.others {
		return false
	}
	for name, value := range d.values {
		was, known := member(prior, name)
		given, ok := member(config, name)
		if !known || !ok || given == nil && was != value {
			return false
		}
	}
	return true
}

// member decodes one attribute of an encoded object: a boolean, a text or null,
// since no other default is compared here.
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
			return scalar(decoder)
		}
		if decoder.Skip() != nil {
			return nil, false
		}
	}
	return nil, false
}

// scalar never decodes a map: the decoder would allocate as much as the map claims to hold.
func scalar(decoder *msgpack.Decoder) (value any, ok bool) {
	code, err := decoder.PeekCode()
	if err != nil {
		return nil, false
	}
	switch {
	case code == msgpcode.Nil:
		return nil, true
	case code == msgpcode.False, code == msgpcode.True:
		value, err = decoder.DecodeBool()
	case msgpcode.IsString(code):
		value, err = decoder.DecodeString()
	default:
		return nil, false
	}
	if err != nil {
		return nil, false
	}
	return value, true
}
