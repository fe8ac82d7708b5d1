"""What a plan's parts mean: actions, unknown values, modules, places."""

from __future__ import annotations

import json
from typing import Any

from plan_models import plan_scope
from terraform_configurations import TextFiles

from iacguard.core.value import Absent, Known, Origin, Unknown
from iacguard.frontends.protocol import Scope
from iacguard.model.trail import Trail

TRAIL = {"name": "main", "s3_bucket_name": "logs"}


def change(address: str = "aws_cloudtrail.main", **parts: Any) -> dict[str, Any]:
    """Return a resource change that creates a trail, or what the parts say."""
    kind = address.rpartition("module.")[2].split(".")[-2] if "." in address else address
    given = {"actions": ["create"], "before": None, "after": TRAIL, "after_unknown": {}}
    outside = {
        name: parts.pop(name) for name in ("mode", "deposed", "module_address") if name in parts
    }
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": address.split(".")[-1],
        **outside,
        "change": {**given, **parts},
    }


def plan(*changes: dict[str, Any], **sections: Any) -> str:
    """Return the text of a plan."""
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {}},
        "resource_changes": list(changes),
        **sections,
    }
    return json.dumps({name: part for name, part in whole.items() if part is not None}, indent=1)


def scope_of(text: str, **beside: str) -> Scope | None:
    """Return the scope of a plan, with files beside it by their name without `.tf`."""
    texts = {f"{name}.tf": source for name, source in beside.items()}
    return plan_scope(TextFiles({"plan.json": text, **texts}))


def only_source(reference: str) -> str:
    """Return why a value is unknown that is made of something in a way that no plan tells."""
    told = "(name the plan's source with --plan-source)"
    return f"its value is known only after apply and depends on {reference} {told}"


def trails(text: str, **beside: str) -> tuple[Trail, ...]:
    """Return the trails of a plan that is read without a complaint."""
    scope = scope_of(text, **beside)
    assert scope is not None
    assert () == scope.diagnostics
    return scope.deployments[0].model.trails


def noted(scope: Scope) -> list[str]:
    """Return what is said of a plan, on a line each."""
    return [
        f"{each.rule} {each.level.value} {each.subject.path}:{each.subject.start.line}"
        f" {each.summary}"
        for each in scope.diagnostics
    ]


def addresses(text: str) -> list[str]:
    """Return the addresses of a plan's trails."""
    return [trail.address for trail in trails(text)]


def places(value: Known[Any] | Absent | Unknown) -> list[str]:
    """Return the way to a value."""
    return [
        f"{hop.span.path}:{hop.span.start.line}:{hop.span.start.column} {hop.label}".rstrip()
        for hop in value.provenance
    ]


def configuration(**written: Any) -> dict[str, Any]:
    """Return a configuration that writes these arguments of the trail."""
    resource = {"address": "aws_cloudtrail.main", "expressions": written}
    return {"root_module": {"resources": [resource]}}


def test_actions_tell_what_exists_after_apply() -> None:
    """Created, changed, replaced and kept resources exist; deleted and forgotten ones do not."""
    actions = {
        "created": ["create"],
        "changed": ["update"],
        "kept": ["no-op"],
        "replaced": ["delete", "create"],
        "replaced_first": ["create", "delete"],
        "recreated": ["create", "forget"],
        "deleted": ["delete"],
        "forgotten": ["forget"],
    }
    changes = [
        change(
            f"aws_cloudtrail.{name}",
            actions=each,
            after=None if name in ("deleted", "forgotten") else TRAIL,
        )
        for name, each in actions.items()
    ]

    found = addresses(plan(*changes))

    names = ["changed", "created", "kept", "recreated", "replaced", "replaced_first"]
    assert [f"aws_cloudtrail.{name}" for name in names] == found


def test_what_is_deposed_is_on_its_way_out() -> None:
    """The object that a replacement left behind is no resource of its own."""
    old = change(actions=["delete"], deposed="0a1b2c3d", after=None)

    assert ["aws_cloudtrail.main"] == addresses(plan(change(), old))


