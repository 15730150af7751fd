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
}
