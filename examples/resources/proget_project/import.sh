# The id is the project's name.
terraform import proget_project.shop shop
