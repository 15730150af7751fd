data "proget_groups" "all" {}

output "group_names" {
  value = data.proget_groups.all.names
}
