"""What the names of Terraform's files end in, OpenTofu's among them."""

from __future__ import annotations

CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
"""Files of a module."""

TOFU = (".tofu", ".tofu.json")
"""Files that only OpenTofu reads."""

VARIABLES = (".tfvars", ".tfvars.json")
"""Files that give variables their values."""

TERRAFORM = (*CONFIGURATION, *VARIABLES)

DOWNLOADS = ".terraform"
"""The directory beside a root into which modules and providers are downloaded."""
