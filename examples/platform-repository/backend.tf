# Any backend that locks and encrypts will do. The key of the state is given by
# the pipeline, one for each environment.
terraform {
  backend "s3" {
    bucket       = "example-terraform-state"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
