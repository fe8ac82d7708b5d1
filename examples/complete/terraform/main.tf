data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region

  # The policies of the key, the bucket and the topic name the trail, and the trail names them: its
  # ARN is put together here, so that none has to wait for another.
  trail_arn     = "arn:${local.partition}:cloudtrail:${local.region}:${local.account}:trail/${var.name}"
  log_group     = "/audit/${var.name}"
  log_group_arn = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group}"
}

module "trail_key" {
  source = "./modules/key"

  name           = "${var.name}-trail"
  description    = "Encrypts the trail's log files and its log group"
  service_policy = data.aws_iam_policy_document.trail_key.json
}

module "lake_key" {
  source = "./modules/key"

  name           = "${var.name}-lake"
  description    = "Encrypts the event data store"
  service_policy = data.aws_iam_policy_document.lake_key.json
}

module "alarm_key" {
  source = "./modules/key"

  name           = "${var.name}-alarms"
  description    = "Encrypts what the alarms say on its way"
  service_policy = data.aws_iam_policy_document.alarm_key.json
}

module "storage" {
  source = "./modules/storage"

  name      = "${var.name}-logs-${local.account}-${local.region}"
  trail_arn = local.trail_arn
  key_arn   = module.trail_key.arn
}

module "trail" {
  source = "./modules/trail"

  name      = var.name
  trail_arn = local.trail_arn
  bucket    = module.storage.bucket
  key_arn   = module.trail_key.arn
  log_group = local.log_group
}

module "lake" {
  source = "./modules/lake"

  name    = var.name
  key_arn = module.lake_key.arn
}

module "detection" {
  source = "./modules/detection"

  name      = var.name
  log_group = module.trail.log_group
  key_id    = module.alarm_key.id
  contact   = var.security_contact
}

module "guardrails" {
  source = "./modules/guardrails"

  providers = {
    aws              = aws
    aws.organization = aws.organization
  }

  name       = var.name
  account    = local.account
  trail_arn  = local.trail_arn
  bucket_arn = module.storage.bucket_arn
  key_arn    = module.trail_key.arn
}
