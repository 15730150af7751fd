resource "proget_group" "developers" {
  name = "Developers"
}

resource "proget_user" "jane" {
  name = "jane"
}

resource "proget_group_member" "jane" {
  group = proget_group.developers.name
  user  = proget_user.jane.name
}

# One of a directory such as LDAP: nothing checks that it exists.
resource "proget_group_member" "kim" {
  group = proget_group.developers.name
  user  = "kim"
}
