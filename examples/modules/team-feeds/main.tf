locals {
  # Each feed is known by the team's key and the type, which stay when a name changes.
  feeds = merge([
    for key, team in var.teams : {
      for type in team.feed_types : "${key}/${type}" => {
        type    = type
        name    = "${coalesce(team.name, key)}-${type}"
        former  = [for name in team.former_names : "${name}-${type}"]
        contact = team.contact
      }
    }
  ]...)
}

resource "proget_feed" "team" {
  for_each = local.feeds

  name            = each.value.name
  feed_type       = each.value.type
  alternate_names = length(each.value.former) > 0 ? each.value.former : null
  description     = each.value.contact == null ? null : "Ask ${each.value.contact}."
  connectors      = try(var.connectors[each.value.type], null)
  deletion_policy = var.deletion_policy
}
