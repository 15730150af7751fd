# The id has both names, each escaped as in a URL.
terraform import proget_group_member.kim 'group:Developers/user:kim'
