"""Whole configurations come out as Terraform 1.15 and the AWS provider 3.39 planned them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from terraform_configurations import Terraform

from iacguard.frontends.protocol import Inputs

RECORDED = json.loads((Path(__file__).parent / "goldens" / "plans.json").read_text())

FOLLOWS = {"s3_bucket_name"}
"""Set from the id of a bucket, which is its name; the provider plans it as unknown."""


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_written_is_what_is_planned(terraform: Terraform, name: str) -> None:
    """The same addresses, and for every written argument the planned value."""
    recorded = RECORDED[name]
    inputs = Inputs(
        variables=recorded["inputs"].get("variables", {}),
        variable_files=tuple(recorded["inputs"].get("variable_files", ())),
    )

    found = terraform(recorded["files"], inputs)

    planned = recorded["planned"]
    assert ([], sorted(planned)) == (found.problems, sorted(found.addresses))
    differences = [
        (address, *difference)
        for address in found.addresses
        for difference in compare(found.plain(address), planned[address], "")
    ]
    assert [] == differences


def compare(mine: Any, planned: Any, path: str) -> list[tuple[str, Any, Any]]:
    """Return where a value differs from the plan; what the plan adds is no difference."""
    if mine is None or mine == []:
        return [] if planned in (None, "", []) else [(path, mine, planned)]
    if isinstance(mine, dict) and isinstance(planned, list) and len(planned) == 1:
        # JSON syntax may write a single nested block without the brackets.
        planned = planned[0]
    if isinstance(mine, dict) and isinstance(planned, dict):
        return [
            difference
            for key, value in mine.items()
            for difference in compare(value, planned.get(key), f"{path}.{key}")
        ]
    if isinstance(mine, list) and isinstance(planned, list) and len(mine) == len(planned):
        return [
            difference
            for index, value in enumerate(mine)
            for difference in compare(value, planned[index], f"{path}[{index}]")
        ]
    if planned == "?" and (path.strip(".") in FOLLOWS or str(mine).startswith("?")):
        return []
    written = json.dumps(mine) if isinstance(planned, str) and not isinstance(mine, str) else mine
    if isinstance(planned, bool | int) and isinstance(mine, str):
        written = json.loads(mine)
    return [] if written == planned else [(path, mine, planned)]
