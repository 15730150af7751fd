list "proget_api_key" "feeds" {
  provider = proget

  config {
    type = "feed"
  }
}
