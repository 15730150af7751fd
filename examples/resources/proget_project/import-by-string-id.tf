import {
  to = proget_project.shop
  id = "shop"
}
