package fakeproget

// taskAttribute is a right that tasks consist of.
type taskAttribute struct {
	name       string
	feedScoped bool
}

// taskAttributes are those that reference section 12.2 names.
var taskAttributes = []taskAttribute{
	{"Feeds_ViewFeed", true},
	{"Feeds_DownloadPackage", true},
	{"Feeds_AddPackage", true},
	{"Feeds_DeletePackage", true},
	{"Feeds_OverwritePackage", true},
	{"Feeds_PullPackage", true},
	{"Feeds_UnlistPackage", true},
	{"Feeds_AcceptPackagePromotions", true},
	{"Admin_ManageConnectors", true},
	{"Admin_ManageFeed", true},
	{"Admin_ConfigureProGet", false},
	{"Licenses_Manage", false},
	{"Projects_View", false},
	{"Projects_Manage", false},
	{"Projects_UploadSbom", false},
	{"Projects_ResolveIssue", false},
}

// task is an object of the kind tasks.
func task(name, description string, feedScoped bool, attributes ...string) map[string]any {
	return map[string]any{"name": name, "description": description, "feedScoped": feedScoped, "attributes": anyTexts(attributes)}
}

// buildIn gives a fresh server its users, groups, tasks and permissions. Where
// there are Keys, Anonymous has nothing: somebody locked the server down.
func (s *Server) buildIn() {
	var all, feed []string
	for _, attribute := range taskAttributes {
		all = append(all, attribute.name)
		if attribute.feedScoped {
			feed = append(feed, attribute.name)
		}
	}
	const view, download, pull = "Feeds_ViewFeed", "Feeds_DownloadPackage", "Feeds_PullPackage"
	s.users.table.add(map[string]any{"name": "Admin", "displayName": "Administrator", "password": "Admin"})
	s.groups.table.add(map[string]any{"name": "Administrators", "users": []any{"Admin"}})
	for _, object := range []map[string]any{
		task("Administer", "Manages everything.", false, all...),
		task("Manage Feed", "Manages feeds and what is in them.", true, feed...),
		task("Promote Packages", "Promotes packages between feeds.", true, view, download, "Feeds_AcceptPackagePromotions"),
		task("Publish Packages", "Adds packages to feeds.", true, view, download, pull, "Feeds_AddPackage"),
		task("View & Download Packages", "Sees feeds and downloads packages.", true, view, download, pull),
		task("Manage Projects", "Manages projects and builds.", false, "Projects_View", "Projects_Manage", "Projects_UploadSbom", "Projects_ResolveIssue"),
	} {
		s.tasks.table.add(object)
	}
	grant := func(principal, name, task string) {
		s.privileges.table.add(map[string]any{principal: name, "task": task, "deny": false})
	}
	if len(s.options.Keys) == 0 {
		grant("user", anonymous, "View & Download Packages")
	}
	grant("group", "Administrators", "Administer")
	if len(s.options.Keys) == 0 {
		grant("user", anonymous, "Administer")
	}
}
