# In a file that ends in .tfquery.hcl, for terraform query.
list "proget_feed_storage" "nuget" {
  provider = proget

  config {
    feed_regex = "^nuget"
  }
}
