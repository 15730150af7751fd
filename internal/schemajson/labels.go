package main

// label says where people find an attribute outside of Terraform. Pages and
// labels are those of Inedo's documentation; what it does not show has none.
type label struct {
	attribute string // as in proget_feed.retention_rule.keep_versions_count
	page      string // of ProGet
	text      string // on that page
	pgutil    string // command and option
	property  string // of the API, where it is not the attribute in camel case
}

// unsent is the property of what only the provider knows.
const unsent = "-"

// Pages of ProGet.
const (
	newFeed    = "Feeds > Create New Feed"
	manageFeed = "Manage Feed"
	properties = "Manage Feed > Properties"
	storage    = "Manage Feed > Storage & Retention"
	symbols    = "Manage Feed > Symbol Server"
	ofFeed     = "Manage Feed > Connectors & Replication"
	connectors = "Feeds > Connectors"
	licenses   = "Reporting & SCA > Licenses"
	keys       = "Administration > API Keys & Access Logs"
	changing   = "Manage Feed > Storage & Retention > Storage > Change"
	s3         = changing + " > Amazon S3"
	azure      = changing + " > Microsoft Azure"
	users      = "Administration > Users & Tasks"
	tasks      = users + " > Customize Tasks"
	settingsOf = "Administration > Advanced Settings"
	projects   = "Reporting & SCA > Projects & Builds"
)

// Commands of pgutil.
const (
	setFeed      = "feeds properties set --property="
	addRule      = "feeds retention create --"
	setConnector = "connectors properties set --property="
	addDetection = "licenses detection add --type="
	addKey       = "apikeys create "
	setStorage   = "feeds storage change --"
	addUser      = "security users create --"
	addGroup     = "security groups create --"
	addMember    = "security groups members add --"
	addTask      = "security tasks create --"
	permit       = "security permissions add --"
	setSetting   = "settings set --"
	addProject   = "builds projects create --"
)

