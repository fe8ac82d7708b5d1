"""What CloudFormation deploys before a trail."""

from __future__ import annotations

from typing import Any

import pytest
from template_runs import MemoryFiles, plain

from iacguard.frontends.cloudformation.frontend import CloudFormation
from iacguard.frontends.protocol import FrontendRequest

POLICY = """\
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: logs
      PolicyDocument: {Version: '2012-10-17', Statement: []}
"""


def is_after(files: str | dict[str, str], address: str = "Policy", **more: Any) -> Any:
    """Return whether a trail comes after an address, in plain words."""
    texts = {"main.yaml": files} if isinstance(files, str) else files
    request = FrontendRequest(files=MemoryFiles(texts), candidates=tuple(sorted(texts)))
    scope = next(each for each in CloudFormation().scopes(request) if each.name == "main.yaml")
    whole = scope.deployments[0] if scope.whole is None else scope.whole()
    order = whole.model.trails[0].order
    assert order is not None
    return plain(order.is_after(address))


def trail(*lines: str, properties: tuple[str, ...] = (), before: str = "") -> str:
    """Return a template of a trail with these lines, beside a bucket policy."""
    body = "".join(f"    {line}\n" for line in lines)
    written = "".join(f"      {line}\n" for line in properties)
    return (
        f"{before}Resources:\n{POLICY}  Trail:\n    Type: AWS::CloudTrail::Trail\n{body}"
        f"    Properties:\n      IsLogging: true\n{written}"
    )


CONDITION = "Parameters:\n  P:\n    Type: String\nConditions:\n  C: !Equals [!Ref P, x]\n"
METADATA = "<whether a reference in its Metadata is waited for is not documented>"
OPEN = "<a condition decides what it waits for>"


@pytest.mark.parametrize(
    ("lines", "properties", "expected"),
    [
        ((), (), False),
        (("DependsOn: Policy",), (), True),
        (("DependsOn: [Other, Policy]",), (), True),
        (("DependsOn: Other",), (), False),
        ((), ("S3BucketName: !Ref Policy",), True),
        ((), ("S3BucketName: !GetAtt Policy.Id",), True),
        ((), ("S3BucketName: {'Fn::GetAtt': [Policy, Id]}",), True),
        ((), ("S3BucketName: !Sub 'a-${Policy}'",), True),
        ((), ("S3BucketName: !Sub 'a-${Policy.Id}'",), True),
        ((), ("S3BucketName: !Sub ['a-${Policy}', {Policy: x}]",), False),
        ((), ("S3BucketName: !Sub ['a-${B}', {B: !Ref Policy}]",), True),
        ((), ("S3BucketName: !Sub 'a-${!Policy}'",), False),
        ((), ("S3BucketName: !Join ['', [a, !Ref Policy]]",), True),
        ((), ("Tags: [{Key: a, Value: !Ref Policy}]",), True),
        ((), ("S3BucketName: !If [C, !Ref Policy, logs]",), OPEN),
        ((), ("S3BucketName: !If [C, !Ref Other, logs]",), False),
        (("DependsOn: Policy",), ("S3BucketName: !If [C, !Ref Policy, logs]",), True),
        (("Metadata: {A: !Ref Policy}",), (), METADATA),
        (("Metadata: {A: !Ref Other}",), (), False),
    ],
)
def test_a_trail_comes_after_what_its_properties_refer_to(
    lines: tuple[str, ...], properties: tuple[str, ...], expected: Any
) -> None:
    """Every reference counts; one of a condition's branches may not."""
    other = "  Other:\n    Type: AWS::CloudFormation::WaitConditionHandle\n"

    assert expected == is_after(trail(*lines, properties=properties, before=CONDITION) + other)


def test_what_lies_between_hands_the_order_on() -> None:
    """Resources of any type, by a reference or by `DependsOn`."""
    between = (
        "  A:\n    Type: AWS::SSM::Parameter\n    Properties: {Value: !Ref B}\n"
        "  B:\n    Type: AWS::CloudFormation::WaitConditionHandle\n    DependsOn: Policy\n"
    )

    assert is_after(trail("DependsOn: A") + between) is True


