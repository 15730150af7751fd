# ProGet knows this setting; destroying the resource restores what it was.
resource "proget_setting" "base_url" {
  name  = "Web.BaseUrl"
  value = "https://proget.example.com"
}

# A secret is in neither plan nor state. Change the version with the key.
variable "license_key" {
  type      = string
  ephemeral = true
  default   = "ABCDE-12345"
}

resource "proget_setting" "license_key" {
  name             = "Licensing.Key"
  value_wo         = var.license_key
  value_wo_version = 1
  on_destroy       = "keep"
}
