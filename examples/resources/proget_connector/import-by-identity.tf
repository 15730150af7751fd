import {
  to = proget_connector.nuget_org
  identity = {
    name = "nuget.org"
  }
}
