package crud_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// widget is the model of a small kind: its name can change, its number is the
// server's choice, and what comes after the URL is known to the provider only.
type widget struct {
	Name   types.String    `tfsdk:"name"`
	Sort   types.String    `tfsdk:"sort"`
	Text   types.String    `tfsdk:"text"`
	Number types.Int64     `tfsdk:"number"`
	Active types.Bool      `tfsdk:"active"`
	Tags   field.StringSet `tfsdk:"tags"`
	Secret types.String    `tfsdk:"secret"`
	Parts  types.List      `tfsdk:"parts"`
	URL    types.String    `tfsdk:"url"`
	Local  types.String    `tfsdk:"local"`
	Notes  types.Map       `tfsdk:"notes"`
	Marks  field.StringSet `tfsdk:"marks"`
}

type widgetPart struct {
	Label types.String `tfsdk:"label"`
	Count types.Int64  `tfsdk:"count"`
	Token types.String `tfsdk:"token"`
}

type item struct {
	Name   proget.Value[string]   `json:"name,omitzero"`
	Sort   proget.Value[string]   `json:"sort,omitzero"`
	Text   proget.Value[string]   `json:"text,omitzero"`
	Number proget.Value[int64]    `json:"number,omitzero"`
	Active proget.Value[bool]     `json:"active,omitzero"`
	Tags   proget.Value[[]string] `json:"tags,omitzero"`
	Secret proget.Value[string]   `json:"secret,omitzero"`
	Parts  proget.Value[[]part]   `json:"parts,omitzero"`
	URL    proget.Value[string]   `json:"url,omitzero"`
}

type part struct {
	Label proget.Value[string] `json:"label,omitzero"`
	Count proget.Value[int64]  `json:"count,omitzero"`
	Token proget.Value[string] `json:"token,omitzero"`
}

func bindWidget(m *widget, o *item) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower).Exact(),
		field.Spelled("sort", &m.Sort, &o.Sort, strings.ToLower),
		field.Text("text", &m.Text, &o.Text),
		field.Number("number", &m.Number, &o.Number),
		field.Flag("active", &m.Active, &o.Active),
		field.Set("tags", &m.Tags, &o.Tags, field.Exactly),
		field.Secret("secret", &m.Secret, &o.Secret),
		field.Objects("parts", &m.Parts, &o.Parts, partType, func(m *widgetPart, o *part) field.Pairs {
			return field.Pairs{
				field.Text("label", &m.Label, &o.Label),
				field.Number("count", &m.Count, &o.Count).Optional(),
				field.Secret("token", &m.Token, &o.Token),
			}
		}).Block("parts"),
		field.Text("url", &m.URL, &o.URL).ReadOnly(),
	}
}

var partObject = schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
	"label": schema.StringAttribute{Optional: true},
	"count": schema.Int64Attribute{Optional: true},
	"token": schema.StringAttribute{Optional: true, Sensitive: true},
}}

var partType, _ = partObject.Type().(types.ObjectType)

// widgetKind is the kind of the widgets on one server.
func widgetKind(items *server) *crud.Kind[widget, item] {
	return &crud.Kind[widget, item]{
		Name: "widget", Key: "name",
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"name":   schema.StringAttribute{Required: true},
			"sort":   schema.StringAttribute{Optional: true},
			"text":   schema.StringAttribute{Optional: true},
			"number": schema.Int64Attribute{Optional: true, Computed: true},
			"active": schema.BoolAttribute{Optional: true, Computed: true},
			"tags":   schema.SetAttribute{Optional: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, Sensitive: true},
			"secret": schema.StringAttribute{Optional: true, Sensitive: true},
			"url":    schema.StringAttribute{Computed: true},
			"local":  schema.StringAttribute{Optional: true},
			"notes":  schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"marks":  schema.SetAttribute{Optional: true, CustomType: field.NewStringSetType(), ElementType: types.StringType},
		}, Blocks: map[string]schema.Block{"parts": schema.ListNestedBlock{NestedObject: partObject}}},
		Items:   func(*proget.Client) crud.Items[item] { return items },
		Bind:    bindWidget,
		Filters: []string{"sort", "active"},
		Own:     []string{"local", "notes", "marks"},
	}
}

