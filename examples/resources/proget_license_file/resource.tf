resource "proget_license" "acme" {
  code  = "ACME-1.0"
  title = "Acme License 1.0"
}

# Packages that contain this very text have the license.
resource "proget_license_file" "acme" {
  code    = proget_license.acme.code
  content = "Acme License 1.0\n\nYou may use this software on Tuesdays.\n"
}
