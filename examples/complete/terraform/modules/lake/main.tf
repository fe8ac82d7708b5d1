# Holds the management events for questions in SQL. It delivers to nobody and replaces no trail.
resource "aws_cloudtrail_event_data_store" "this" {
  name                           = var.name
  multi_region_enabled           = true
  termination_protection_enabled = true
  kms_key_id                     = var.key_arn
  retention_period               = 2555

  advanced_event_selector {
    name = "All management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }
}
