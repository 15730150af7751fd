# The id is the feed's name. Secrets are sent with the next change.
terraform import proget_feed_storage.approved nuget-approved
