# All versions of the GPL that ProGet knows.
data "proget_licenses" "gpl" {
  code_regex = "^GPL-"
}

output "gpl_codes" {
  value = data.proget_licenses.gpl.codes
}
