variable "feeds" {
  type = map(object({
    feed_type        = string
    description      = optional(string)
    connectors       = optional(list(string))
    keep_package_ids = optional(set(string), [])
  }))
  description = "The feeds by name: type, description, connectors, and the packages that no rule may touch."
}

variable "keep_cached_days" {
  type        = number
  default     = 90
  description = "For how many days after the last use a cached package is kept."
}

variable "keep_prereleases_days" {
  type        = number
  default     = 180
  description = "For how many days after the last use a prerelease is kept."
}

variable "keep_prereleases" {
  type        = number
  default     = 5
  description = "How many of the newest prereleases of each package are kept in any case."

  validation {
    condition     = var.keep_prereleases >= 1
    error_message = "Keep one prerelease at least: people may be at work with it."
  }
}

variable "retention_rules_enabled" {
  type        = bool
  default     = true
  description = "Whether retention runs. Set it to null before ProGet 2023.25, which does not have the switch."
}
