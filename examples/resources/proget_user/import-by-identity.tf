import {
  to = proget_user.joe
  identity = {
    name = "joe"
  }
}
