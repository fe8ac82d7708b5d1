"""Exceptions in templates: in comments of YAML and in metadata, from the files to the outcomes."""

from __future__ import annotations

import json

import pytest
from exception_texts import EXCEPTION, TEMPLATE, Accepted, malformed


@pytest.mark.parametrize(
    ("line", "indent"),
    [(3, 2), (4, 4), (5, 4), (6, 6), (8, 6), (9, 6), (9, 4), (9, 3)],
)
def test_a_comment_of_yaml_holds_for_its_resource(accepted: Accepted, line, indent):
    """Right above its logical id, between its lines, and below them as far as it is indented."""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(line - 1, f"{' ' * indent}# {EXCEPTION}\n")

    assert accepted({"t.yaml": "".join(lines)}) == (["t.yaml Trail CT101"], [])


@pytest.mark.parametrize("line", [3, 4, 8])
def test_a_comment_at_the_end_of_a_line_of_yaml_holds_for_its_resource(accepted: Accepted, line):
    """The first line, one between, the last."""
    lines = TEMPLATE.splitlines()
    lines[line - 1] += f"  # {EXCEPTION}"

    assert accepted({"t.yaml": "\n".join(lines)}) == (["t.yaml Trail CT101"], [])


@pytest.mark.parametrize(
    ("line", "indent", "resource"), [(10, 2, "Other"), (10, 0, "Other"), (16, 4, "Other")]
)
def test_a_comment_between_two_resources_holds_for_the_one_it_touches(
    accepted: Accepted, line, indent, resource
):
    """An empty line parts it from the resource above."""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(line - 1, f"{' ' * indent}# {EXCEPTION}\n")

    assert accepted({"t.yaml": "".join(lines)}) == ([f"t.yaml {resource} CT101"], [])


@pytest.mark.parametrize(("line", "indent"), [(1, 0), (2, 0), (9, 2), (16, 0), (17, 4)])
def test_a_comment_of_yaml_that_touches_no_resource_is_told(accepted: Accepted, line, indent):
    """Above the section, between resources with empty lines around, and behind the last."""
    lines = TEMPLATE.splitlines(keepends=True)
    said = f"{' ' * indent}# {EXCEPTION}\n"
    lines.insert(line - 1, f"\n{said}" if line == 9 else said)

    assert accepted({"t.yaml": "".join(lines)}) == (
        [],
        [malformed(f"t.yaml:{line + (line == 9)}")],
    )


def test_a_comment_at_the_section_holds_for_no_resource(accepted: Accepted):
    """It stands at the end of a line that belongs to all of them."""
    text = TEMPLATE.replace("Resources:", f"Resources: # {EXCEPTION}")

    assert accepted({"t.yaml": text}) == ([], [malformed("t.yaml:2")])


def test_a_comment_below_a_block_scalar_holds_for_the_next_resource(accepted: Accepted):
    """The text ends with its last line that is not empty."""
    text = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: |
        # iacguard:ignore=CT101 owner=me exp=2027-01-01 reason=this is a text
        x
  # EXCEPTION
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {IsLogging: true, S3BucketName: logs}
""".replace("EXCEPTION", EXCEPTION)

    assert accepted({"t.yaml": text}) == (["t.yaml Trail CT101"], [])


METADATA = {"rules": ["CT101"], "owner": "me", "exp": "2027-01-01", "reason": "why"}


def template(ignored: object) -> str:
    """Return a template in JSON with metadata of its trail."""
    properties = {"IsLogging": True, "S3BucketName": "logs"}
    trail = {"Type": "AWS::CloudTrail::Trail", "Properties": properties}
    metadata = {"Metadata": {"iacguard": ignored}}
    return json.dumps({"Resources": {"Trail": {**trail, **metadata}, "Other": trail}})


@pytest.mark.parametrize(
    "ignored",
    [METADATA, [METADATA], {**METADATA, "rules": "CT101"}, [METADATA, {**METADATA, "owner": "x"}]],
)
def test_metadata_of_a_resource_accepts_its_findings(accepted: Accepted, ignored):
    """One exception, or a list of them; one rule, or a list."""
    expected = (["t.json Trail CT101"], [])

    assert accepted({"t.json": template({"ignore": ignored})}) == expected


def test_metadata_is_read_from_yaml_alike(accepted: Accepted):
    """A date is a text in YAML, too."""
    said = """\
    Metadata:
      iacguard:
        ignore:
          - rules: [CT101]
            owner: me
            exp: 2027-01-01
            reason: why
