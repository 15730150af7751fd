# The id is the feed's name. ProGet does not reveal secrets, and every change of a
# storage sends all its properties: give the write-only members before the first.
terraform import proget_feed_storage.archive nuget-archive
