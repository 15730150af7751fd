data "proget_group" "administrators" {
  name = "Administrators"
}

output "administrators" {
  value = data.proget_group.administrators.users
}
