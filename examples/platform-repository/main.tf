# Says so in every plan if the server is not of the release that was tested.
data "proget_server" "this" {}

check "release" {
  assert {
    condition     = startswith(data.proget_server.this.release, var.release)
    error_message = "ProGet is ${data.proget_server.this.release}, and this environment is meant for ${var.release}."
  }
}

# What everybody may draw from, and what is approved.
module "nuget" {
  source = "../modules/proxied-gallery"

  name      = "nuget"
  feed_type = "nuget"
  gallery = {
    name = "nuget.org"
    url  = "https://api.nuget.org/v3/index.json"
  }
}

# The feeds of the teams. Those of NuGet packages draw from what is public.
module "teams" {
  source = "../modules/team-feeds"

  teams           = var.teams
  connectors      = { nuget = [module.nuget.connector] }
  deletion_policy = var.deletion_policy
}

output "feeds" {
  value = module.teams.feeds
}
