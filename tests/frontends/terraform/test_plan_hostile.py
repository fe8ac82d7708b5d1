"""Plans that are cut off, of a wrong shape, or made to hurt: a diagnostic each, never a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plan_models import PLANS, plan_scope
from terraform_configurations import TextFiles

from iacguard.core.limits import Limits
from iacguard.frontends.protocol import FrontendRequest, Scope
from iacguard.frontends.terraform.plan.frontend import TerraformPlanFrontend

CANARY = {
    "address": "aws_cloudtrail.canary",
    "mode": "managed",
    "type": "aws_cloudtrail",
    "name": "canary",
    "change": {"actions": ["create"], "after": {"name": "canary"}, "after_unknown": {}},
}


def plan(**sections: Any) -> str:
    """Return the text of a plan with the canary, on one line."""
    return json.dumps({"format_version": "1.2", "resource_changes": [CANARY], **sections})


def scope_of(text: str) -> Scope | None:
    """Return the scope of a plan's text."""
    return plan_scope(TextFiles({"plan.json": text}))


def told(text: str) -> tuple[list[str], list[str]]:
    """Return what is said of a plan and the trails that are judged all the same."""
    scope = scope_of(text)
    assert scope is not None
    said = [
        f"{d.rule} {d.level.value} {d.summary}"
        for d in scope.diagnostics
        if d.rule in ("IG001", "IG002")
    ]
    return said, [t.address for each in scope.deployments for t in each.model.trails]


