resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = aws_s3_bucket.logs.id
  is_multi_region_trail      = true
  enable_log_file_validation = false # iacguard:ignore=CT201 owner=audit exp=2027-01-31 reason=switched on with the new account
}

# iacguard:ignore=CT209 owner=team-security exp=2027-03-31 reason=the bucket is rebuilt nightly
resource "aws_s3_bucket" "logs" {
  bucket = "example-trail-logs"
}
