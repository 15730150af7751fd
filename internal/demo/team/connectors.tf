variable "mirror_password" {
  description = "The password of the internal mirror."
  type        = string
  ephemeral   = true
}

resource "proget_connector" "nuget_org" {
  name      = "nuget.org"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
  timeout   = 30
  filters   = ["Microsoft.*", "Newtonsoft.Json", "!*.Preview"]

  metadata_cache_enabled = true
  metadata_cache_minutes = 60
  metadata_cache_count   = 500
}

resource "proget_connector" "mirror" {
  name                = "internal-mirror"
  feed_type           = "nuget"
  url                 = "https://packages.example.com/nuget/mirror/v3/index.json"
  username            = "proget"
  password_wo         = var.mirror_password
  password_wo_version = 1
}