def test_data_sources_are_no_resources() -> None:
    """A read during apply declares nothing."""
    read = change("data.aws_cloudtrail.other", mode="data", actions=["read"])

    assert ["aws_cloudtrail.main"] == addresses(plan(change(), read))


def test_resources_without_a_change_are_read_from_the_planned_values() -> None:
    """A plan that lists changes only still knows what stays, in modules as well."""
    kept = {"mode": "managed", "type": "aws_cloudtrail", "name": "kept", "values": TRAIL}
    values = {
        "root_module": {
            "resources": [{"address": "aws_cloudtrail.kept", **kept}],
            "child_modules": [
                {
                    "address": "module.a",
                    "resources": [{"address": "module.a.aws_cloudtrail.kept", **kept}],
                    "child_modules": [
                        {
                            "address": 'module.a.module.b["x"]',
                            "resources": [
                                {"address": 'module.a.module.b["x"].aws_cloudtrail.kept', **kept}
                            ],
                        }
                    ],
                }
            ],
        }
    }

    found = addresses(plan(change(), planned_values=values))

    assert [
        "aws_cloudtrail.kept",
        "aws_cloudtrail.main",
        "module.a.aws_cloudtrail.kept",
        'module.a.module.b["x"].aws_cloudtrail.kept',
    ] == found


def test_the_prior_state_stands_in_for_missing_planned_values() -> None:
    """Without planned values, what was there and is not deleted stays."""
    kept = {"mode": "managed", "type": "aws_cloudtrail", "values": TRAIL}
    resources = [
        {"address": f"aws_cloudtrail.{name}", "name": name, **kept} for name in ("gone", "kept")
    ]
    state = {"format_version": "1.0", "values": {"root_module": {"resources": resources}}}
    gone = change("aws_cloudtrail.gone", actions=["delete"], after=None)

    found = addresses(plan(gone, planned_values=None, prior_state=state))

    assert ["aws_cloudtrail.kept"] == found


def test_instances_keep_the_addresses_of_the_plan() -> None:
    """Keys of instances may hold dots, quotes and brackets."""
    awkward = 'module.m["a.b]\\"c"].aws_cloudtrail.main[0]'
    written = change(awkward, module_address='module.m["a.b]\\"c"]')
    written["type"] = "aws_cloudtrail"

    assert [awkward] == addresses(plan(written))


def test_open_tofu_writes_the_same_format() -> None:
    """Its version is a text like any other, and older formats are the same."""
    for version in ("0.2", "1.0", "1.1", "1.2"):
        text = plan(change(), format_version=version, terraform_version="1.10.0-tofu")
        assert ["aws_cloudtrail.main"] == addresses(text)


def test_a_value_is_known_at_its_place_in_the_plan() -> None:
    """Without the source, the plan's own line is the place."""
    (trail,) = trails(plan(change(after={**TRAIL, "is_multi_region_trail": False})))

    assert isinstance(trail.is_multi_region, Known)
    assert trail.is_multi_region.value is False
    assert ["plan.json:21:31"] == places(trail.is_multi_region)
    assert ("plan.json", 9) == (trail.span.path, trail.span.start.line)


def test_what_only_the_apply_tells_is_unknown() -> None:
    """An attribute that is known after apply has no value, and says so."""
    (trail,) = trails(
        plan(
            change(after_unknown={"is_multi_region_trail": True, "id": True}),
            configuration=configuration(
                name={"constant_value": "main"}, is_multi_region_trail={"references": ["var.x"]}
            ),
        )
    )

    assert isinstance(trail.is_multi_region, Unknown)
    assert only_source("var.x") == trail.is_multi_region.reason


def test_what_nobody_writes_and_only_the_apply_tells_is_absent() -> None:
    """Terraform does not know what the provider computes; the code leaves it out."""
    unknown = change(after_unknown={"kms_key_id": True})

    (trail,) = trails(plan(unknown, configuration=configuration(name={"constant_value": "main"})))

    assert isinstance(trail.kms_key, Absent)