"""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(4, said)

    assert accepted({"t.yaml": "".join(lines)}) == (["t.yaml Trail CT101"], [])


SHAPE = "expected `ignore` and a list of exceptions"


@pytest.mark.parametrize(
    ("ignored", "problem"),
    [
        ("CT101", SHAPE),
        (["CT101"], SHAPE),
        ({}, SHAPE),
        ({"skip": [METADATA]}, SHAPE),
        ({"ignore": [METADATA], "skip": []}, SHAPE),
        ({"ignore": None}, SHAPE),
        ({"ignore": "CT101"}, SHAPE),
        ({"ignore": [{}]}, SHAPE),
        ({"ignore": [["CT101"]]}, SHAPE),
        (
            {"ignore": {**METADATA, "ticket": "1"}},
            "`ticket` is not one of rules, owner, exp, reason",
        ),
        ({"ignore": {**METADATA, "owner": {"Ref": "Owner"}}}, "its owner is not a string"),
        ({"ignore": {**METADATA, "owner": None}}, "its owner is not a string"),
        ({"ignore": {**METADATA, "owner": " "}}, "it has no owner"),
        ({"ignore": {**METADATA, "rules": {"x": "CT101"}}}, "its rules is not a string"),
        ({"ignore": {**METADATA, "rules": ["CT101", ["CT201"]]}}, "its rules is not a string"),
        (
            {"ignore": {**METADATA, "rules": []}},
            "a rule id is missing",
        ),
        (
            {"ignore": {name: METADATA[name] for name in ("rules", "exp")}},
            "it has no owner; it has no reason",
        ),
    ],
)
def test_metadata_of_another_shape_is_told(accepted: Accepted, ignored, problem):
    """And it accepts nothing."""
    assert accepted({"t.json": template(ignored)}) == ([], [malformed("t.json:1", problem)])


def test_an_exception_at_a_nested_stack_holds_for_its_resources(accepted: Accepted):
    """A nested stack is what a module call is."""
    outer = (
        f"Resources:\n  # {EXCEPTION}\n  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties:\n      TemplateURL: inner.yaml\n"
    )

    assert accepted({"outer.yaml": outer, "inner.yaml": TEMPLATE}) == (
        ["outer.yaml Inner/Other CT101", "outer.yaml Inner/Trail CT101"],
        [],
    )


def test_an_exception_in_a_loop_holds_for_all_that_it_makes(accepted: Accepted):
    """A loop makes many resources of one text."""
    text = f"""\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Trails:
    - Name
    - [A, B]
    # {EXCEPTION}
    - Trail${{Name}}:
        Type: AWS::CloudTrail::Trail
        Properties: {{IsLogging: true, S3BucketName: logs}}
"""

    assert accepted({"t.yaml": text}) == (["t.yaml TrailA CT101", "t.yaml TrailB CT101"], [])


def test_an_exception_in_the_template_of_a_stack_set_holds_there(accepted: Accepted):
    """To the outer template, what is a comment of the inner one is text."""
    inner = "".join(f"        {line}" for line in TEMPLATE.splitlines(keepends=True)).replace(
        "          Trail:", f"          # {EXCEPTION}\n          Trail:"
    )
    text = (
        "Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n"
        f"      TemplateBody: |\n{inner}"
    )

    assert accepted({"t.yaml": text}) == (["t.yaml (Set) Set/Trail CT101"], [])


def test_an_exception_at_a_stack_set_holds_for_its_template(accepted: Accepted):
    """Also behind resources of it that have exceptions of their own."""
    inner = "".join(f"        {line}" for line in TEMPLATE.splitlines(keepends=True)).replace(
        "          Trail:", f"          # {EXCEPTION.replace('101', '106')}\n          Trail:"
    )
    text = (
        f"Resources:\n  # {EXCEPTION}\n  Set:\n    Type: AWS::CloudFormation::StackSet\n"
        f"    Properties:\n      TemplateBody: |\n{inner}"
    )

    assert accepted({"t.yaml": text}) == (
        ["t.yaml (Set) Set/Other CT101", "t.yaml (Set) Set/Trail CT101"],
        [],
    )
