# Runs against a fake ProGet, without a server or a network:
# fakeproget -- terraform test

provider "proget" {}

variables {
  deletion_policy = "delete"
  teams = {
    payments = { feed_types = ["nuget", "npm"], contact = "payments@example.com" }
    search   = { feed_types = ["pypi"] }
  }
}

run "a_feed_for_each_team_and_type" {
  assert {
    condition     = toset([for feed in output.feeds : feed.name]) == toset(["payments-nuget", "payments-npm", "search-pypi"])
    error_message = "Each team has a feed of each of its types."
  }
  assert {
    condition     = proget_feed.team["payments/npm"].feed_type == "npm" && proget_feed.team["payments/npm"].description == "Ask payments@example.com."
    error_message = "A feed has its type, and says whom to ask."
  }
  assert {
    condition     = proget_feed.team["search/pypi"].alternate_names == null
    error_message = "A team that had no other name has no alternate names."
  }
}

run "a_new_name_keeps_the_old_address" {
  variables {
    teams = {
      payments = { feed_types = ["nuget", "npm"], contact = "payments@example.com" }
      search   = { feed_types = ["pypi"], name = "discovery", former_names = ["search"] }
    }
  }

  assert {
    condition     = output.feeds["search/pypi"].name == "discovery-pypi"
    error_message = "The feed has the team's new name."
  }
  assert {
    condition     = proget_feed.team["search/pypi"].alternate_names == toset(["search-pypi"])
    error_message = "Clients still reach it by the old one."
  }
}

run "a_team_without_feeds_is_refused" {
  command = plan

  variables {
    teams = { idle = { feed_types = [] } }
  }

  expect_failures = [var.teams]
}
