import {
  to = proget_group_member.kim
  id = "group:Developers/user:kim"
}
