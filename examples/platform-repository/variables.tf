variable "release" {
  type        = string
  description = "The release of ProGet that this environment is meant to run, such as 2026."
}

variable "teams" {
  type = map(object({
    feed_types   = set(string)
    name         = optional(string)
    former_names = optional(set(string), [])
    contact      = optional(string)
  }))
  description = "The teams by a key that never changes."
}

variable "deletion_policy" {
  type        = string
  default     = "deactivate"
  description = "What becomes of the feeds of a team that is removed."
}
