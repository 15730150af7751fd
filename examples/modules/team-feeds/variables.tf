variable "teams" {
  type = map(object({
    feed_types   = set(string)
    name         = optional(string)
    former_names = optional(set(string), [])
    contact      = optional(string)
  }))
  description = "The teams, each by a key that never changes: the types of their feeds, their name if it is not the key, the names they had (under which clients still reach the feeds), and whom to ask."

  validation {
    condition     = alltrue([for team in values(var.teams) : length(team.feed_types) > 0])
    error_message = "Each team has one type of feed at least."
  }
}

variable "connectors" {
  type        = map(list(string))
  default     = {}
  description = "Names of the connectors that all feeds of a type draw from, by type."
}

variable "deletion_policy" {
  type        = string
  default     = "deactivate"
  description = "What becomes of the feeds of a team that is removed: deactivate, delete_if_empty or delete."
}
