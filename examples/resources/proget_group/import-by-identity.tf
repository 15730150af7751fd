import {
  to = proget_group.developers
  identity = {
    name = "Developers"
  }
}
