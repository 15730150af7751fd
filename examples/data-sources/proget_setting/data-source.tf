data "proget_setting" "base_url" {
  name = "Web.BaseUrl"
}

output "base_url" {
  value = data.proget_setting.base_url.value
}
