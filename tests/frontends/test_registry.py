"""The table of front ends."""

from __future__ import annotations

import pytest

from iacguard.frontends.registry import FRONTENDS

NAMES = [
    "a.tf",
    "a.tofu",
    "a.tf.json",
    "a.tofu.json",
    "a.tfvars",
    "a.tfvars.json",
    "a.auto.tfvars",
    "a.json",
    "a.JSON",
    "a.yaml",
    "a.YML",
    "a.template",
    "a.cfn",
    "a.cform",
    "a.cloudformation",
    "a.md",
    "json",
]


@pytest.mark.parametrize("row", FRONTENDS, ids=lambda row: row.name)
def test_a_front_end_is_loaded_for_every_name_that_it_claims(row):
    """What a front end would read does not hang on whether another file made it load."""
    frontend = row.load()

    claimed = {name for name in NAMES if frontend.claims_name(name)}

    assert claimed <= {name for name in NAMES if row.may_claim(name)}
    assert claimed
