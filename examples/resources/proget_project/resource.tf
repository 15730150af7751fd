resource "proget_project" "shop" {
  name = "shop"
  type = "application"
  url  = "https://code.example.com/shop"
}
