# The secret is in neither plan nor state. Change the version with it.
variable "secret_access_key" {
  type      = string
  ephemeral = true
  default   = "example"
}

resource "proget_feed_storage" "approved" {
  feed = "nuget-approved"

  s3 {
    bucket_name          = "example-packages"
    region_endpoint      = "us-east-1"
    target_path          = "nuget-approved"
    access_key           = "EXAMPLE"
    secret_access_key_wo = var.secret_access_key
    encrypted            = true
  }

  secrets_wo_version = 1

  # If the feed is renamed, it keeps its storage.
  lifecycle {
    create_before_destroy = true
  }
}

# On a network share, as ProGet's server sees it.
resource "proget_feed_storage" "archive" {
  feed = "nuget-archive"

  disk {
    path = "/mnt/packages/nuget-archive"
  }

  lifecycle {
    create_before_destroy = true
  }
}
