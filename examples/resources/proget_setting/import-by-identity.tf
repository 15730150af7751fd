import {
  to = proget_setting.base_url
  identity = {
    name = "Web.BaseUrl"
  }
}
