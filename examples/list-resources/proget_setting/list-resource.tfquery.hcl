# In a file that ends in .tfquery.hcl, for terraform query.
list "proget_setting" "web" {
  provider = proget

  config {
    name_regex = "^Web\\."
  }
}
