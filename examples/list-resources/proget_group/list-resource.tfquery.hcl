list "proget_group" "all" {
  provider = proget
}
