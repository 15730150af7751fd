data "proget_projects" "applications" {
  type = "application"
}

output "applications" {
  value = data.proget_projects.applications.names
}
