import {
  to = proget_group_member.kim
  identity = {
    group = "Developers"
    user  = "kim"
  }
}