NESTED = (
    "Parameters:\n  Bucket: {Type: String, Default: ''}\n"
    "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n"
    "    Properties: {IsLogging: true, S3BucketName: logs}\n"
)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", False),
        ("    DependsOn: Policy\n", True),
        ("      Parameters: {Bucket: !Ref Policy}\n", True),
    ],
)
def test_a_nested_stack_waits_for_what_its_resource_waits_for(more: str, expected: bool) -> None:
    """All of it does, whichever of its resources takes the parameter."""
    depends = more if more.startswith("    D") else ""
    given = "" if depends else more
    main = (
        f"Resources:\n{POLICY}  Inner:\n    Type: AWS::CloudFormation::Stack\n{depends}"
        f"    Properties:\n      TemplateURL: inner.yaml\n{given}"
    )

    assert expected is is_after({"main.yaml": main, "inner.yaml": NESTED})


@pytest.mark.parametrize(
    ("line", "expected"),
    [("DependsOn: Inner", True), ("Metadata: {}", False)],
)
def test_what_comes_after_a_nested_stack_comes_after_all_of_it(line: str, expected: bool) -> None:
    """The resource of a nested stack is there when the stack is."""
    main = trail(line) + (
        "  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties: {TemplateURL: inner.yaml}\n"
    )
    inner = f"Resources:\n{POLICY}"

    found = is_after({"main.yaml": main, "inner.yaml": inner}, address="Inner/Policy")

    assert expected is found


def test_an_output_of_a_nested_stack_waits_for_the_stack() -> None:
    """A parameter that comes from there, too."""
    main = trail(properties=("S3BucketName: !GetAtt Inner.Outputs.Bucket",)) + (
        "  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties: {TemplateURL: inner.yaml}\n"
    )
    inner = f"Resources:\n{POLICY}Outputs:\n  Bucket: {{Value: logs}}\n"

    assert is_after({"main.yaml": main, "inner.yaml": inner}, address="Inner/Policy") is True


def test_a_module_that_was_not_read_may_wait_for_what_it_is_given() -> None:
    """What it declares is known by its name and what it is called there."""
    main = trail(properties=("S3BucketName: !Ref StorageLogs",)) + (
        "  Storage:\n    Type: My::S3::Logs::MODULE\n    Properties: {Policy: !Ref Policy}\n"
    )

    assert "<what Storage waits for is not known: it was not read>" == is_after(main)


def test_a_macro_may_change_the_order() -> None:
    """What it makes of the template is not known."""
    found = is_after(trail(before="Transform: Mine\n"))

    assert "<transform Mine may change what it waits for>" == found


def test_a_loop_s_names_are_filled_in() -> None:
    """A resource of a loop names those of another one by its variable."""
    looped = (
        "Transform: AWS::LanguageExtensions\nResources:\n"
        "  Fn::ForEach::Trails:\n  - Name\n  - [One]\n"
        "  - Trail${Name}:\n      Type: AWS::CloudTrail::Trail\n"
        "      DependsOn: Policy${Name}\n"
        "      Properties: {IsLogging: true, S3BucketName: logs}\n"
        "    Policy${Name}:\n      Type: AWS::S3::BucketPolicy\n"
        "      Properties:\n        Bucket: logs\n"
        "        PolicyDocument: {Version: '2012-10-17', Statement: []}\n"
    )

    assert is_after(looped, address="PolicyOne") is True


def test_a_circle_leaves_the_order_open() -> None:
    """CloudFormation refuses it; nothing hangs, and nothing is claimed."""
    circle = (
        "  A:\n    Type: AWS::CloudFormation::WaitConditionHandle\n    DependsOn: B\n"
        "  B:\n    Type: AWS::CloudFormation::WaitConditionHandle\n    DependsOn: A\n"
    )

    assert "<what it refers to refers to itself>" == is_after(trail("DependsOn: A") + circle)
