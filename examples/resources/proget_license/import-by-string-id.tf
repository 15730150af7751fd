import {
  to = proget_license.example
  id = "EXAMPLE-1.0"
}
