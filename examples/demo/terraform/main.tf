# An account that looks audited: there is a trail, a log group and a role. iacguard says what is
# missing before it is deployed.

module "trail" {
  source = "./modules/trail"

  name           = "account"
  bucket         = "example-audit-logs"
  retention_days = 90
}
