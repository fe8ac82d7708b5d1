"""Plans of some resources only, which do not say so."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_configurations import plain
from test_plan_reading import change, noted, plan, scope_of

from iacguard.frontends.protocol import Scope

BUCKET = change("aws_s3_bucket.logs", after={"bucket": "audit-logs"}, after_unknown={"id": True})


def refers(*names: str) -> dict[str, Any]:
    """Return an expression as a plan's configuration writes it."""
    return {"references": [each for name in names for each in (name, name.rpartition(".")[0])]}


def declared(address: str, **parts: Any) -> dict[str, Any]:
    """Return a resource of the configuration."""
    expressions = parts.pop("expressions", {})
    return {"address": address, "mode": "managed", "expressions": expressions, **parts}


LOGS = declared("aws_s3_bucket.logs")
POLICY = {"bucket": refers("aws_s3_bucket.logs.id"), "policy": {}}
LEFT_OUT = declared("aws_s3_bucket_policy.logs", expressions=POLICY)


def scope_with(
    *resources: dict[str, Any],
    calls: dict[str, Any] | None = None,
    changes: tuple[dict[str, Any], ...] = (BUCKET,),
    source: str = "",
    **sections: Any,
) -> Scope:
    """Return the scope of a plan whose configuration declares these resources."""
    module = {"resources": [LOGS, *resources], "module_calls": calls or {}}
    text = plan(*changes, configuration={"root_module": module}, **sections)
    scope = scope_of(text, **({"main": source} if source else {}))
    assert scope is not None
    return scope


def unread(scope: Scope) -> dict[str, list[Any] | None]:
    """Return the names of what was not read, with the texts that each is given."""
    return {
        one.name: None
        if one.given is None
        else sorted({text for value in one.given if isinstance(text := plain(value), str)})
        for one in scope.deployments[0].model.unread
    }


def test_what_is_left_out_may_configure_what_it_refers_to() -> None:
    """The plan has neither a change of it nor a state."""
    scope = scope_with(LEFT_OUT)

    (one,) = scope.deployments[0].model.unread
    assert "it is not in the plan" == one.reason
    assert not one.declares
    assert one.given is not None
    assert "audit-logs" in (unread(scope)["aws_s3_bucket_policy.logs"] or [])
    (note,) = scope.diagnostics
    assert "aws_s3_bucket_policy.logs is declared but not in the plan" == note.summary
    assert (
        "The plan covers only some resources, as with `-target`; what the others "
        "configure is unknown."
    ) == note.detail


@pytest.mark.parametrize("address", ["aws_cloudtrail.main", "aws_cloudwatch_metric_alarm.root"])
def test_what_is_left_out_may_be_what_seems_to_be_missing(address: str) -> None:
    """A trail that is declared is not missing."""
    (one,) = scope_with(declared(address)).deployments[0].model.unread

    assert (address, True) == (one.name, one.declares)


def test_a_plan_that_says_that_it_is_complete_leaves_nothing_out() -> None:
    """Terraform 1.8 and newer say so."""
    assert {} == unread(scope_with(LEFT_OUT, complete=True))


def test_what_has_no_instances_is_not_left_out() -> None:
    """Nobody knows whether an open count is zero, unless something else is left out."""
    none = declared("aws_sns_topic.none", count_expression={"constant_value": 0})
    counted = declared("aws_sns_topic.some", count_expression=refers("var.count"))
    repeated = declared("aws_sns_topic.each", for_each_expression=refers("local.topics"))

    assert {} == unread(scope_with(none, counted, repeated))
    assert ["aws_s3_bucket_policy.logs", "aws_sns_topic.each", "aws_sns_topic.some"] == list(
        unread(scope_with(none, counted, repeated, LEFT_OUT))
    )


def test_the_source_tells_whether_there_are_instances() -> None:
    """With the values that the plan was made with."""
    counted = declared("aws_sns_topic.some", count_expression=refers("var.number"))
    source = """
variable "number" {
  default = 0
}
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
resource "aws_sns_topic" "some" {
  count = var.number
}
"""

    without = scope_with(counted, source=source)
    given = scope_with(counted, source=source, variables={"number": {"value": 1}})

    assert {} == unread(without)
    assert ["aws_sns_topic.some"] == list(unread(given))


