# Who may administer ProGet, for an audit.
data "proget_permissions" "administer" {
  task = "Administer"
}

output "administrators" {
  value = [for p in data.proget_permissions.administer.permissions : coalesce(p.group, p.user) if !p.deny]
}
