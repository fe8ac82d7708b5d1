"""Assemblies that real CDK apps wrote: stages, nested stacks, references between stacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from template_runs import MemoryFiles, plain

from iacguard.frontends.cloudformation.frontend import CloudFormation
from iacguard.frontends.protocol import FrontendRequest, Scope

FIXTURES = Path(__file__).parents[2] / "fixtures" / "cdk"


def scopes(app: str, without: str = "") -> list[Scope]:
    """Return the scopes of an app's folder, without files of this name."""
    root = FIXTURES / app
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.*"))
        if path.is_file() and path.name != without
    }
    frontend = CloudFormation()
    candidates = tuple(
        path
        for path, text in files.items()
        if frontend.claims_name(path) and frontend.claims_content(path, text.encode())
    )
    return list(
        frontend.scopes(
            FrontendRequest(files=MemoryFiles(files), candidates=tuple(sorted(candidates)))
        )
    )


def test_each_stage_is_a_scope() -> None:
    """The app's own stacks and the stage's stacks are judged apart, nothing is left unread."""
    found = scopes("javascript")

    assert [(scope.name, scope.diagnostics) for scope in found] == [
        ("cdk.out", ()),
        ("cdk.out/assembly-Prod", ()),
    ]


@pytest.mark.parametrize(
    ("index", "store", "audit"), [(0, "Store", "Audit"), (1, "Prod-Store", "Prod-Audit")]
)
def test_stacks_of_a_stage_share_their_resources(index: int, store: str, audit: str) -> None:
    """A bucket of one stack is the one that a trail of another stack delivers to."""
    model = scopes("javascript")[index].deployments[0].model
    nested = "NestedNestedStackNestedNestedStackResourceDEFDAA4D"
    bucket = f"<{store}/Logs6819BB44.BucketName>"

    assert [(f"{store}/Logs6819BB44", bucket)] == [
        (found.address, plain(found.name)) for found in model.buckets
    ]
    assert [
        (f"{audit}/{nested}/RegionalC289CF36", bucket, False),
        (f"{audit}/Trail022F0CF2", bucket, True),
    ] == [
        (found.address, plain(found.bucket), plain(found.is_multi_region)) for found in model.trails
    ]


def test_a_resource_knows_the_line_of_the_program() -> None:
    """The construct's path and the program's line lead to a resource."""
    for scope, prefix in zip(scopes("javascript"), ("", "Prod/")):
        regional, trail = scope.deployments[0].model.trails

        assert [(f"construct {prefix}Audit/Trail/Resource", "app.js", 22, 5)] == [
            (hop.label, hop.span.path, hop.span.start.line, hop.span.start.column)
            for hop in trail.callers
        ]
        assert (f"construct {prefix}Audit/Nested/Regional/Resource", 15) == (
            regional.callers[-1].label,
            regional.callers[-1].span.start.line,
        )


def test_the_program_is_found_from_any_directory_above() -> None:
    """An assembly may lie anywhere below the scan's root."""
    for scope in scopes(".")[:2]:
        hop = scope.deployments[0].model.trails[1].callers[-1]

        assert hop.span.path == "javascript/app.js"


def test_without_the_program_the_assembly_names_the_construct() -> None:
    """The place is where the metadata names the logical id."""
    scope = scopes("javascript", without="app.js")[0]
    (hop,) = scope.deployments[0].model.trails[1].callers

    assert (
        hop.label,
        hop.span.path,
    ) == ("construct Audit/Trail/Resource", "cdk.out/Audit.metadata.json")


def test_without_its_metadata_an_assembly_is_read_all_the_same() -> None:
    """Only the names of constructs are lost."""
    scope = scopes("javascript", without="Audit.metadata.json")[0]

    assert [scope.deployments[0].model.trails[1].callers] == [()]


def test_conditions_of_an_app_are_judged_both_ways() -> None:
    """A Python app is read as a JavaScript one is."""
    (scope,) = scopes("python")

    assert scope.name == "cdk.out/Audit.template.json"
    assert [
        (
            {choice.name: choice.value for choice in each.choices},
            plain(each.model.trails[0].is_multi_region),
        )
        for each in scope.deployments
    ] == [({"Home": "yes"}, True), ({"Home": "no"}, False)]
