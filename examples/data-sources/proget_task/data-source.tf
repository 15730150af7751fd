data "proget_task" "publish" {
  name = "Publish Packages"
}

output "rights_to_publish" {
  value = data.proget_task.publish.attributes
}
