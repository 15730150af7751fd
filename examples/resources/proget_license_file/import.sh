# The id is the SHA-256 of the text.
terraform import proget_license_file.acme f81cb323b1af30106735d45695e16e0f6be4084593b63ff574180ad08ee8b20e
