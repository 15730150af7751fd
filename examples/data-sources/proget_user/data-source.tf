data "proget_user" "admin" {
  name = "Admin"
}

output "groups_of_admin" {
  value = data.proget_user.admin.groups
}
