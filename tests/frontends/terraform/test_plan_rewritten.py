"""Sources that refer to other names than was planned, or whose documents say something else."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_configurations import plain
from test_plan_reading import change, noted, plan, scope_of

from iacguard.core.value import Known, Unknown
from iacguard.frontends.protocol import Scope

SOURCE = """
data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [aws_s3_bucket.logs.arn]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}
resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs"
}
resource "aws_s3_bucket" "other" {
  bucket_prefix = "other"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}
"""

STATEMENT = {
    "actions": ["s3:ListBucket", "s3:GetBucketAcl"],
    "condition": [],
    "effect": None,
    "principals": [{"identifiers": ["cloudtrail.amazonaws.com"], "type": "Service"}],
    "resources": [None],
    "sid": None,
}


def refers(*names: str) -> dict[str, Any]:
    """Return an expression as a plan's configuration writes it."""
    listed = [each for name in names for each in (name, name.rpartition(".")[0])]
    return {"references": listed}


WRITTEN_STATEMENT = {
    "actions": {"constant_value": ["s3:GetBucketAcl", "s3:ListBucket"]},
    "principals": [
        {
            "identifiers": {"constant_value": ["cloudtrail.amazonaws.com"]},
            "type": {"constant_value": "Service"},
        }
    ],
    "resources": refers("aws_s3_bucket.logs.arn"),
}


def planned() -> str:
    """Return a plan of the source."""
    unknown = [{"actions": [False, False], "resources": [True], "principals": [{}]}]
    document = change(
        "data.aws_iam_policy_document.logs",
        mode="data",
        actions=["read"],
        after={"statement": [STATEMENT], "version": None},
        after_unknown={"id": True, "json": True, "statement": unknown},
    )
    document["type"] = "aws_iam_policy_document"
    buckets = [
        {
            **change(
                f"aws_s3_bucket.{name}",
                after={"bucket_prefix": name},
                after_unknown={"bucket": True, "arn": True, "id": True},
            ),
            "type": "aws_s3_bucket",
        }
        for name in ("logs", "other")
    ]
    policy = change(
        "aws_s3_bucket_policy.logs", after={}, after_unknown={"bucket": True, "policy": True}
    )
    policy["type"] = "aws_s3_bucket_policy"
    resources = [
        {
            "address": "data.aws_iam_policy_document.logs",
            "expressions": {"statement": [WRITTEN_STATEMENT]},
        },
        *(
            {
                "address": f"aws_s3_bucket.{name}",
                "expressions": {"bucket_prefix": {"constant_value": name}},
            }
            for name in ("logs", "other")
        ),
        {
            "address": "aws_s3_bucket_policy.logs",
            "expressions": {
                "bucket": refers("aws_s3_bucket.logs.id"),
                "policy": refers("data.aws_iam_policy_document.logs.json"),
            },
        },
    ]
    written = {"root_module": {"resources": resources}}
    return plan(document, *buckets, policy, configuration=written)


def scope_beside(source: str) -> Scope:
    """Return the scope of the plan beside a source."""
    scope = scope_of(planned(), main=source)
    assert scope is not None
    return scope


def policies(scope: Scope) -> dict[str, list[Any]]:
    """Return of each bucket what is certainly attached to it: the actions of each statement."""
    return {
        bucket.address: [
            [plain(statement)["Action"] for statement in statements_of(policy.document)]
            for policy in bucket.policies
            if isinstance(policy.exists, Known)
        ]
        for bucket in scope.deployments[0].model.buckets
    }


def statements_of(document: Any) -> tuple[Any, ...]:
    """Return the statements that a document encodes."""
    assert isinstance(document, (Known, Unknown))
    assert isinstance(document.encodes, Known)
    statements = document.encodes.value["Statement"]
    return statements.value if isinstance(statements.value, tuple) else (statements,)


AS_PLANNED = {
    "aws_s3_bucket.logs": [[["s3:ListBucket", "s3:GetBucketAcl"]]],
    "aws_s3_bucket.other": [],
}


def test_a_source_that_is_planned_is_not_told() -> None:
    """Sets have no order, and defaults are not written."""
    scope = scope_beside(SOURCE)

    assert [] == noted(scope)
    assert ["aws_s3_bucket.logs"] == [name for name, each in policies(scope).items() if each]


DOCUMENT = "data.aws_iam_policy_document.logs is different in the source"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"s3:ListBucket"', '"s3:PutObject"'),
        (', "s3:ListBucket"', ""),
        ("  statement {", '  statement {\n    sid = "Logs"'),
        ("  statement {", '  statement {\n    effect = "Deny"'),
        ("  statement {", '  statement {\n    actions = ["s3:*"]\n  }\n  statement {'),
        ("[aws_s3_bucket.logs.arn]", "[aws_s3_bucket.other.arn]"),
        ("[aws_s3_bucket.logs.arn]", '["*"]'),
        ('"cloudtrail.amazonaws.com"', '"config.amazonaws.com"'),
        ("    principals {", "    not_principals {"),
    ],
)
def test_a_document_that_says_something_else_is_judged_as_planned(old: str, new: str) -> None:
    """What the source says now is not what is deployed."""
    scope = scope_beside(SOURCE.replace(old, new, 1))

    assert [DOCUMENT] == [
        each.partition(" plan.json:")[2].partition(" ")[2] for each in noted(scope)
    ]
    assert AS_PLANNED == policies(scope)


def test_a_document_that_may_be_the_same_is_not_told() -> None:
    """Dynamic blocks over what is not known may make any statements."""
    dynamic = SOURCE.replace(
        "  statement {",
        '  dynamic "statement" {\n    for_each = aws_s3_bucket.logs.tags_all\n    content {\n'
        '      sid = "x"\n    }\n  }\n  statement {',
        1,
    )

    assert [] == noted(scope_beside(dynamic))


def test_a_resource_that_refers_to_another_is_judged_as_planned() -> None:
    """Neither name is known before apply; the plan tells which is meant."""
    source = SOURCE.replace("bucket = aws_s3_bucket.logs.id", "bucket = aws_s3_bucket.other.id")

    scope = scope_beside(source)

    told = "aws_s3_bucket_policy.logs is different in the source"
    assert [told] == [each.partition(" plan.json:")[2].partition(" ")[2] for each in noted(scope)]
    assert AS_PLANNED == policies(scope)
