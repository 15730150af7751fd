# Keys that may do everything, for an audit. The keys themselves are not read.
data "proget_api_keys" "system" {
  type = "system"
}

output "full_control" {
  value = [for key in data.proget_api_keys.system.api_keys : key.display_name if contains(key.system_apis, "full-control")]
}
