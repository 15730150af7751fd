variable "s3_access_key" {
  type      = string
  sensitive = true
  default   = "" # so that the example can be tried
}

variable "s3_secret_access_key" {
  type      = string
  sensitive = true
  default   = ""
}

# A feed whose packages are in Amazon S3. The state holds the keys: encrypt it.
# Setting or changing the store moves no files.
resource "proget_feed" "cloud" {
  name      = "cloud"
  feed_type = "nuget"

  package_store = <<-XML
    <Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem Assembly="AWS">
      <Properties AccessKey="${var.s3_access_key}" SecretAccessKey="${var.s3_secret_access_key}"
        BucketName="example-packages" TargetPath="nuget" RegionEndpoint="eu-central-1"
        ReducedRedundancy="False" MakePublic="False" Encrypted="True" CustomServiceUrl="" />
    </Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem>
  XML
}
