import {
  to = proget_group.developers
  id = "Developers"
}
