# The license of the team's own packages.
resource "proget_license" "acme" {
  code  = "ACME-1.0"
  title = "ACME internal license 1.0"
  urls  = ["https://licenses.example.com/acme-1.0"]
  spdx  = ["LicenseRef-ACME-1.0"]
}
