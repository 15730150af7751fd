import {
  to = proget_project.shop
  identity = {
    name = "shop"
  }
}
