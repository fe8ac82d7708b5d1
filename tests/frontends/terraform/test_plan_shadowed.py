"""Attributes of existing resources that other resources of a plan set, or do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_plan_reading import change, plan, scope_of

from iacguard.api import check
from iacguard.core.value import Known, Unknown
from iacguard.core.verdict import Verdict
from iacguard.model.bucket import Bucket
from iacguard.options import Options

PUBLIC = json.dumps(
    {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
            }
        ]
    }
)
LOGS = {"bucket": "logs", "id": "logs", "arn": "arn:aws:s3:::logs", "policy": PUBLIC}
TRAIL = {"name": "main", "s3_bucket_name": "logs"}
REASON = "aws_s3_bucket_policy.p may change it, and the plan shows only the value before"


def with_policy(**parts: Any) -> dict[str, Any]:
    """Return a change of a bucket policy."""
    return change("aws_s3_bucket_policy.p", **parts)


def planned(*changes: dict[str, Any], references: list[str] | None = None) -> str:
    """Return a plan that keeps a trail and its bucket, and makes these changes."""
    kept = [
        change("aws_cloudtrail.main", actions=["no-op"], after=TRAIL),
        change("aws_s3_bucket.logs", actions=["no-op"], before=LOGS, after=LOGS),
    ]
    bucket = {"references": references} if references else {"constant_value": "b"}
    resources = [
        {"address": "aws_cloudtrail.main", "expressions": {name: {} for name in TRAIL}},
        {"address": "aws_s3_bucket.logs", "expressions": {"bucket": {"constant_value": "logs"}}},
        {"address": "aws_s3_bucket.new", "expressions": {}},
        {"address": "random_id.r", "expressions": {}},
        {
            "address": "aws_s3_bucket_policy.p",
            "expressions": {"bucket": bucket, "policy": {"constant_value": "{}"}},
        },
    ]
    told = {each["address"] for each in (*kept, *changes)} | {"random_id.r"}
    declared = [each for each in resources if each["address"] in told]
    return plan(*kept, *changes, configuration={"root_module": {"resources": declared}})


def policies(text: str, **beside: str) -> list[str]:
    """Return the policies of the existing bucket, or why one is not known."""
    scope = scope_of(text, **beside)
    assert scope is not None
    assert () == scope.diagnostics
    bucket = next(b for b in scope.deployments[0].model.buckets if b.address.endswith(".logs"))
    return [shown(bucket, index) for index in range(len(bucket.policies))]


def shown(bucket: Bucket, index: int) -> str:
    """Return the text of a policy, or why it is not known."""
    match bucket.policies[index].document:
        case Known(value=text):
            return str(text)
        case Unknown(reason=reason):
            return reason
        case _:
            return "absent"


OTHER = {"bucket": "other", "policy": "{}"}
OWN = {"bucket": "logs", "policy": "{}"}
NEW = change("aws_s3_bucket.new", after={}, after_unknown={"bucket": True, "id": True})
OPEN = {"after": {"policy": "{}"}, "after_unknown": {"bucket": True, "id": True}}


@pytest.mark.parametrize(
    ("changes", "references", "found"),
    [
        ([], None, [PUBLIC]),
        ([with_policy(after=OTHER)], None, [PUBLIC]),
        ([with_policy(after=OWN)], None, ["{}"]),
        ([with_policy(actions=["no-op"], before=OTHER, after=OTHER)], None, [PUBLIC]),
        ([with_policy(actions=["no-op"], before=OWN, after=OWN)], None, ["{}"]),
        ([with_policy(actions=["delete"], before=OTHER, after=None)], None, [PUBLIC]),
        ([with_policy(actions=["delete"], before=OWN, after=None)], None, []),
        ([with_policy(actions=["delete"], before=None, after=None)], None, [REASON]),
        ([with_policy(actions=["forget"], before=OWN, after=None)], None, [PUBLIC]),
        ([with_policy(actions=["delete", "create"], before=OWN, after=OTHER)], None, []),
        ([with_policy(actions=["delete", "create"], before=OTHER, after=OWN)], None, ["{}"]),
        (
            [NEW, with_policy(**OPEN)],
            ["aws_s3_bucket.new.id", "aws_s3_bucket.new"],
            [PUBLIC],
        ),
    ],
)
def test_a_policy_shadows_that_of_its_own_bucket_only(
    changes: list[dict[str, Any]], references: list[str] | None, found: list[str]
) -> None:
    """Two buckets are two, and a policy that is forgotten stays."""
    assert found == policies(planned(*changes, references=references))


def test_a_policy_of_a_bucket_that_is_not_known_leaves_the_existing_one_open() -> None:
    """It is the policy of this bucket or of another one."""
    text = planned(with_policy(**OPEN), references=["random_id.r.hex", "random_id.r"])

    assert REASON in policies(text)


def test_the_doubt_stays_beside_a_source_that_does_not_write_the_policy() -> None:
    """The source has no policy to put in its place."""
    text = planned(with_policy(**OPEN), references=["random_id.r.hex", "random_id.r"])
    source = """
resource "random_id" "r" { byte_length = 4 }
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "logs"
}
resource "aws_s3_bucket" "logs" { bucket = "logs" }
resource "aws_s3_bucket_policy" "p" {
  bucket = random_id.r.hex
  policy = "{}"
}
"""

    assert REASON in policies(text, main=source)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        (with_policy(after=OTHER), Verdict.FAIL),
        (with_policy(after={**OWN, "policy": '{"Statement": []}'}), Verdict.PASS),
        (with_policy(**OPEN), Verdict.UNKNOWN),
    ],
)
def test_an_unrelated_policy_hides_no_public_bucket(
    tmp_path: Path, changed: dict[str, Any], verdict: Verdict
) -> None:
    """Only the policy that takes the place of a public one closes the bucket."""
    text = planned(changed, references=["random_id.r.hex", "random_id.r"])
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")

    report = check([tmp_path], Options(selected=("CT207",)), root=tmp_path)

    assert [("aws_s3_bucket.logs", verdict)] == [
        (one.subject, one.verdict) for one in report.outcomes
    ]


@pytest.mark.parametrize(
    ("role", "found"), [("logs", ["{}"]), ("other", ["{1}"]), (None, ["unknown", "{}"])]
)
def test_policies_of_roles_shadow_those_of_their_own_role(
    role: str | None, found: list[str]
) -> None:
    """The state shows every policy that a role has, whoever attached it."""
    inline = [{"name": "a", "policy": "{1}"}]
    own = {"name": "logs", "id": "logs", "inline_policy": inline}
    after = {"name": "a", "policy": "{}", **({} if role is None else {"role": role})}
    resources = [
        {"address": "aws_iam_role.logs", "expressions": {"name": {"constant_value": "logs"}}},
        {
            "address": "aws_iam_role_policy.p",
            "expressions": {name: {} for name in ("name", "policy", "role")},
        },
    ]
    text = plan(
        change("aws_iam_role.logs", actions=["no-op"], before=own, after=own),
        change("aws_iam_role_policy.p", after=after, after_unknown={"role": role is None}),
        configuration={"root_module": {"resources": resources}},
    )

    scope = scope_of(text)

    assert scope is not None
    (one,) = scope.deployments[0].model.roles
    assert found == [
        str(policy.document.value) if isinstance(policy.document, Known) else "unknown"
        for policy in one.policies
    ]
