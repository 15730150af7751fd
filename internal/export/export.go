package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// write reads the server and writes the files.
func write(ctx context.Context, version string, server Server, o options, messages io.Writer) error {
	var settings map[string]string
	if o.pgutilSource != "" {
		settings = map[string]string{"pgutil_source": o.pgutilSource}
	}
	s, err := open(ctx, server, settings)
	if err != nil {
		return err
	}
	chosen, err := choose(s.allKinds(), o.kinds)
	if err != nil {
		return &usageError{err}
	}
	r := &reader{session: s, options: o, messages: messages, chosen: chosen, found: map[string][]object{}}
	if err := r.all(ctx); err != nil {
		return err
	}
	w := &writer{imports: !o.noImports, source: r.source, target: o.target, spans: documented, chosen: chosen, storages: r.storages()}
	files, err := w.files(ctx, version, o, r, messages)
	if err != nil {
		return err
	}
	if err := save(ctx, o.out, files, o.force); err != nil {
		return err
	}
	fmt.Fprintf(messages, "Wrote %s to %s\n", count(len(files), "file"), o.out)
	for _, f := range files {
		fmt.Fprintf(messages, "  %s\n", f.name)
	}
	return nil
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// reader reads the objects of a server.
type reader struct {
	*session
	options

	messages io.Writer
	chosen   []*kind             // that are to be written
	source   string              // the server's release, once it has said it
	edition  string              // such as Free, if the server says it
	found    map[string][]object // all objects by kind, whether they match or not
	kinds    []*kind             // that are written, in order
	total    int                 // how many objects there are
}

// all reads the objects of the chosen kinds.
func (r *reader) all(ctx context.Context) error {
	matching := 0
	for _, k := range r.chosen {
		if r.skip(k) {
			continue
		}
		objects, err := r.objects(ctx, k)
		if reason := r.lacking(k, err); reason != "" {
			fmt.Fprintf(r.messages, "%s: none, %s\n", k.plural, reason)
			continue
		}
		switch {
		case err != nil && len(r.kinds) == 0:
			return err
		case err != nil:
			return fmt.Errorf("%w\n\nTo write other kinds without %s, list them with -kinds", err, k.plural)
		}
		if r.source == "" {
			r.source, r.edition = r.about(ctx)
		}
		r.found[k.name] = objects
		r.total += len(objects)
		r.kinds = append(r.kinds, k)
		n := len(r.matching(k))
		matching += n
		fmt.Fprintf(r.messages, "%s: %d\n", k.plural, n)
	}
	switch {
	case r.total == 0:
		return errors.New("the server shows no objects of these kinds; a key that it does not accept sees no feeds")
	case matching == 0:
		return fmt.Errorf("-match: none of the names of %s matches %q", count(r.total, "object"), r.match)
	}
	return nil
}

// skip reports whether a kind is not read, and says so. What the command line
// names is read in any case: then the provider says why that fails.
func (r *reader) skip(k *kind) bool {
	if r.options.kinds != "" {
		return false
	}
	if k.covered != "" {
		return true // what holds the objects is written
	}
	if !k.listed && k.ids.kind == "" {
		return true // what is no object of its own cannot be found
	}
	since, until := documented(k.name, "")
	if lacks(r.source, since, until) {
		fmt.Fprintf(r.messages, "%s: none, ProGet %s does not have them\n", k.plural, r.source)
		return true
	}
	return false
}

// answered is the request that failed, as the provider's messages cite it. They
// say whose answer it is if that is certain.
var answered = regexp.MustCompile(`(?m)^GET \S+: ((\d{3}) [A-Za-z ]+)(, from ProGet)?`)

// lacking says why a kind that cannot be read is none: that the server's edition
// does not have it, or that a server of a release that may have it does not know it.
// What every server has, and what the command line names, has to be readable.
func (r *reader) lacking(k *kind, err error) string {
	documented, ok := spans[k.name][""]
	if err == nil || !ok || r.options.kinds != "" {
		return ""
	}
	answer := answered.FindStringSubmatch(err.Error())
	switch {
	case answer == nil, r.source != "" && answer[3] == "": // somebody else may have said so
	case documented.notFree && strings.EqualFold(r.edition, "Free") && slices.Contains([]string{"403", "404", "500"}, answer[2]):
		return fmt.Sprintf("ProGet Free does not have them (%s)", answer[1])
	case answer[2] == "404":
		return "ProGet answers " + answer[1]
	}
	return ""
}

// objects reads all objects of a kind.
func (r *reader) objects(ctx context.Context, k *kind) ([]object, error) {
	if k.listed || k.ids.kind == "" {
		return r.list(ctx, k)
	}
	i := slices.IndexFunc(r.allKinds(), func(other *kind) bool { return other.name == k.ids.kind })
	if i < 0 {
		return nil, nil
	}
	holders, read := r.found[k.ids.kind]
	if !read {
		var err error
		if holders, err = r.list(ctx, r.allKinds()[i]); err != nil {
			return nil, err
		}
		r.found[k.ids.kind] = holders
	}
	var objects []object
	for _, holder := range holders {
		ids, err := texts(holder.values[k.ids.attribute])
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			o, err := r.read(ctx, k, id)
			if err != nil {
				return nil, err
			}
			objects = append(objects, o)
		}
	}
	return objects, nil
}