def test_unknown_parts_of_nested_blocks_leave_the_rest_known() -> None:
    """The selectors are two; of the second one the type is open."""
    selectors = [{"read_write_type": "WriteOnly", "data_resource": []}, {}]
    (trail,) = trails(
        plan(
            change(
                after={**TRAIL, "event_selector": selectors},
                after_unknown={"event_selector": [{}, {"read_write_type": True}]},
            )
        )
    )

    assert isinstance(trail.event_selectors, Known)
    first, second = trail.event_selectors.value
    assert isinstance(first.read_write_type, Known)
    assert "WriteOnly" == first.read_write_type.value
    assert isinstance(second.read_write_type, Unknown)


def test_an_empty_list_of_blocks_is_no_block() -> None:
    """Plans write every nested block, as an empty list where there is none."""
    (trail,) = trails(plan(change(after={**TRAIL, "event_selector": [], "insight_selector": []})))

    assert isinstance(trail.event_selectors, Absent)
    assert isinstance(trail.insight_selectors, Absent)


def test_an_unknown_list_of_blocks_is_unknown() -> None:
    """A dynamic block over something unknown is not in the configuration of a plan."""
    (trail,) = trails(
        plan(
            change(after_unknown={"event_selector": True}),
            configuration=configuration(name={"constant_value": "main"}),
        )
    )

    assert isinstance(trail.event_selectors, Unknown)


def test_null_is_absent_and_an_unwritten_value_is_a_default() -> None:
    """The provider's own choice is told from what somebody wrote."""
    after = {**TRAIL, "kms_key_id": None, "enable_logging": True, "s3_key_prefix": ""}
    (trail,) = trails(
        plan(change(after=after), configuration=configuration(name={"constant_value": "main"}))
    )

    assert isinstance(trail.kms_key, Absent)
    assert isinstance(trail.key_prefix, Absent)
    assert isinstance(trail.is_logging, Known)
    assert Origin.DEFAULT is trail.is_logging.origin


def test_a_sensitive_value_is_judged_like_any_other() -> None:
    """It points to its resource, so that no report quotes the line that it stands in."""
    (trail,) = trails(
        plan(
            change(
                after={**TRAIL, "is_multi_region_trail": False},
                after_sensitive={"is_multi_region_trail": True},
            )
        )
    )

    assert isinstance(trail.is_multi_region, Known)
    assert trail.is_multi_region.value is False
    assert [(trail.span, True)] == [
        (hop.span, hop.is_sensitive) for hop in trail.is_multi_region.provenance
    ]


def test_an_unknown_name_leads_to_the_resource_that_it_refers_to() -> None:
    """The reference tells which bucket, through a module's output and its input."""
    bucket = change(
        "module.storage.aws_s3_bucket.logs",
        after={"bucket": "audit-logs"},
        after_unknown={"id": True},
        module_address="module.storage",
    )
    trail = change(
        "module.trail.aws_cloudtrail.main",
        after={"name": "main"},
        after_unknown={"s3_bucket_name": True},
        module_address="module.trail",
    )
    calls = {
        "storage": {
            "module": {
                "outputs": {
                    "id": {
                        "expression": {
                            "references": ["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"]
                        }
                    }
                }
            }
        },
        "trail": {
            "expressions": {"bucket": {"references": ["module.storage.id", "module.storage"]}},
            "module": {
                "resources": [
                    {
                        "address": "aws_cloudtrail.main",
                        "expressions": {"s3_bucket_name": {"references": ["var.bucket"]}},
                    }
                ]
            },
        },
    }

    (found,) = trails(plan(bucket, trail, configuration={"root_module": {"module_calls": calls}}))

    assert isinstance(found.bucket, Known)
    assert "audit-logs" == found.bucket.value


def test_references_that_run_in_circles_lead_nowhere() -> None:
    """Outputs that are each other's value are no reason to wait."""
    written = change(after={"name": "main"}, after_unknown={"s3_bucket_name": True})
    outputs = {"x": {"expression": {"references": ["module.m.x", "module.m"]}}}
    modules: dict[str, Any] = {"outputs": outputs}
    modules["module_calls"] = {"m": {"module": {"outputs": outputs, "module_calls": {}}}}
    modules["resources"] = [
        {
            "address": "aws_cloudtrail.main",
            "expressions": {"s3_bucket_name": {"references": ["module.m.x", "module.m"]}},
        }
    ]

    (found,) = trails(plan(written, configuration={"root_module": modules}))

    assert isinstance(found.bucket, Unknown)
    assert only_source("module.m.x") == found.bucket.reason


