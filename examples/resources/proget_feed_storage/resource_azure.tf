# In Azure Blob Storage. The connection string is in neither plan nor state.
variable "connection_string" {
  type      = string
  ephemeral = true
  default   = "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=c2VjcmV0" # so that the example can be tried
}

resource "proget_feed_storage" "azure" {
  feed = "nuget-approved"

  azure {
    container_name       = "packages"
    target_path          = "nuget-approved"
    connection_string_wo = var.connection_string
  }

  secrets_wo_version = 1 # add one to send the connection string again

  lifecycle {
    create_before_destroy = true
  }
}
