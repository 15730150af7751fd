# Owns all members of the group.
resource "proget_group" "developers" {
  name  = "Developers"
  users = [proget_user.jane.name]
}

resource "proget_user" "jane" {
  name = "jane"
}

# Leaves the members to others, such as proget_group_member.
resource "proget_group" "operators" {
  name = "Operators"
}
