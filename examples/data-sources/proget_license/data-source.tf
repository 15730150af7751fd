data "proget_license" "mit" {
  code = "MIT"
}

output "mit_title" {
  value = data.proget_license.mit.title
}
