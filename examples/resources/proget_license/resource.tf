# A definition for ProGet 2024 and later.
resource "proget_license" "example" {
  code          = "EXAMPLE-1.0"
  title         = "Example Internal License 1.0"
  urls          = ["https://licenses.example.com/example-1.0"]
  spdx          = ["LicenseRef-EXAMPLE-1.0"]
  package_names = ["Example.Core", "Example.Tools"]
  purls         = ["pkg:nuget/Example.Legacy@1.2.3"]
}
