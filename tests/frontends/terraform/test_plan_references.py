"""What is followed from a plan's references, and where only the source could tell more."""

from __future__ import annotations

from typing import Any

from test_plan_reading import TRAIL, change, only_source, plan, scope_of, trails

from iacguard.core.value import Absent, Known, Unknown, Value
from iacguard.frontends.protocol import Scope

BUCKET = change("aws_s3_bucket.logs", after={"bucket": "logs"}, after_unknown={"arn": True})


def refers(*names: str) -> dict[str, Any]:
    """Return how a plan's configuration writes an expression that refers to names."""
    return {"references": list(names)}


def to(address: str, name: str) -> dict[str, Any]:
    """Return how it writes a reference to an attribute."""
    return refers(f"{address}.{name}", address)


def written(**resources: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration of resources by `type__name`, with what each writes."""
    found = [
        {"address": name.replace("__", "."), "expressions": expressions}
        for name, expressions in resources.items()
    ]
    return {"configuration": {"root_module": {"resources": found}}}


def unknown(address: str, *names: str, **after: Any) -> dict[str, Any]:
    """Return a change whose named attributes are known only after apply."""
    return change(address, after=after, after_unknown=dict.fromkeys(names, True))


def document(
    name: str, statement: dict[str, Any], marks: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """Return the read of a policy document with one statement."""
    return change(
        f"data.aws_iam_policy_document.{name}",
        mode="data",
        actions=["read"],
        after={"statement": [statement], **more},
        after_unknown={"json": True, "statement": [marks]},
    )


def model(text: str) -> Any:
    """Return the model of a plan."""
    scope = scope_of(text)
    assert isinstance(scope, Scope)
    assert () == scope.diagnostics
    return scope.deployments[0].model


def plain(value: Value[Any] | None) -> Any:
    """Return a value with an ellipsis for what is not known."""
    match value:
        case Known(value=tuple() as elements):
            return [plain(element) for element in elements]
        case Known(value=dict() as members):
            return {name: plain(member) for name, member in members.items()}
        case Known():
            return value.value
        case Unknown(parts=parts):
            return "".join(part if isinstance(part, str) else "…" for part in parts) or "…"
        case Absent() | None:
            return None


def policy_of_bucket(*documents: dict[str, Any], **expressions: dict[str, Any]) -> Any:
    """Return the policy of a bucket that is made of the document `logs`."""
    attached = unknown("aws_s3_bucket_policy.logs", "policy", bucket="logs")
    data = {f"data__aws_iam_policy_document__{name}": each for name, each in expressions.items()}
    configuration = written(
        aws_s3_bucket__logs={"bucket": {"constant_value": "logs"}},
        aws_s3_bucket_policy__logs={
            "bucket": to("aws_s3_bucket.logs", "id"),
            "policy": to("data.aws_iam_policy_document.logs", "json"),
        },
        **data,
    )
    (policy,) = model(plan(BUCKET, attached, *documents, **configuration)).buckets[0].policies
    return policy.document


STATEMENT = {
    "actions": ["s3:PutObject"],
    "condition": [
        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [None]},
        {"test": "ArnLike", "variable": "aws:SourceArn", "values": [None]},
    ],
    "effect": None,
    "principals": [{"type": "Service", "identifiers": ["cloudtrail.amazonaws.com"]}],
    "resources": [None],
}
MARKS = {"condition": [{"values": [True]}, {"values": [True]}], "resources": [True]}


def test_a_document_that_is_read_during_apply_says_what_the_plan_knows() -> None:
    """Actions, principals and keys of conditions are known; an ARN is known as it begins."""
    conditions = [
        {
            "test": {"constant_value": "ArnLike"},
            "variable": {"constant_value": "aws:SourceArn"},
            "values": to("aws_cloudtrail.main", "arn"),
        },
        {
            "test": {"constant_value": "StringEquals"},
            "variable": {"constant_value": "aws:SourceAccount"},
            "values": refers("local.account"),
        },
    ]
    block = {"resources": to("aws_s3_bucket.logs", "arn"), "condition": conditions}

    policy = policy_of_bucket(
        document("logs", STATEMENT, MARKS), change(), logs={"statement": [block]}
    )

    assert isinstance(policy, Unknown)
    assert policy.encodes is not None
    assert {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Action": "s3:PutObject",
                "Condition": {
                    "ArnLike": {"aws:SourceArn": ["arn:…:cloudtrail:…:…:trail/main"]},
                    "StringEquals": {"aws:SourceAccount": ["…"]},
                },
                "Effect": "Allow",
                "Principal": {"Service": "cloudtrail.amazonaws.com"},
                "Resource": "arn:…:s3:::logs…",
                "Sid": "",
            }
        ],
    } == plain(policy.encodes)


def test_documents_that_are_made_of_each_other_end() -> None:
    """A plan that says so was made by hand."""
    around = {"source_policy_documents": to("data.aws_iam_policy_document.logs", "json")}
    ring = document("logs", STATEMENT, MARKS, source_policy_documents=[None])
    ring["change"]["after_unknown"]["source_policy_documents"] = [True]

    policy = policy_of_bucket(ring, logs=around)

    assert isinstance(policy, Unknown)
    assert policy.encodes is not None


def test_a_document_deeper_than_any_policy_is_not_rendered() -> None:
    """What it says is unknown, and everything else is judged."""
    deep: Any = []
    for _ in range(150):
        deep = [deep]

    policy = policy_of_bucket(document("logs", {**STATEMENT, "actions": deep}, MARKS), logs={})

    assert isinstance(policy, Unknown)
    assert policy.encodes is None
    assert only_source("data.aws_iam_policy_document.logs.json") == policy.reason


def bucket_of(*changes: dict[str, Any], **expressions: dict[str, Any]) -> str | None:
    """Return what is known of the name of a trail's bucket, or why nothing is."""
    trail = unknown("aws_cloudtrail.main", "s3_bucket_name", name="main")
    (found,) = trails(plan(trail, *changes, **written(**expressions)))
    told: str | None = plain(found.bucket)
    return found.bucket.reason if told == "…" and isinstance(found.bucket, Unknown) else told


def test_a_splat_over_one_instance_means_that_one() -> None:
    """Of several, a plan does not tell which one is meant."""
    splat = {"s3_bucket_name": refers("aws_s3_bucket.logs")}
    one, two = (
        unknown(f"aws_s3_bucket.logs[{index}]", "id", bucket=f"logs-{index}") for index in (0, 1)
    )

    assert "logs-0" == bucket_of(one, aws_cloudtrail__main=splat)
    told = bucket_of(one, two, aws_cloudtrail__main=splat)
    assert only_source("aws_s3_bucket.logs") == told


def test_what_the_plan_knows_makes_no_value_unknown() -> None:
    """A name alone is the whole value; beside a known text it may be a part of it."""
    name = to("aws_s3_bucket.logs", "id")["references"]

    assert "logs" == bucket_of(BUCKET, aws_cloudtrail__main={"s3_bucket_name": refers(*name)})
    beside = {"s3_bucket_name": refers("each.key", *name)}
    assert only_source("aws_s3_bucket.logs.id") == bucket_of(BUCKET, aws_cloudtrail__main=beside)


def test_a_bucket_that_others_are_named_after_is_not_certainly_meant() -> None:
    """`"${aws_s3_bucket.logs.id}-copy"` refers to the first bucket and names the second."""
    copy = unknown("aws_s3_bucket.copy", "bucket")
    name = to("aws_s3_bucket.logs", "id")
    told = bucket_of(
        BUCKET,
        copy,
        aws_cloudtrail__main={"s3_bucket_name": name},
        aws_s3_bucket__copy={"bucket": name},
    )

    assert only_source("aws_s3_bucket.logs.id") == told


def test_the_end_of_a_log_groups_arn_is_left_open() -> None:
    """Which group is named is certain, and whether `:*` stands behind its ARN is not."""
    group = unknown("aws_cloudwatch_log_group.trail", "arn", name="trail")
    trail = unknown("aws_cloudtrail.main", "cloud_watch_logs_group_arn", **TRAIL)
    arn = to("aws_cloudwatch_log_group.trail", "arn")

    (found,) = trails(
        plan(group, trail, **written(aws_cloudtrail__main={"cloud_watch_logs_group_arn": arn}))
    )

    assert isinstance(found.log_group_arn, Unknown)
    assert "arn:…:logs:…:…:log-group:trail…" == plain(found.log_group_arn)
    assert only_source("aws_cloudwatch_log_group.trail.arn") == found.log_group_arn.reason


def test_beside_its_source_a_plan_says_why_as_the_source_does() -> None:
    """No reason asks for a source that is there."""
    source = """resource "aws_s3_bucket" "logs" {}
locals {
  made = uuid()
}
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = local.made
}
"""
    trail = unknown("aws_cloudtrail.main", "s3_bucket_name", name="main")
    expressions = {"s3_bucket_name": refers("local.made")}

    (found,) = trails(
        plan(
            unknown("aws_s3_bucket.logs", "id"),
            trail,
            **written(aws_s3_bucket__logs={}, aws_cloudtrail__main=expressions),
        ),
        main=source,
    )

    assert isinstance(found.bucket, Unknown)
    assert "the result of `uuid` is known only when it runs" == found.bucket.reason
