# All settings of diagnostics, those that ProGet hides included.
data "proget_settings" "diagnostics" {
  name_regex = "^Diagnostics\\."
  show_all   = true
}

output "diagnostics" {
  value = { for setting in data.proget_settings.diagnostics.settings : setting.name => setting.value }
}
