package field

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Decode fills a model, a struct whose fields are framework values with tfsdk
// tags, from the attributes of an object. The framework does the same for any
// Go type, and checks the tags anew at every call, which takes most of the time
// of reading an object.
func Decode(attributes map[string]attr.Value, model any) (diags diag.Diagnostics) {
	target := reflect.ValueOf(model).Elem()
	for _, f := range fieldsOf(target.Type()) {
		value := reflect.ValueOf(attributes[f.name])
		if !value.IsValid() || !value.Type().AssignableTo(f.typ) {
			diags.AddError("Invalid value", fmt.Sprintf("%s is %T where %s belongs. This is an error of the provider.", f.name, attributes[f.name], f.typ))
			continue
		}
		target.Field(f.index).Set(value)
	}
	return diags
}

// Values are the attributes of a model by name: the reverse of Decode.
func Values(model any) map[string]attr.Value {
	source := reflect.ValueOf(model).Elem()
	fields := fieldsOf(source.Type())
	values := make(map[string]attr.Value, len(fields))
	for _, f := range fields {
		values[f.name] = source.Field(f.index).Interface().(attr.Value) //nolint:forcetypeassert // the fields of models are framework values
	}
	return values
}

// tagged is a field of a model with the attribute that it is for.
type tagged struct {
	name  string
	index int
	typ   reflect.Type
}

var models sync.Map // reflect.Type to []tagged

func fieldsOf(model reflect.Type) []tagged {
	if known, ok := models.Load(model); ok {
		return known.([]tagged) //nolint:forcetypeassert // nothing else is stored there
	}
	var fields []tagged
	for i := range model.NumField() {
		if name := model.Field(i).Tag.Get("tfsdk"); name != "" && name != "-" {
			fields = append(fields, tagged{name, i, model.Field(i).Type})
		}
	}
	models.Store(model, fields)
	return fields
}
