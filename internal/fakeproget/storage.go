package fakeproget

import (
	"net/http"
	"strings"
)

// storageKind is where the packages of each feed are (reference section 8).
// Every feed has one: there is nothing to create or to delete. A feed's
// packageStore is the older view of it, as far as the classes of reference
// section 5.8 go; what the two do not share, such as a path on disk or an
// extension's type, shows in its own place only.
func (s *Server) storageKind() kind {
	return kind{
		table: newTable("feed", s.options.CaseInsensitiveNames),
		path:  "storage", label: "storage", id: "feed",
		defaults: func() map[string]any { return map[string]any{"id": disk, "properties": map[string]any{}} },
		store:    s.storeStorage,
		forget: func(e *entry) {
			delete(s.mustFeed(e.text("feed")).object, "packageStore")
			s.storage.table.add(map[string]any{"feed": e.text("feed"), "id": disk, "properties": map[string]any{}})
		},
		view: s.viewStorage,
	}
}

// routeStorage serves reference section 8.1.
func (s *Server) routeStorage() {
	if s.options.NativeOnly || s.profile.release < release(v2024, 10) {
		return
	}
	read := permission{system: []Scope{Feeds}, feed: View, tasks: []string{feedAttributes[View]}, status: s.profile.deniedStorage}
	set := permission{system: []Scope{Feeds}, tasks: []string{"Admin_ManageFeed"}, status: s.profile.deniedStorage}
	s.route("GET /api/storage", read, func(c *call) (answer, error) {
		if !c.URL.Query().Has("feed") {
			return ok(s.catalogue()), nil
		}
		e, err := s.storageOf(c)
		if err != nil {
			return answer{}, err
		}
		return ok(s.show(&s.storage, c.Request, e)), nil
	})
	s.route("POST /api/storage", set, s.setStorage)
}

// catalogue is the list of installed types.
func (s *Server) catalogue() []any {
	list := []any{}
	for _, storageType := range s.storageTypes() {
		for _, info := range infosOf(storageType) {
			delete(info, "secret")
		}
		list = append(list, storageType)
	}
	return list
}

// storageOf is the storage of the feed that the query names.
func (s *Server) storageOf(c *call) (*entry, error) {
	name := c.URL.Query().Get("feed")
	if name == "" {
		return nil, invalid("feed is required")
	}
	feed := s.lookup(&s.feeds, name)
	if feed == nil {
		return nil, s.notFound(&s.feeds, name)
	}
	return s.storage.table.find(feed.text("name")), nil
}

func (s *Server) setStorage(c *call) (answer, error) {
	e, err := s.storageOf(c)
	if err != nil {
		return answer{}, err
	}
	body, err := s.object(c)
	if err != nil {
		return answer{}, err
	}
	for _, name := range sortedKeys(body) {
		if name != "id" && name != "properties" {
			return answer{}, invalid("unknown property '%s'", name)
		}
	}
	sent, isObject := body["properties"].(map[string]any)
	installed := s.storageType(textOf(body["id"]))
	switch {
	case textOf(body["id"]) == "":
		return answer{}, invalid("id is required")
	case installed == nil:
		return answer{}, invalid("unknown storage type '%s'", textOf(body["id"]))
	case !isObject:
		return answer{}, invalid("properties must be an object")
	case s.edition() == "Free" && packageStores[textOf(installed["id"])].class != "":
		return answer{}, invalid("cloud storage is not available in the Free edition")
	}
	draft := clone(e.object)
	draft["id"] = installed["id"]
	if draft["properties"], err = s.checkStorage(e, installed, sent); err != nil {
		return answer{}, err
	}
	s.keep(&s.storage, e, draft)
	if !s.profile.storageBodies && !s.options.ObjectBodies {
		return answer{status: http.StatusOK}, nil
	}
	return s.written(http.StatusOK, s.show(&s.storage, c.Request, e)), nil
}

// checkStorage gives properties the names of their type. What is missing is
// reset, but where the options say that it is kept.
func (s *Server) checkStorage(e *entry, storageType, sent map[string]any) (map[string]any, error) {
	before := map[string]any{}
	if e.text("id") == textOf(storageType["id"]) {
		before, _ = e.object["properties"].(map[string]any)
	}
	properties := map[string]any{}
	if s.options.StorageMerges {
		properties = clone(before)
	}
	infos := infosOf(storageType)
	for _, spelled := range sortedKeys(sent) {
		name := ""
		for known := range infos {
			if strings.EqualFold(known, spelled) {
				name = known
			}
		}
		if name == "" {
			return nil, invalid("storage type '%s' has no property '%s'", textOf(storageType["id"]), spelled)
		}
		value := sent[spelled]
		_, isFlag := value.(bool)
		_, isText := value.(string)
		switch {
		case isUnset(value):
			delete(properties, name)
			continue
		case infos[name]["type"] == "boolean" && !isFlag:
			return nil, invalid("properties.%s must be true or false", name)
		case infos[name]["type"] != "boolean" && !isText:
			return nil, invalid("properties.%s must be a string", name)
		case infos[name]["secret"] == true && value == mask && s.options.Secrets == MaskSecrets:
			value = before[name] // sent back as it was shown
		}
		properties[name] = value
	}
	for _, name := range sortedKeys(infos) {
		if infos[name]["required"] == true && isUnset(properties[name]) {
			return nil, invalid("properties.%s is required", name)
		}
	}
	return properties, nil
}

// viewStorage shows all properties of the type, those that are not set as null or false.
func (s *Server) viewStorage(_ *http.Request, e *entry) map[string]any {
	properties, _ := clone(e.object)["properties"].(map[string]any)
	for name, info := range infosOf(s.storageType(e.text("id"))) {
		if _, set := properties[name]; !set {
			properties[name] = nil
			if info["type"] == "boolean" {
				properties[name] = false
			}
		}
		if info["secret"] == true {
			s.hide(properties, name)
		}
	}
	return map[string]any{"id": e.object["id"], "properties": properties}
}

// storeStorage keeps a storage, and shows it in the feed.
func (s *Server) storeStorage(e *entry, draft map[string]any) {
	s.storage.table.replace(e, draft)
	if s.options.SeparateStores {
		return
	}
	feed := s.mustFeed(textOf(draft["feed"]))
	properties, _ := draft["properties"].(map[string]any)
	delete(feed.object, "packageStore")
	if text := s.writePackageStore(textOf(draft["id"]), properties); text != "" {
		feed.object["packageStore"] = text
	}
}

// followStore gives a feed its storage, and follows its name and its packageStore.
func (s *Server) followStore(before, after, storeBefore, storeAfter string) {
	e := s.storage.table.find(before)
	if e == nil {
		e = s.storage.table.add(map[string]any{"feed": before, "id": disk, "properties": map[string]any{}})
	}
	draft := clone(e.object)
	draft["feed"] = after
	if storeBefore != storeAfter && !s.options.SeparateStores {
		id, properties, known := s.readPackageStore(storeAfter)
		switch {
		case storeAfter == "":
			draft["id"], draft["properties"] = disk, map[string]any{}
		case known:
			draft["id"], draft["properties"] = id, properties
		}
	}
	s.storage.table.replace(e, draft)
}
