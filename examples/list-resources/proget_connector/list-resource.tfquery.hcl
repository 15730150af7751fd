# In a file that ends in .tfquery.hcl, for terraform query.
list "proget_connector" "nuget" {
  provider = proget

  config {
    feed_type  = "nuget"
    name_regex = "^nuget"
  }
}
