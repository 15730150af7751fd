# The id is the key's number. The key itself is not imported: ProGet does not reveal it.
terraform import proget_api_key.build 1000
