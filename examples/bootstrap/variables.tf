variable "url" {
  description = "Address at which Terraform reaches ProGet."
  type        = string
}

variable "base_url" {
  description = "Address at which people and build servers reach ProGet."
  type        = string
}

variable "product_license" {
  description = "License key of ProGet. It is in neither plan nor state."
  type        = string
  ephemeral   = true
}

variable "secret_version" {
  description = "Any number, to be changed with the license key or the key of the bucket."
  type        = number
  default     = 1
}

variable "bucket" {
  description = "Where the files of the feeds are."
  type = object({
    name       = string
    region     = string
    access_key = string
  })
}

variable "bucket_secret" {
  description = "Secret of the bucket's access key. It is in neither plan nor state."
  type        = string
  ephemeral   = true
}

variable "teams" {
  description = "Teams, each of which gets a feed, a group that publishes to it, and a key for its builds."
  type        = set(string)
}