// matching are the objects that are written.
func (r *reader) matching(k *kind) []object {
	return slices.DeleteFunc(slices.Clone(r.found[k.name]), func(o object) bool {
		return !r.pattern.MatchString(o.key) || k.needs != "" && textOf(o.values[k.needs]) == "" || k.ordinary != nil && k.ordinary(o.values) || r.noImports && r.builtIn(k, o)
	})
}

// advice is what the file of a kind begins with, or nothing.
func (w *writer) advice(k *kind, resources int) string {
	if k.name != "api_key" || w.imports || resources == 0 {
		return ""
	}
	return "The copies are new keys: those who use one need the key that ProGet makes for it, which is its attribute key."
}

// storages are the feeds whose storage is written, or nil if storages are not.
func (r *reader) storages() map[string]bool {
	i := slices.IndexFunc(r.kinds, func(k *kind) bool { return k.name == "feed_storage" })
	if i < 0 {
		return nil
	}
	feeds := map[string]bool{}
	for _, o := range r.matching(r.kinds[i]) {
		feeds[strings.ToLower(o.key)] = true
	}
	return feeds
}

// builtIn reports whether every ProGet has the object: one of those names, a
// permission that has nothing but such names and no feed, or a license that ProGet
// brings along, with its texts.
func (r *reader) builtIn(k *kind, o object) bool {
	switch k.name {
	case "permission":
	case "license":
		return o.broughtAlong() && !r.changed(o)
	case "license_file":
		code := textOf(o.values["code"])
		return slices.ContainsFunc(r.found["license"], func(l object) bool {
			return strings.EqualFold(l.key, code) && l.broughtAlong() && !r.changed(l)
		})
	default:
		return known[k.name].isBuiltIn(o.title)
	}
	for _, part := range []string{"user", "group", "task"} {
		if name := textOf(o.values[part]); name != "" && !known[part].isBuiltIn(name) {
			return false
		}
	}
	return textOf(o.values["feed"]) == "" && textOf(o.values["feed_group"]) == ""
}

func (r rules) isBuiltIn(name string) bool {
	return slices.ContainsFunc(r.builtIn, func(b string) bool { return strings.EqualFold(b, name) })
}

// files writes the configuration.
func (w *writer) files(ctx context.Context, version string, o options, r *reader, messages io.Writer) ([]file, error) {
	resources := map[string][]*resource{}
	left := map[string][]string{} // what is left out of each kind
	var all []*resource
	var variables []variable
	for _, k := range r.kinds {
		left[k.name] = r.omitted(k)
		var objects []object
		for _, o := range r.matching(k) {
			if slices.ContainsFunc(objects, func(other object) bool { return other.key == o.key }) {
				left[k.name] = append(left[k.name], fmt.Sprintf("%s %q is written once: the server has it twice.", k.title(), o.key))
				continue
			}
			objects = append(objects, o)
		}
		names := labels(k, objects)
		var bodies []*written
		for i := range objects {
			body, reason, err := w.write(&objects[i], names[i])
			if err == nil && reason == "" {
				reason, err = r.refusal(ctx, k, body.body)
			}
			if err != nil {
				return nil, err
			}
			if reason != "" {
				left[k.name] = append(left[k.name], fmt.Sprintf("%s %q is left out: %s.", k.title(), objects[i].key, strings.TrimSuffix(reason, ".")))
				continue
			}
			bodies = append(bodies, body)
			variables = append(variables, body.variables...)
		}
		grouped, err := group(k, bodies)
		if err != nil {
			return nil, err
		}
		resources[k.name] = grouped
		all = append(all, grouped...)
	}
	for _, k := range r.kinds {
		for _, reason := range left[k.name] {
			fmt.Fprintln(messages, reason)
		}
	}
	files := []file{versionsFile(version, o.pgutilSource)}
	references := addressesOf(all)
	for _, k := range r.kinds {
		if len(resources[k.name])+len(left[k.name]) == 0 {
			continue
		}
		f, err := kindFile(k, w.advice(k, len(resources[k.name])), resources[k.name], references, left[k.name])
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if w.imports && len(all) > 0 {
		files = append(files, importsFile(all))
	}
	if len(variables) > 0 {
		files = append(files, variablesFile(variables))
	}
	return files, nil
}
