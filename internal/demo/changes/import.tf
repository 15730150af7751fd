import {
  to = proget_connector.by_hand
  id = "made-by-hand"
}
