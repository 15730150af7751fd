list "proget_group_member" "developers" {
  provider = proget

  config {
    group = "Developers"
  }
}
