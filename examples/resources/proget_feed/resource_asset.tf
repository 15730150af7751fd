# An asset directory: files by path, served over HTTP. Files are put there by
# their clients, not by Terraform.
resource "proget_feed" "installers" {
  name        = "installers"
  feed_type   = "asset"
  description = "Installers and other files that are no packages."

  variables = {
    "Owner" = "platform team"
  }
}
