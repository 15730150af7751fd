import {
  to = proget_task.read
  identity = {
    name = "Read Packages"
  }
}