def test_a_resource_of_a_module_is_left_out_of_it() -> None:
    """A module that is counted is there where any of it is."""
    resources = [declared("aws_sns_topic.one"), declared("aws_sns_topic.two")]
    once = {"module": {"resources": resources}}
    counted = {**once, "count_expression": refers("var.enabled")}
    none = {**once, "count_expression": {"constant_value": 0}}
    one = change("module.topics[0].aws_sns_topic.one", after={}, module_address="module.topics[0]")

    assert ["module.topics.aws_sns_topic.one", "module.topics.aws_sns_topic.two"] == list(
        unread(scope_with(calls={"topics": once}))
    )
    assert {} == unread(scope_with(calls={"topics": counted}))
    assert {} == unread(scope_with(calls={"topics": none}))
    assert ["module.topics.aws_sns_topic.two"] == list(
        unread(scope_with(calls={"topics": counted}, changes=(BUCKET, one)))
    )


@pytest.mark.parametrize("name", ["", ".", "topics.", "topics[0]", "a.module.b"])
def test_a_call_with_the_name_of_none_is_passed_over(name: str) -> None:
    """Nothing leads from a module to itself."""
    module = {"resources": [declared("aws_sns_topic.one")]}
    calls = {name: {"module": module}, "topics": {"module": module}}

    assert ["module.topics.aws_sns_topic.one"] == list(unread(scope_with(calls=calls)))


@pytest.mark.parametrize("name", ["var.bucket", "local.bucket", "module.a.id", "each.value"])
def test_what_refers_to_something_open_may_configure_anything(name: str) -> None:
    """The plan does not tell what it is."""
    open_ = declared("aws_s3_bucket_policy.logs", expressions={"bucket": refers(name)})

    assert {"aws_s3_bucket_policy.logs": None} == unread(scope_with(open_))


def test_what_names_a_resource_may_configure_it() -> None:
    """Whom a policy names is no matter."""
    written = {
        "bucket": {"constant_value": "audit-logs"},
        "policy": refers("aws_s3_bucket.other.arn", "var.open"),
    }
    policy = declared("aws_s3_bucket_policy.logs", expressions=written)

    assert {"aws_s3_bucket_policy.logs": ["audit-logs"]} == unread(scope_with(policy))


@pytest.mark.parametrize(
    "told",
    [
        change("aws_s3_bucket_policy.logs", actions=["no-op"], after={"bucket": "b"}),
        change("aws_s3_bucket_policy.logs", actions=["delete"], after=None),
    ],
)
def test_what_has_a_change_is_not_left_out(told: dict[str, Any]) -> None:
    """What is deleted is told of, too."""
    assert {} == unread(scope_with(LEFT_OUT, changes=(BUCKET, told)))


def state(**parts: Any) -> dict[str, Any]:
    """Return a prior state with the bucket's policy."""
    resource = {
        "address": "aws_s3_bucket_policy.logs",
        "mode": "managed",
        "type": "aws_s3_bucket_policy",
        "name": "logs",
        "values": {"bucket": "audit-logs", "policy": "{}"},
        **parts,
    }
    return {"values": {"root_module": {"resources": [resource]}}}


def attached(scope: Scope) -> list[str]:
    """Return the policies that are attached to the bucket."""
    (bucket,) = scope.deployments[0].model.buckets
    return [policy.address for policy in bucket.policies]


def test_what_is_deployed_and_has_no_change_stays() -> None:
    """A plan of some resources leaves the others as they are."""
    scope = scope_with(LEFT_OUT, prior_state=state())

    assert [] == noted(scope)
    assert ["aws_s3_bucket_policy.logs"] == attached(scope)


def test_what_was_moved_or_is_deposed_is_not_there_twice() -> None:
    """Its state goes by its former address, or by a key of its own."""
    moved = {
        **change("aws_s3_bucket_policy.new", actions=["no-op"], after={"bucket": "audit-logs"}),
        "previous_address": "aws_s3_bucket_policy.logs",
    }

    new = declared("aws_s3_bucket_policy.new", expressions=POLICY)
    assert [] == attached(scope_with(new, changes=(BUCKET, moved), prior_state=state()))
    assert [] == attached(scope_with(prior_state=state(deposed_key="01234567")))


def test_a_plan_that_ended_in_an_error_does_not_say_what_stays() -> None:
    """It is not known what was not planned any more."""
    scope = scope_with(LEFT_OUT, prior_state=state(), errored=True)

    assert ["part of the plan"] == attached(scope)
    assert {"part of the plan": None} == unread(scope)
