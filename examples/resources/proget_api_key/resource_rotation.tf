# A change of the keepers replaces the key. They can be written by hand, as here,
# or come from the provider hashicorp/time, which changes them as time goes by:
#
#   resource "time_rotating" "quarter" {
#     rotation_days = 90
#   }
#
#   keepers = { quarter = time_rotating.quarter.id }
#
# In the Enterprise edition, keys may expire as well:
#
#   expiration = timeadd(time_rotating.quarter.rotation_rfc3339, "168h")
resource "proget_api_key" "rotating" {
  type         = "system"
  display_name = "SBOM uploads"
  system_apis  = ["sbom-upload"]
  keepers      = { quarter = "2026-4" }

  lifecycle {
    create_before_destroy = true # the new key works before the old one goes
  }
}

output "sbom_key" {
  value     = proget_api_key.rotating.key
  sensitive = true
}
