list "proget_permission" "administer" {
  provider = proget

  config {
    task = "Administer"
  }
}