def test_a_removed_satellite_no_longer_shows_in_its_entity() -> None:
    """The bucket's attribute still shows the policy that this plan deletes."""
    bucket = change("aws_s3_bucket.logs", actions=["no-op"], after={"bucket": "b", "policy": "{}"})
    gone = change(
        "aws_s3_bucket_policy.logs", actions=["delete"], before={"bucket": "b"}, after=None
    )
    written = {"address": "aws_s3_bucket.logs", "expressions": {"bucket": {"references": []}}}
    text = plan(bucket, gone, configuration={"root_module": {"resources": [written]}})

    scope = scope_of(text)

    assert scope is not None
    assert () == scope.deployments[0].model.buckets[0].policies


def test_places_are_those_of_the_source_beside_the_plan() -> None:
    """The attribute where it is written, then the way to the literal, then the plan."""
    source = """variable "everywhere" {
  default = false
}
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "logs"
  is_multi_region_trail = var.everywhere
}
"""
    after = {**TRAIL, "is_multi_region_trail": False, "enable_logging": False}

    (trail,) = trails(plan(change(after=after)), main=source)

    assert ("main.tf", 4) == (trail.span.path, trail.span.start.line)
    assert [
        "main.tf:7:27",
        "main.tf:2:13 default of var.everywhere",
        "plan.json:21:31 value in the plan",
    ] == places(trail.is_multi_region)
    assert ["main.tf:4:1", "plan.json:22:24 value in the plan"] == places(trail.is_logging)


def test_variables_have_the_values_that_the_plan_was_made_with() -> None:
    """A value given on Terraform's command line is in no file but the plan."""
    source = """variable "suffix" {
  default = ":*"
}
variable "arn" {}
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "logs"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}${var.suffix}"
}
"""
    unknown = change(after_unknown={"cloud_watch_logs_group_arn": True})

    (trail,) = trails(plan(unknown, variables={"suffix": {"value": ":stream"}}), main=source)

    assert isinstance(trail.log_group_arn, Unknown)
    assert ":log-group:trail:stream" == trail.log_group_arn.parts[-1]


def test_a_source_that_was_changed_since_only_gives_places() -> None:
    """What the changed source says is not what was planned."""
    source = """resource "aws_cloudtrail" "main" {
  name           = "renamed"
  s3_bucket_name = "logs"
  kms_key_id     = "alias/new"
}
"""
    unknown = change(after_unknown={"kms_key_id": True})

    scope = scope_of(plan(unknown), main=source)

    assert scope is not None
    (trail,) = scope.deployments[0].model.trails
    assert ["IG002 note plan.json:9 aws_cloudtrail.main is different in the source"] == noted(scope)
    assert isinstance(trail.name, Known)
    assert "main" == trail.name.value
    assert isinstance(trail.kms_key, Unknown)
    assert ["main.tf:4:20", "plan.json:9:15 value in the plan"] == places(trail.kms_key)


def test_the_account_of_the_caller_is_the_account_of_the_plan() -> None:
    """A plan knows who makes it, which the source does not."""
    identity = {
        "address": "data.aws_caller_identity.current",
        "mode": "data",
        "type": "aws_caller_identity",
        "name": "current",
        "values": {"account_id": "111122223333"},
    }
    state = {"values": {"root_module": {"resources": [identity]}}}
    provider = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}}
    resources = [
        {"address": address, "provider_config_key": "aws"}
        for address in ("aws_cloudtrail.main", "data.aws_caller_identity.current")
    ]
    written = {"provider_config": provider, "root_module": {"resources": resources}}

    (trail,) = trails(plan(change(), prior_state=state, configuration=written))

    assert isinstance(trail.arn, Known)
    assert "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main" == trail.arn.value
