release = "2026"

teams = {
  payments = {
    feed_types = ["nuget", "npm"]
    contact    = "payments@example.com"
  }
  search = {
    feed_types   = ["pypi"]
    name         = "discovery" # once "search"
    former_names = ["search"]
  }
}
