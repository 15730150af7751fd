import {
  to = proget_feed.by_hand
  id = "made-by-hand"

  provider = proget # while there is no resource block
}
