# Runs against a fake ProGet, without a server or a network:
# fakeproget -- terraform test

# Feeds are deleted whatever they hold, so that the end works for every type and version.
provider "proget" {
  feed_deletion_policy = "delete"
}

variables {
  name      = "npm"
  feed_type = "npm"
  gallery = {
    name     = "npmjs"
    url      = "https://npm.example.com/"
    username = "proget"
  }

  # Given in every run: terraform test has no defaults for ephemeral variables.
  password         = "not-a-real-one"
  password_version = 1
}

run "only_the_unapproved_feed_draws_from_the_gallery" {
  assert {
    condition     = proget_feed.unapproved.connectors == tolist(["npmjs"])
    error_message = "The unapproved feed draws from the gallery."
  }
  assert {
    condition     = proget_feed.approved.connectors == null
    error_message = "Nothing gets into the approved feed by itself."
  }
  assert {
    condition     = output.approved.name == "npm-approved" && strcontains(output.approved.url, "/npm-approved")
    error_message = "The output says where builds find what is approved."
  }
}

run "retention_only_deletes_what_comes_again" {
  assert {
    condition     = alltrue([for rule in proget_feed.unapproved.retention_rule : rule.delete_cached && rule.keep_used_within_days == 90])
    error_message = "Retention deletes nothing but what is cached and unused for 90 days."
  }
  assert {
    condition     = length(proget_feed.unapproved.retention_rule) == 1 && proget_feed.unapproved.retention_rules_enabled
    error_message = "There is one rule, and it runs."
  }
  assert {
    condition     = length(proget_feed.approved.retention_rule) == 0
    error_message = "What is approved stays."
  }
}

run "filters_keep_their_order" {
  variables {
    gallery = {
      name     = "npmjs"
      url      = "https://npm.example.com/"
      filters  = ["@example/*", "!@example/private-*"]
      username = "proget"
    }
  }

  assert {
    condition     = proget_connector.gallery.filters == tolist(["@example/*", "!@example/private-*"])
    error_message = "The filters are as they are written."
  }
  assert {
    condition     = proget_connector.gallery.username == "proget" && proget_connector.gallery.password == null
    error_message = "The user is known, and the password is not in the state."
  }
}

run "no_days_are_refused" {
  command = plan

  variables {
    keep_cached_days = 0
  }

  expect_failures = [var.keep_cached_days]
}
