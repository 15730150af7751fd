# In a file that ends in .tfquery.hcl, for terraform query.
list "proget_license" "gpl" {
  provider = proget

  config {
    code_regex = "^GPL-"
  }
}
