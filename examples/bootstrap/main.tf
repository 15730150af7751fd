# Step 1: the server itself.

resource "proget_setting" "license" {
  name             = "Licensing.Key"
  value_wo         = var.product_license
  value_wo_version = var.secret_version
  on_destroy       = "keep" # nothing else works without it
}

resource "proget_setting" "base_url" {
  name  = "Web.BaseUrl"
  value = var.base_url

  depends_on = [proget_setting.license]
}

# Step 2: feeds and where their files are, with the key of this run.

resource "proget_connector" "nuget_org" {
  provider = proget.feeds

  name      = "nuget.org"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"

  depends_on = [proget_setting.license]
}

resource "proget_feed" "team" {
  provider = proget.feeds
  for_each = var.teams

  name       = "${each.key}-nuget"
  feed_type  = "nuget"
  connectors = [proget_connector.nuget_org.name]

  depends_on = [proget_setting.base_url] # their URLs begin with it
}

resource "proget_feed_storage" "team" {
  provider = proget.feeds
  for_each = proget_feed.team

  feed = each.value.name

  s3 {
    bucket_name          = var.bucket.name
    region_endpoint      = var.bucket.region
    target_path          = each.key
    access_key           = var.bucket.access_key
    secret_access_key_wo = var.bucket_secret
    encrypted            = true
  }

  secrets_wo_version = var.secret_version

  lifecycle {
    create_before_destroy = true # under another name, the feed keeps its storage
  }
}

# Step 3: who may do what.

resource "proget_task" "publish" {
  name        = "Publish to Team Feeds"
  description = "Sees a feed, downloads from it and adds packages."
  feed_scoped = true
  attributes  = ["Feeds_ViewFeed", "Feeds_DownloadPackage", "Feeds_AddPackage"]

  depends_on = [proget_setting.license]
}

# The members of a group come from elsewhere: a directory, or proget_group_member.
resource "proget_group" "team" {
  for_each = var.teams

  name = each.key

  depends_on = [proget_setting.license]
}

resource "proget_permission" "team" {
  for_each = proget_feed.team

  group = proget_group.team[each.key].name
  task  = proget_task.publish.name
  feed  = each.value.name

  lifecycle {
    create_before_destroy = true
  }
}

# Step 4: a key for the builds of each team, confined to its feed. These stay, so
# they are in the state: protect it, and hand them over to the build server.

resource "proget_api_key" "builds" {
  for_each = proget_feed.team

  type                = "feed"
  display_name        = "builds of ${each.key}"
  feed                = each.value.name
  package_permissions = ["view", "add"]

  lifecycle {
    create_before_destroy = true
  }
}

output "feeds" {
  value = { for team, feed in proget_feed.team : team => feed.endpoint_url }
}

output "build_keys" {
  value     = { for team, key in proget_api_key.builds : team => key.key }
  sensitive = true
}
