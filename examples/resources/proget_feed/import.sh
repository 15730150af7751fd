# The id is the feed's name.
terraform import proget_feed.approved nuget-approved
