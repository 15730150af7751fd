release         = "2026"
deletion_policy = "delete" # packages of staging are nobody's loss

teams = {
  payments = { feed_types = ["nuget", "npm"] }
}
