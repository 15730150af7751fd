# Runs against a fake ProGet, without a server or a network:
# fakeproget -- terraform test

# Feeds are deleted whatever they hold, so that the end works for every type and version.
provider "proget" {
  feed_deletion_policy = "delete"
}

variables {
  feeds = {
    libraries = { feed_type = "nuget", keep_package_ids = ["Example.Core"] }
    images    = { feed_type = "docker" }
  }
}

run "the_same_rules_everywhere" {
  assert {
    condition     = proget_feed.this["libraries"].retention_rule[0].delete_cached && proget_feed.this["images"].retention_rule[0].delete_cached
    error_message = "What is cached goes in every feed."
  }
  assert {
    condition     = proget_feed.this["libraries"].retention_rule[1].delete_prerelease_versions && proget_feed.this["libraries"].retention_rule[1].keep_versions_count == 5
    error_message = "Old prereleases go, and five stay."
  }
  assert {
    condition     = length(proget_feed.this["images"].retention_rule) == 1
    error_message = "Images know no prereleases."
  }
}

run "no_rule_deletes_releases" {
  assert {
    condition = alltrue(flatten([
      for feed in proget_feed.this : [
        for rule in feed.retention_rule : coalesce(rule.delete_cached, false) || coalesce(rule.delete_prerelease_versions, false)
      ]
    ]))
    error_message = "Each rule is about nothing but what is cached, or prereleases."
  }
  assert {
    condition     = alltrue([for rule in proget_feed.this["libraries"].retention_rule : rule.keep_package_ids == toset(["Example.Core"])])
    error_message = "No rule touches what is to be kept."
  }
}

run "another_policy_changes_all_feeds" {
  variables {
    keep_cached_days = 7
  }

  assert {
    condition     = alltrue([for feed in proget_feed.this : feed.retention_rule[0].keep_used_within_days == 7])
    error_message = "All feeds follow."
  }
}

run "no_prereleases_at_all_are_refused" {
  command = plan

  variables {
    keep_prereleases = 0
  }

  expect_failures = [var.keep_prereleases]
}
