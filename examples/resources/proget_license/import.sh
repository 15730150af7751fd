# The id is the license's code.
terraform import proget_license.example EXAMPLE-1.0
