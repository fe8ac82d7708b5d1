"""Fixtures that all tests of the Terraform front end share."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform, evaluated


@pytest.fixture
def terraform() -> Terraform:
    """Evaluate a configuration: one text, or texts by path."""
    return evaluated
