list "proget_user" "all" {
  provider = proget
}
