# The id is the permission's number, or what it says, each part escaped as in a URL.
terraform import proget_permission.publish 'group:Developers/task:Publish%20Packages/feed:nuget-approved'
