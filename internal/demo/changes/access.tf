# Who builds, and what the build server may do.
resource "proget_group" "developers" {
  name  = "Developers"
  users = ["Admin"]
}

resource "proget_permission" "developers" {
  group = proget_group.developers.name
  task  = "View & Download Packages"
  feed  = proget_feed.approved.name
}

resource "proget_api_key" "ci" {
  type                = "feed"
  display_name        = "build server"
  feed                = proget_feed.approved.name
  package_permissions = ["view"]
}

# Where packages are kept, and under which address ProGet is reached.
resource "proget_feed_storage" "approved" {
  feed = proget_feed.approved.name

  s3 {
    bucket_name          = "packages"
    region_endpoint      = "us-east-1"
    access_key           = "AKIAEXAMPLE"
    secret_access_key_wo = "s3cret-of-the-bucket"
  }
  secrets_wo_version = 1
}

resource "proget_setting" "base_url" {
  name  = "Web.BaseUrl"
  value = "https://proget.example.com"
}
