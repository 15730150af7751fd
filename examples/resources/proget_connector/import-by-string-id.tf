import {
  to = proget_connector.nuget_org
  id = "nuget.org"
}
