import {
  to = proget_api_key.build
  id = "1000"
}
