"""The table of front ends."""

from __future__ import annotations

import pytest

from iacguard.core.limits import Limits
from iacguard.frontends.registry import (
    FRONTENDS,
    is_owned,
    most_bytes,
    row_of,
    stands_for_directory,
)

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


LIMITS = Limits(module_file_bytes=1, document_bytes=2, file_bytes=3)


@pytest.mark.parametrize(
    ("name", "most", "owned", "whole"),
    [
        ("a.tf", 1, True, True),
        ("a.tofu.json", 1, True, True),
        ("a.tfvars", 1, True, False),
        ("a.yaml", 2, False, False),
        ("a.YML", 2, False, False),
        ("a.template", 3, False, False),
        ("a.json", 3, False, False),
        ("policy.txt", 3, False, False),
    ],
)
def test_the_rows_answer_for_a_file_by_its_name(name: str, most: int, owned: bool, whole: bool):
    """How much of it is read, whether it is missed, and whether it stands for its directory."""
    assert most == most_bytes(name, LIMITS)
    assert owned is is_owned(name)
    assert whole is stands_for_directory(name)


def test_a_policy_beside_a_module_is_no_code_of_it():
    """A root may read files of any directory; a template is code whatever its name ends in."""
    names = ("a.tf", "a.tfvars", "a.json")

    assert [True, False, False] == [row_of("terraform").is_code(name) for name in names]
    assert [True, True, True] == [row_of("cloudformation").is_code(name) for name in names]
