# The id is the group's name.
terraform import proget_group.developers 'Developers'
