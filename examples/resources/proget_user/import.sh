# The id is the user's name.
terraform import proget_user.joe joe
