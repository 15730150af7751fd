variable "name" {
  type        = string
  description = "What the names of the feeds begin with: NAME-unapproved and NAME-approved."
}

variable "feed_type" {
  type        = string
  description = "Type of the packages, such as nuget, npm or pypi."
}

variable "gallery" {
  type = object({
    name     = string
    url      = string
    filters  = optional(list(string))
    username = optional(string)
  })
  description = "The gallery that packages are drawn from: the name of its connector, its URL, which packages to draw (all, unless filters say otherwise), and who asks."
}

variable "password" {
  type        = string
  default     = null
  ephemeral   = true
  description = "The password for the gallery. Neither plan nor state holds it."
}

variable "password_version" {
  type        = number
  default     = null
  description = "Goes with password: add one to send it again."
}

variable "keep_cached_days" {
  type        = number
  default     = 90
  description = "For how many days after the last use a package from the gallery is kept."

  validation {
    condition     = var.keep_cached_days >= 1
    error_message = "Keep packages for a day at least: a rule of 0 days would delete what was cached just now."
  }
}

variable "retention_rules_enabled" {
  type        = bool
  default     = true
  description = "Whether retention runs. Set it to null before ProGet 2023.25, which does not have the switch."
}
