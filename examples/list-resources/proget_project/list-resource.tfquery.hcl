# In a file that ends in .tfquery.hcl, for terraform query.
list "proget_project" "applications" {
  provider = proget

  config {
    type = "application"
  }
}
