data "proget_server" "this" {}

locals {
  # Old versions do not tell all of it.
  proget_parts = {
    database = data.proget_server.this.database_status
    license  = data.proget_server.this.license_status
    service  = data.proget_server.this.service_status
  }
}

check "proget_is_well" {
  assert {
    condition     = data.proget_server.this.healthy
    error_message = "ProGet ${data.proget_server.this.release} is not well: ${jsonencode(local.proget_parts)}."
  }
}
