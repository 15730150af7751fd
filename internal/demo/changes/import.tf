import {
  to = proget_feed.by_hand
  id = "made-by-hand"
}
