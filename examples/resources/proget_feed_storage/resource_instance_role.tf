# In Amazon S3 without any secret: the EC2 instance that ProGet runs on has a role
# that may use the bucket.
resource "proget_feed_storage" "role" {
  feed = "nuget-approved"

  s3 {
    bucket_name          = "example-packages"
    region_endpoint      = "eu-central-1"
    target_path          = "nuget-approved"
    use_instance_profile = true
    instance_role        = "proget"
  }

  lifecycle {
    create_before_destroy = true
  }
}
