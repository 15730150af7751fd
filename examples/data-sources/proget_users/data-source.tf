# Users who are in no group.
data "proget_users" "all" {}

output "users_without_groups" {
  value = [for user in data.proget_users.all.users : user.name if try(length(user.groups), 0) == 0]
}
