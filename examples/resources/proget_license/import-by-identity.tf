import {
  to = proget_license.example
  identity = {
    code = "EXAMPLE-1.0"
  }
}
