# The id is the name of the setting. What it was before is then not known.
terraform import proget_setting.base_url Web.BaseUrl
