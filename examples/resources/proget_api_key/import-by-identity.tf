import {
  to = proget_api_key.build
  identity = {
    id = "1000"
  }
}
