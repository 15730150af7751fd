import {
  to = proget_task.read
  id = "Read Packages"
}