WRONG = {
    "a version of another shape": (
        plan(format_version=1),
        ["IG001 error `format_version` is not a version"],
        [],
    ),
    "a version to come": (
        plan(format_version="2.0"),
        ["IG001 error plan format 2.0 is not known"],
        [],
    ),
    "a version of another time": (
        plan(format_version="0.1"),
        ["IG001 error plan format 0.1 is not known"],
        [],
    ),
    "a minor version to come": (
        plan(format_version="1.9"),
        ["IG002 note plan format 1.9 is not known"],
        ["aws_cloudtrail.canary"],
    ),
    "Terraform's version is a number": (
        plan(terraform_version=1),
        ["IG002 note `terraform_version` is not a text"],
        ["aws_cloudtrail.canary"],
    ),
    "changes are no list": (
        plan(resource_changes={"type": "aws_cloudtrail"}),
        ["IG001 error `resource_changes` is not a list"],
        [],
    ),
    "a change is no object": (
        plan(resource_changes=[CANARY, ['"type": "aws_cloudtrail"'], None, 7]),
        [],
        ["aws_cloudtrail.canary"],
    ),
    "a change has no change": (
        plan(resource_changes=[{"address": "a", "type": "aws_cloudtrail"}, CANARY]),
        ["IG001 error `change` is not an object"],
        ["aws_cloudtrail.canary"],
    ),
    "actions are a word": (
        plan(resource_changes=[{**CANARY, "change": {"actions": "create"}}]),
        ["IG001 error `actions` is not a list of actions"],
        [],
    ),
    "nothing after a creation": (
        plan(resource_changes=[{**CANARY, "change": {"actions": ["create"], "after": None}}]),
        ["IG001 error `after` is not an object"],
        [],
    ),
    "an address is a number": (
        plan(resource_changes=[{**CANARY, "address": 7}]),
        ["IG001 error `address` is not a text"],
        [],
    ),
    "an address without end": (
        plan(resource_changes=[{**CANARY, "address": 'module.a["' * 10_000}, CANARY]),
        ["IG001 error `address` is longer than 4096 characters"],
        ["aws_cloudtrail.canary"],
    ),
    "sections of a wrong shape": (
        plan(planned_values=[], prior_state="x", configuration=7, variables=[]),
        [
            "IG001 error `prior_state` is not an object",
            "IG001 error `planned_values` is not an object",
            "IG001 error `configuration` is not an object",
            "IG001 error `variables` is not an object",
        ],
        ["aws_cloudtrail.canary"],
    ),
    "modules of a wrong shape": (
        plan(
            planned_values={"root_module": {"child_modules": [['"type": "aws_cloudtrail"']]}},
            variables={"a": 1, "b": {"value": {"c": [None]}}},
        ),
        [],
        ["aws_cloudtrail.canary"],
    ),
    "unknown values of a wrong shape": (
        plan(
            resource_changes=[
                {
                    **CANARY,
                    "change": {
                        "actions": ["create"],
                        "after": {"name": ["canary"], "event_selector": "x"},
                        "after_unknown": [True],
                        "after_sensitive": "yes",
                    },
                }
            ]
        ),
        [],
        ["aws_cloudtrail.canary"],
    ),
    "a plan that failed": (
        plan(errored=True),
        ["IG001 error the plan failed with an error"],
        ["aws_cloudtrail.canary"],
    ),
    "a plan in parts": (
        plan(complete=False),
        ["IG002 note the plan defers changes to a later plan"],
        ["aws_cloudtrail.canary"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_shape_is_told_and_costs_no_more_than_it_must(name: str) -> None:
    """What is readable is judged."""
    text, said, judged = WRONG[name]

    assert (said, judged) == told(text)


def test_a_plan_that_is_cut_off_anywhere_is_told() -> None:
    """Nothing of half a plan is judged; a few first characters are no plan yet."""
    text = (PLANS / "single_trail" / "plan.json").read_text(encoding="utf-8").strip()
    begun = len('{\n "format_version":')

    for length in range(0, len(text), 7):
        scope = scope_of(text[:length])
        if length < begun:
            assert scope is None
        else:
            assert scope is not None
            (diagnostic,) = scope.diagnostics
            assert "the plan ends before its JSON does" == diagnostic.summary
            assert (length, ()) == (diagnostic.subject.end.offset, scope.deployments)


def test_other_json_files_are_no_plans() -> None:
    """A state, a list, a text and a template that mentions a plan have no scope."""
    state = {"format_version": "1.0", "values": {"root_module": {}}}
    template = {"Resources": {"format_version": {"resource_changes": []}}}
    others = [state, template, [state], "format_version", None]

    assert [None] * 5 == [scope_of(json.dumps(other)) for other in others]
    assert scope_of("") is None


def test_nesting_costs_the_resource_that_it_stands_in() -> None:
    """Brackets a hundred thousand deep are passed over or refused."""
    deep = "[" * 100_000 + "]" * 100_000
    text = plan(resource_changes=[{**CANARY, "address": "aws_cloudtrail.deep"}, CANARY])
    inside = text.replace('"after_unknown": {}', f'"after_unknown": {deep}', 1)
    beside = text.replace('"mode": "managed"', f'"tags": {deep}, "mode": "managed"', 1)
    elsewhere = plan().replace("{", '{"other": ' + deep + ",", 1)
    written = plan(configuration={"root_module": {"resources": []}})
    configured = written.replace('"resources": []', f'"resources": {deep}')
    refused = ["IG001 error nested more than 200 levels deep"]
    canary = ["aws_cloudtrail.canary"]

    assert (refused, canary) == told(inside)
    assert (refused, canary) == told(beside)
    assert ([], canary) == told(elsewhere)
    assert ([], canary) == told(configured)


def test_values_as_deep_as_the_limit_are_read() -> None:
    """The deepest nesting that is not refused is no trouble to what comes after."""
    inner: Any = "x"
    for _ in range(190):
        inner = {"a": inner}
    change = {**CANARY["change"], "after": {"name": "canary", "event_selector": [inner]}}  # type: ignore[dict-item]

    assert ([], ["aws_cloudtrail.canary"]) == told(
        plan(resource_changes=[{**CANARY, "change": change}])
    )


def test_modules_nested_too_deeply_are_refused() -> None:
    """Each level costs a pass over what is inside."""
    module: dict[str, Any] = {"resources": [{**CANARY, "values": {}}]}
    for _ in range(40):
        module = {"child_modules": [module]}

    said, judged = told(plan(planned_values={"root_module": module}))

    assert (["IG001 error modules are nested more than 32 levels deep"], []) == (said, judged)


def test_odd_numbers_and_texts_are_values_like_others() -> None:
    """Huge numbers, half surrogate pairs and keys twice."""
    after = (
        '{"name": "\\ud800", "name": "twice", "is_multi_region_trail": 1e999999,'
        f' "enable_logging": {"9" * 100_000}, "kms_key_id": "{"k" * 1_000_001}"}}'
    )
    text = plan().replace('{"name": "canary"}', after)

    assert ([], ["aws_cloudtrail.canary"]) == told(text)


def test_a_long_text_that_is_wrong_at_its_end_is_refused_at_once() -> None:
    """Where a text stops being JSON, no other way to read it is tried."""
    for end, summary in (
        ("\\q", "JSON has no such escape"),
        ("\n", "the string is not closed"),
        ("\x00", "a control character in a string has to be written as an escape"),
    ):
        text = plan(resource_changes=[{**CANARY, "address": "broken"}, CANARY])
        broken = text.replace('"broken"', f'"{"a" * 100_000}{end}"', 1)

        said, judged = told(broken)

        assert ([f"IG001 error {summary}"], ["aws_cloudtrail.canary"]) == (said, judged)


def test_a_file_as_large_as_the_limit_is_not_read() -> None:
    """What lies behind the limit was not read, so the file may go on."""
    text = plan()
    files = TextFiles({"plan.json": text})
    limits = Limits(file_bytes=len(text))

    (scope,) = TerraformPlanFrontend().scopes(
        FrontendRequest(files=files, candidates=("plan.json",), limits=limits)
    )

    (diagnostic,) = scope.diagnostics
    assert f"the plan is larger than {len(text)} bytes" == diagnostic.summary


def test_a_plan_is_recognised_by_its_bytes() -> None:
    """Also as PowerShell writes it; what lacks the keys of a plan is never parsed."""
    frontend = TerraformPlanFrontend()
    text = plan()
    encoded = [text.encode(), text.encode("utf-16"), text.encode("utf-8-sig")]

    assert [True] * 3 == [frontend.claims_content("p.json", each) for each in encoded]
    assert not frontend.claims_content("p.json", b'{"format_version": "1.0", "values": {}}')
    names = ("p.json", "a/tfplan.json", "main.tf.json", "x.tfvars.json", "p.yaml")
    assert [True, True, False, False, False] == [frontend.claims_name(name) for name in names]