// labels are in the order of the page.
var labels = []label{
	{"proget_feed.name", newFeed + "; Manage Feed > Rename", "name", "feeds create --name", ""},
	{"proget_feed.feed_type", newFeed, "type", "feeds create --type", ""},
	{"proget_feed.alternate_names", "Manage Feed > Rename", "Set Alternate Names", setFeed + "alternateNames", ""},
	{"proget_feed.description", manageFeed, "", "", ""},
	{"proget_feed.active", manageFeed, "Deactivate", setFeed + "active", ""},
	{"proget_feed.connectors", ofFeed, "Add Connector", setFeed + "connectors", ""},
	{"proget_feed.cache_connectors", manageFeed, "Package Caching", "", ""},
	{"proget_feed.drop_path", storage, "Drop Path", setFeed + "dropPath", ""},
	{"proget_feed.packages_path", storage, "Disk Path", "", ""},
	{"proget_feed.package_store", storage, "Storage > Change", "", ""},
	{"proget_feed.retention_rule", storage, "Retention Rules", "feeds retention create", "retentionRules[]"},
	{"proget_feed.retention_rules_enabled", storage, "", "", ""},
	{"proget_feed.retention_rule.delete_cached", storage, "Delete cached connector packages", addRule + "deleteCached", ""},
	{"proget_feed.retention_rule.delete_prerelease_versions", storage, "Delete prerelease versions", addRule + "deletePrereleaseVersions", ""},
	{"proget_feed.retention_rule.keep_versions_count", storage, "Delete old versions: all but the latest", addRule + "keepVersionsCount", ""},
	{"proget_feed.retention_rule.keep_used_within_days", storage, "Delete unused versions: not downloaded in the last days", addRule + "keepUsedWithinDays", ""},
	{"proget_feed.retention_rule.trigger_download_count", storage, "Delete unused versions: with fewer downloads", addRule + "triggerDownloadCount", ""},
	{"proget_feed.retention_rule.keep_package_ids", storage, "Keep by package name", addRule + "keepPackageIds", ""},
	{"proget_feed.retention_rule.delete_package_ids", storage, "Delete by package name", addRule + "deletePackageIds", ""},
	{"proget_feed.retention_rule.keep_versions", storage, "Keep by package version", addRule + "keepVersions", ""},
	{"proget_feed.retention_rule.delete_versions", storage, "Delete by package version", addRule + "deleteVersions", ""},
	{"proget_feed.retention_rule.keep_consumed_within_days", storage, "Keep consumed packages", addRule + "keepConsumedWithinDays", ""},
	{"proget_feed.retention_rule.keep_if_actively_consumed", storage, "Keep consumed packages", addRule + "keepIfActivelyConsumed", ""},
	{"proget_feed.retention_rule.keep_package_usage_removed_days", storage, "Keep consumed packages", addRule + "keepPackageUsageRemovedDays", ""},
	{"proget_feed.retention_rule.size_trigger_kb", storage, "Quota", addRule + "sizeTrigger", ""},
	{"proget_feed.retention_rule.size_exclusive", storage, "Quota: size of matching packages, or of entire feed", addRule + "sizeExclusive", ""},
	{"proget_feed.symbol_server_enabled", symbols, "Configure Symbol Server", "", ""},
	{"proget_feed.strip_symbols", symbols, "Strip symbol files", "", ""},
	{"proget_feed.strip_source", symbols, "Strip source code", "", ""},
	{"proget_feed.strip_signature", manageFeed, "", "", ""},
	{"proget_feed.use_api_v3", manageFeed, "", "", ""},
	{"proget_feed.package_statistics_enabled", properties, "Package Statistics: Record individual downloads for advanced statistics", "", ""},
	{"proget_feed.restrict_package_statistics", properties, "Package Statistics: Restrict viewing download statistics to Feed Administrators", "", ""},
	{"proget_feed.deployment_records_enabled", manageFeed, "", "", ""},
	{"proget_feed.usage_records_enabled", manageFeed, "", "", ""},
	{"proget_feed.vulnerabilities_enabled", manageFeed, "Feed Features: vulnerabilities", setFeed + "vulnerabilitiesEnabled", ""},
	{"proget_feed.licenses_enabled", manageFeed, "Feed Features: licenses", "", ""},
	{"proget_feed.use_with_projects", manageFeed, "", "", ""},
	{"proget_feed.allowed_licenses", licenses + " > Manage License Types & Rules", "", "", ""},
	{"proget_feed.blocked_licenses", licenses + " > Manage License Types & Rules", "", "", ""},
	{"proget_feed.allow_unknown_licenses", licenses, "Undetectable rule", "", ""},
	{"proget_feed.replication", ofFeed, "Feed Replication > Configure", "", ""},
	{"proget_feed.deletion_policy", "", "", "", unsent},

	{"proget_connector.name", connectors + " > Create Connector", "Connector name", "connectors create --name", ""},
	{"proget_connector.feed_type", connectors + " > Create Connector", "", "connectors create --type", ""},
	{"proget_connector.url", connectors + " > edit", "Connector URL", "connectors create --url", ""},
	{"proget_connector.username", connectors + " > edit", "username", "", ""},
	{"proget_connector.password_wo", connectors + " > edit", "password/API token", "", "password"},
	{"proget_connector.password_wo_version", "", "", "", unsent},
	{"proget_connector.password", connectors + " > edit", "password/API token", "", ""},
	{"proget_connector.timeout", connectors + " > edit", "", setConnector + "timeout", ""},
	{"proget_connector.filters", "a connector of " + ofFeed, "Add Filter: Allow, or Block with a leading !", "connectors filters add --filter", ""},
	{"proget_connector.metadata_cache_enabled", connectors + " > edit", "Metadata Caching", setConnector + "metadataCacheEnabled", ""},
	{"proget_connector.metadata_cache_minutes", connectors + " > edit", "Metadata Caching", setConnector + "metadataCacheMinutes", ""},
	{"proget_connector.metadata_cache_count", connectors + " > edit", "Metadata Caching", setConnector + "metadataCacheCount", ""},

	{"proget_license.code", licenses, "license code", "licenses create --code", "code, until 2023 licenseId"},
	{"proget_license.title", licenses, "title", "licenses create --title", ""},
	{"proget_license.spdx", licenses, "SPDX IDs", addDetection + "spdx", ""},
	{"proget_license.urls", licenses, "URLs", addDetection + "url", ""},
	{"proget_license.package_names", licenses, "Package Names", addDetection + "packagename", ""},
	{"proget_license.purls", licenses, "Package Versions (PUrls)", addDetection + "purl", ""},
	{"proget_license.allowed", licenses + " > Manage License Types & Rules", "", "", ""},
	{"proget_license.allowed_feeds", licenses + " > Manage License Types & Rules", "", "", ""},
	{"proget_license.blocked_feeds", licenses + " > Manage License Types & Rules", "", "", ""},

	{"proget_license_file.code", licenses, "Embedded Files", "licenses files add --code", ""},
	{"proget_license_file.content", licenses, "Embedded Files", "licenses files add --file", "the body of the request"},

	{"proget_api_key.type", keys, "type: System, Feed or Personal", addKey + "system, feed or personal", ""},
	{"proget_api_key.display_name", keys, "Display Name", addKey + "… --name", ""},
	{"proget_api_key.description", keys, "Description", addKey + "… --description", ""},
	{"proget_api_key.system_apis", keys, "Full Control; Use/Manage Feeds, Manage SCA (Projects & Builds), Upload SBOM documents", addKey + "system --apis", ""},
	{"proget_api_key.package_permissions", keys, "View/Download, Add/Repackage, Promote, Overwrite/Delete", addKey + "feed --permissions", ""},
	{"proget_api_key.feed", keys, "", addKey + "feed --feed", ""},
	{"proget_api_key.feed_group", keys, "", addKey + "feed --group", ""},
	{"proget_api_key.user", keys, "", addKey + "personal --user", ""},
	{"proget_api_key.expiration", keys, "", addKey + "… --expiration", ""},
	{"proget_api_key.logging", keys, "logging level: request body, response body or both", addKey + "… --logging", ""},
	{"proget_api_key.key_wo", keys, "API Key text", addKey + "… --key", "key"},
	{"proget_api_key.key_wo_version", "", "", "", unsent},
	{"proget_api_key.keepers", "", "", "", unsent},

	{"proget_feed_storage.feed", changing, "", setStorage + "feed", "feed in the query"},
	{"proget_feed_storage.disk", changing, "Disk", setStorage + "type=disk", "id: disk"},
	{"proget_feed_storage.disk.path", storage, "Disk Path", setStorage + "StoragePath", "StoragePath"},
	{"proget_feed_storage.s3", s3, "", setStorage + "type=s3", "id: s3"},
	{"proget_feed_storage.s3.access_key", s3, "Access Key", setStorage + "AccessKey", "AccessKey"},
	{"proget_feed_storage.s3.secret_access_key_wo", s3, "Secret Access Key", setStorage + "SecretAccessKey", "SecretAccessKey"},
	{"proget_feed_storage.s3.region_endpoint", s3, "Region Endpoint", setStorage + "RegionEndpoint", "RegionEndpoint"},
	{"proget_feed_storage.s3.bucket_name", s3, "Bucket", setStorage + "BucketName", "BucketName"},
	{"proget_feed_storage.s3.target_path", s3, "Prefix", setStorage + "TargetPath", "TargetPath"},
	{"proget_feed_storage.s3.make_public", s3, "Make Public", setStorage + "MakePublic", "MakePublic"},
	{"proget_feed_storage.s3.encrypted", s3, "Encrypted", setStorage + "Encrypted", "Encrypted"},
	{"proget_feed_storage.s3.instance_role", s3, "IAM Role", setStorage + "InstanceRole", "InstanceRole"},
	{"proget_feed_storage.s3.use_instance_profile", s3, "Use Instance Profile", setStorage + "UseInstanceProfile", "UseInstanceProfile"},
	{"proget_feed_storage.s3.custom_service_url", s3, "Custom service URL", setStorage + "CustomServiceUrl", "CustomServiceUrl"},
	{"proget_feed_storage.azure", azure, "", setStorage + "type=azure", "id: azure"},
	{"proget_feed_storage.azure.connection_string_wo", azure, "Connection string", setStorage + "ConnectionString", "ConnectionString"},
	{"proget_feed_storage.azure.container_name", azure, "Container", setStorage + "ContainerName", "ContainerName"},
	{"proget_feed_storage.azure.target_path", azure, "Target Path", setStorage + "TargetPath", "TargetPath"},
	{"proget_feed_storage.custom", changing, "", "", "another id"},
	{"proget_feed_storage.custom.type", changing, "", setStorage + "type", "id"},
	{"proget_feed_storage.custom.properties", changing, "", "feeds storage change --NAME", "properties"},
	{"proget_feed_storage.custom.secret_properties_wo", changing, "", "feeds storage change --NAME", "properties"},
	{"proget_feed_storage.secrets_wo_version", "", "", "", unsent},

	{"proget_user.name", users, "", addUser + "username", ""},
	{"proget_user.display_name", users, "", addUser + "displayname", ""},
	{"proget_user.email", users, "", addUser + "email", ""},
	{"proget_user.password_wo", users, "", addUser + "password", "password"},
	{"proget_user.password_wo_version", "", "", "", unsent},

	{"proget_group.name", users, "", addGroup + "name", ""},
	{"proget_group.users", users, "", addMember + "member", ""},

	{"proget_group_member.group", users, "", addMember + "name", "name"},
	{"proget_group_member.user", users, "", addMember + "member", "users[]"},

	{"proget_task.name", tasks, "Name", addTask + "name", ""},
	{"proget_task.description", tasks, "Description", addTask + "description", ""},
	{"proget_task.feed_scoped", tasks, "", "", ""},
	{"proget_task.attributes", tasks, "Security Attributes", addTask + "attributes", ""},

	{"proget_permission.user", users, "Principal", permit + "user", ""},
	{"proget_permission.group", users, "Principal", permit + "group", ""},
	{"proget_permission.task", users, "Task", permit + "task", ""},
	{"proget_permission.feed", users, "Scope", permit + "feed", ""},
	{"proget_permission.feed_group", users, "Scope", permit + "feed-group", ""},
	{"proget_permission.deny", users, "Permission, or restriction", permit + "deny", ""},

	{"proget_setting.name", settingsOf, "", setSetting + "name", "name in the query"},
	{"proget_setting.value", settingsOf, "", setSetting + "value", "value in the query"},
	{"proget_setting.value_wo", settingsOf, "", setSetting + "value", "value in the query"},
	{"proget_setting.value_wo_version", "", "", "", unsent},
	{"proget_setting.create", "", "", "", unsent},
	{"proget_setting.on_destroy", "", "", "", unsent},

	{"proget_project.name", projects, "", addProject + "project", ""},
	{"proget_project.type", projects, "", addProject + "type", ""},
	{"proget_project.url", projects, "", addProject + "url", ""},
}
