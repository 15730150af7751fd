data "proget_storage_types" "installed" {}

output "storage_types" {
  value = { for type in data.proget_storage_types.installed.types : type.id => sort(keys(type.properties)) }
}
