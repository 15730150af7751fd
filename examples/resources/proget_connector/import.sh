# The id is the connector's name.
terraform import proget_connector.nuget_org nuget.org
