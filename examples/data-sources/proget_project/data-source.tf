data "proget_project" "shop" {
  name = "shop"
}

output "shop_url" {
  value = data.proget_project.shop.url
}
