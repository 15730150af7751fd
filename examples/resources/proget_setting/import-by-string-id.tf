import {
  to = proget_setting.base_url
  id = "Web.BaseUrl"
}
