"""What guards a trail, in a plan: attachments by references, recorders by their status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_plan_reading import plan

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

DENIAL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*"}],
    }
)
POLICY = {"name": "guard", "type": "SERVICE_CONTROL_POLICY", "content": DENIAL}
RULE = {
    "name": "trail",
    "source": [{"owner": "AWS", "source_identifier": "MULTI_REGION_CLOUD_TRAIL_ENABLED"}],
}


def created(address: str, after: dict[str, Any], *computed: str) -> dict[str, Any]:
    """Return a change that creates a resource, of which the apply tells the rest."""
    type_, _, name = address.partition(".")
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        "change": {
            "actions": ["create"],
            "before": None,
            "after": after,
            "after_unknown": dict.fromkeys(computed, True),
        },
    }


def written(address: str, **expressions: Any) -> dict[str, Any]:
    """Return a resource of the configuration."""
    type_, _, name = address.partition(".")
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_config_key": "aws",
        "expressions": expressions,
        "schema_version": 0,
    }


def constant(value: Any) -> dict[str, Any]:
    return {"constant_value": value}


def refers(*addresses: str) -> dict[str, Any]:
    return {"references": list(addresses)}


GUARD, ATTACHMENT = "aws_organizations_policy.guard", "aws_organizations_policy_attachment.guard"
POLICIES = [
    created(GUARD, POLICY, "id", "arn"),
    created(ATTACHMENT, {"target_id": "r-abcd"}, "id", "policy_id"),
]
WRITTEN = [
    written(GUARD, **{name: constant(value) for name, value in POLICY.items()}),
    written(ATTACHMENT, policy_id=refers(f"{GUARD}.id", GUARD), target_id=constant("r-abcd")),
]
RECORDER = "aws_config_configuration_recorder.main"
STATUS = "aws_config_configuration_recorder_status.main"


def verdict(rule: str, folder: Path, changes: list[Any], resources: list[Any]) -> Verdict | None:
    """Return what a rule says of the account of a plan."""
    text = plan(*changes, configuration={"root_module": {"resources": resources}})
    (folder / "plan.json").write_text(text, encoding="utf-8")
    report = check([folder], Options(selected=(rule,)), root=folder)
    return next((one.verdict for one in report.outcomes if one.rule.id == rule), None)


@pytest.mark.parametrize(
    ("number", "expected"), [(2, Verdict.PASS), (1, Verdict.UNKNOWN)], ids=["attached", "loose"]
)
def test_an_attachment_is_joined_by_its_reference(
    number: int, expected: Verdict, tmp_path: Path
) -> None:
    """The policy's id is known after the apply, and the same wherever it is referred to."""
    judged = verdict("CT501", tmp_path, POLICIES[:number], WRITTEN[:number])

    assert expected is judged


@pytest.mark.parametrize(("is_enabled", "expected"), [(True, Verdict.PASS), (False, Verdict.FAIL)])
def test_a_recorder_is_on_where_its_status_says_so(
    is_enabled: bool, expected: Verdict, tmp_path: Path
) -> None:
    """The recorder's name is in the plan, even where nobody writes it."""
    status = {"name": "default", "is_enabled": is_enabled}
    changes = [
        created("aws_config_config_rule.trail", RULE, "id"),
        created(RECORDER, {"name": "default", "role_arn": "arn:aws:iam::111122223333:role/c"}),
        created(STATUS, status, "id"),
    ]
    resources = [
        written("aws_config_config_rule.trail"),
        written(RECORDER, role_arn=constant("arn:aws:iam::111122223333:role/c")),
        written(STATUS, name=refers(f"{RECORDER}.name", RECORDER), is_enabled=constant(is_enabled)),
    ]

    assert expected is verdict("CT502", tmp_path, changes, resources)
