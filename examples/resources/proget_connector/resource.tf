# Draws chosen packages from nuget.org.
resource "proget_connector" "nuget_org" {
  name      = "nuget.org"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
  timeout   = 30
  filters   = ["Microsoft.*", "Newtonsoft.Json", "!Microsoft.Internal.*"]

  metadata_cache_enabled = true
  metadata_cache_minutes = 60
  metadata_cache_count   = 500
}

variable "mirror_password" {
  description = "The password of the internal mirror. It is never kept in plan or state."
  type        = string
  ephemeral   = true
  default     = "" # so that the example can be tried
}

# Draws from a repository that asks for a password.
resource "proget_connector" "mirror" {
  name                = "internal-mirror"
  feed_type           = "nuget"
  url                 = "https://packages.example.com/nuget/mirror/v3/index.json"
  username            = "proget"
  password_wo         = var.mirror_password
  password_wo_version = 1 # add one to send the password again
}
