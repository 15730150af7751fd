import {
  to = proget_user.joe
  id = "joe"
}
