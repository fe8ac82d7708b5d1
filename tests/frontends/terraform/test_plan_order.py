"""What Terraform deploys before a trail, as a plan tells."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_configurations import plain
from test_plan_left_out import declared, refers
from test_plan_reading import change, plan, scope_of

TRAIL = "aws_cloudtrail.t"
POLICY = "aws_s3_bucket_policy.p"
CHANGES = (
    change(TRAIL, after={"name": "t"}, after_unknown={}),
    change(POLICY, after={"bucket": "logs"}, after_unknown={}),
)
LOCAL = "?a plan does not tell what local.b refers to (give its source with --plan-source)"
NO_CONFIGURATION = "?the plan has no configuration, which tells what waits for what"


def is_after(
    trail: dict[str, Any] | None,
    *others: dict[str, Any],
    changes: Any = CHANGES,
    address: str = POLICY,
    calls: dict[str, Any] | None = None,
    source: str = "",
) -> Any:
    """Return whether a planned trail comes after an address, in plain words."""
    sections: dict[str, Any] = {}
    if trail is not None:
        module = {"resources": [trail, declared(POLICY), *others], "module_calls": calls or {}}
        sections["configuration"] = {"root_module": module}
    scope = scope_of(plan(*changes, **sections), **({"main": source} if source else {}))
    assert scope is not None
    order = scope.deployments[0].model.trails[0].order
    assert order is not None
    return plain(order.is_after(address))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, False),
        ({"depends_on": [POLICY]}, True),
        ({"depends_on": ["aws_s3_bucket_policy.other"]}, False),
        ({"expressions": {"s3_bucket_name": refers(f"{POLICY}.bucket")}}, True),
        ({"expressions": {"event_selector": [{"read_write_type": refers(f"{POLICY}.id")}]}}, True),
        ({"count_expression": refers(f"{POLICY}.id")}, True),
        ({"for_each_expression": refers(f"{POLICY}.id")}, True),
        ({"expressions": {"s3_bucket_name": refers("aws_s3_bucket.logs.id")}}, False),
        ({"expressions": {"s3_bucket_name": {"references": ["local.b"]}}}, LOCAL),
        (
            {
                "expressions": {"s3_bucket_name": {"references": ["local.b"]}},
                "depends_on": [POLICY],
            },
            True,
        ),
    ],
)
def test_a_planned_trail_comes_after_what_is_listed(parts: dict[str, Any], expected: Any) -> None:
    """References of every expression, and `depends_on`; locals are not told."""
    assert expected == is_after(declared(TRAIL, **parts))


def test_what_lies_between_hands_the_order_on() -> None:
    """Resources and data sources of any type."""
    between = (
        declared("null_resource.n", expressions={"a": refers("data.x_y.z.id")}),
        declared("data.x_y.z", depends_on=[POLICY]),
    )

    assert is_after(declared(TRAIL, depends_on=["null_resource.n"]), *between) is True


@pytest.mark.parametrize(
    ("output", "reference", "expected"),
    [
        ({"expression": refers(f"{POLICY}.bucket")}, ["module.m.b", "module.m"], True),
        ({"expression": {}, "depends_on": [POLICY]}, ["module.m.b", "module.m"], True),
        ({"expression": {}}, ["module.m.b", "module.m"], False),
        ({"expression": {}}, ["module.m"], True),
    ],
)
def test_an_output_hands_on_what_it_waits_for(
    output: dict[str, Any], reference: list[str], expected: bool
) -> None:
    """Beside an output the plan lists its module, which is not waited for."""
    inner = {"resources": [declared(POLICY)], "outputs": {"b": output}}
    changes = (
        CHANGES[0],
        change(
            f"module.m.{POLICY}",
            module_address="module.m",
            after={"bucket": "logs"},
            after_unknown={},
        ),
    )
    trail = declared(TRAIL, expressions={"s3_bucket_name": {"references": reference}})

    found = is_after(
        trail, changes=changes, address=f"module.m.{POLICY}", calls={"m": {"module": inner}}
    )

    assert expected is found


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({}, False),
        ({"depends_on": [POLICY]}, True),
        ({"count_expression": refers(f"{POLICY}.id")}, True),
        ({"expressions": {"bucket": refers(f"{POLICY}.bucket")}}, True),
        ({"expressions": {"other": refers(f"{POLICY}.bucket")}}, False),
    ],
)
def test_a_trail_in_a_module_comes_after_what_its_call_waits_for(
    call: dict[str, Any], expected: bool
) -> None:
    """What repeats a call or stands in its `depends_on` goes before all in the module."""
    inner = declared(TRAIL, expressions={"s3_bucket_name": refers("var.bucket")})
    changes = (
        change(
            f"module.m.{TRAIL}", module_address="module.m", after={"name": "t"}, after_unknown={}
        ),
        CHANGES[1],
    )
    calls = {"m": {"module": {"resources": [inner]}, **call}}

    assert expected is is_after(declared("null_resource.n"), changes=changes, calls=calls)


def test_a_plan_without_its_configuration_tells_no_order() -> None:
    """Nothing is claimed."""
    assert NO_CONFIGURATION == is_after(None)


def test_the_source_beside_a_plan_tells_of_locals() -> None:
    """What the plan leaves open, the source knows."""
    source = (
        'resource "aws_cloudtrail" "t" {\n  name = "t"\n  depends_on = [null_resource.n]\n}\n'
        'resource "aws_s3_bucket_policy" "p" {\n  bucket = "logs"\n}\n'
        'resource "null_resource" "n" {\n  triggers = local.b\n}\n'
        "locals {\n  b = aws_s3_bucket_policy.p.id\n}\n"
    )
    trail = declared(TRAIL, depends_on=["null_resource.n"])
    between = declared("null_resource.n", expressions={"triggers": {"references": ["local.b"]}})

    assert LOCAL == is_after(trail, between)
    assert is_after(trail, between, source=source) is True