// server holds widgets as a ProGet does: names without case, partial updates,
// secrets that are never told. What goes wrong is scripted.
type server struct {
	mu      sync.Mutex
	objects map[string]map[string]any // by lower-case name
	calls   []string
	script  map[string][]step // by verb, used up in order
	sparse  bool              // writes answer with the name only
	fixed   bool              // names do not change
	stores  func(name string, object map[string]any)
}

// step is what happens to one call: whether the server acts, and the error if not nil.
type step struct {
	acts bool
	err  error
	then func(*server)
}

func newServer(objects ...string) *server {
	s := &server{objects: map[string]map[string]any{}, script: map[string][]step{}, stores: func(string, map[string]any) {}}
	for _, text := range objects {
		s.put(text)
	}
	return s
}

func (s *server) put(text string) {
	object := map[string]any{}
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		panic(err)
	}
	s.objects[strings.ToLower(fmt.Sprint(object["name"]))] = object
}

// stored is what the server has under a name, secrets included.
func (s *server) stored(name string) string {
	object, ok := s.objects[strings.ToLower(name)]
	if !ok {
		return ""
	}
	data, _ := json.Marshal(object)
	return string(data)
}

func (s *server) call(verb, detail string, act func() error) error {
	s.calls = append(s.calls, strings.TrimSpace(verb+" "+detail))
	steps := s.script[verb]
	if len(steps) == 0 {
		return act()
	}
	s.script[verb] = steps[1:]
	var err error
	if steps[0].acts {
		err = act()
	}
	if steps[0].then != nil {
		steps[0].then(s)
	}
	if steps[0].err != nil {
		return steps[0].err
	}
	return err
}

func (s *server) List(context.Context) (items []item, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.call("list", "", func() error {
		for _, key := range slices.Sorted(maps.Keys(s.objects)) {
			items = append(items, s.view(key))
		}
		return nil
	})
	slices.Reverse(items) // in no particular order
	return items, err
}

func (s *server) Find(_ context.Context, name string) (found item, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.call("find", name, func() error {
		if s.objects[strings.ToLower(name)] == nil {
			return errNotFound
		}
		found = s.view(strings.ToLower(name))
		return nil
	})
	return found, err
}

func (s *server) Create(_ context.Context, sent item) (created item, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.call("create", text(sent), func() error {
		key := strings.ToLower(sent.Name.Or(""))
		if s.objects[key] != nil {
			return errExists
		}
		s.objects[key] = map[string]any{"number": 10, "url": "https://proget.example.com/" + sent.Name.Or("")}
		created = s.change(key, sent)
		return nil
	})
	return created, err
}

func (s *server) Update(_ context.Context, name string, sent item) (updated item, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.call("update", name+" "+text(sent), func() error {
		key := strings.ToLower(name)
		if s.objects[key] == nil {
			return errNotFound
		}
		if s.fixed {
			sent.Name = proget.Value[string]{}
		}
		if to := strings.ToLower(sent.Name.Or(name)); to != key {
			if s.objects[to] != nil {
				return errExists
			}
			s.objects[to] = s.objects[key]
			delete(s.objects, key)
			key = to
		}
		updated = s.change(key, sent)
		return nil
	})
	return updated, err
}

func (s *server) Delete(_ context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.call("delete", name, func() error {
		if s.objects[strings.ToLower(name)] == nil {
			return errNotFound
		}
		delete(s.objects, strings.ToLower(name))
		return nil
	})
}

func (s *server) change(key string, sent item) item {
	object := s.objects[key]
	change := map[string]any{}
	if err := json.Unmarshal([]byte(text(sent)), &change); err != nil {
		panic(err)
	}
	maps.Copy(object, change)
	s.stores(key, object)
	if s.sparse {
		return item{Name: proget.Of(fmt.Sprint(object["name"]))}
	}
	return s.view(key)
}

func (s *server) view(key string) (seen item) {
	data, _ := json.Marshal(s.objects[key])
	if err := json.Unmarshal(data, &seen); err != nil {
		panic(err)
	}
	seen.Secret = proget.Of("***")
	return seen
}

func text(sent item) string {
	data, err := json.Marshal(sent)
	if err != nil {
		panic(err)
	}
	return string(data)
}
