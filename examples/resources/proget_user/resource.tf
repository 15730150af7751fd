variable "jane_password" {
  description = "The first password of a user. It is never kept in plan or state."
  type        = string
  ephemeral   = true
  default     = "change me" # so that the example can be tried
}

resource "proget_user" "jane" {
  name                = "jane"
  display_name        = "Jane Doe"
  email               = "jane@example.com"
  password_wo         = var.jane_password
  password_wo_version = 1 # add one to send the password again
}

# Somebody else gives this user a password.
resource "proget_user" "joe" {
  name         = "joe"
  display_name = "Joe Public"
  email        = "joe@example.com"
}
