"""The templates that stack sets carry, as they are deployed."""

from __future__ import annotations

from typing import Any

import pytest
from template_runs import plain, scopes_of

from iacguard.frontends.protocol import Scope

TEMPLATE = """\
Parameters:
  Everywhere: {{Type: String, AllowedValues: ['true', 'false']}}
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: audit
      PermissionModel: SELF_MANAGED
      {properties}
      TemplateBody: |
        Parameters:
          Multi: {{Type: String, Default: 'false'}}
          Bucket: {{Type: String, Default: logs}}
        Conditions:
          Home: !Equals [!Ref AWS::Region, us-east-1]
          West: !Equals [!Ref AWS::Region, us-west-2]
        Resources:
          Trail:
            Type: AWS::CloudTrail::Trail
            Properties:
              IsLogging: !If [Home, true, false]
              EnableLogFileValidation: !If [West, true, false]
              S3BucketName: !Ref Bucket
              IsMultiRegionTrail: !Ref Multi
"""


def inner(properties: str) -> Scope:
    """Return the scope of a stack set's template."""
    scopes = scopes_of({"a.yaml": TEMPLATE.format(properties=properties)})
    (found,) = (scope for scope in scopes if scope.name == "a.yaml (Set)")
    return found


def deployed(properties: str) -> list[tuple[dict[str, str], Any, Any, Any]]:
    """Return of each deployment its choices and what is so set of its trail."""
    return [
        (
            {choice.name: choice.value for choice in deployment.choices},
            plain(trail.bucket),
            plain(trail.is_multi_region),
            plain(trail.is_logging),
        )
        for deployment in inner(properties).deployments
        for trail in deployment.model.trails
    ]


ONE_REGION = "StackInstancesGroup: [{DeploymentTargets: {}, Regions: [us-east-1]}]"


def test_parameters_of_a_stack_set_are_those_of_its_template() -> None:
    """What it does not pass takes its default."""
    parameters = "Parameters: [{ParameterKey: Multi, ParameterValue: 'true'}]"

    assert [({}, "logs", True, True)] == deployed(f"{ONE_REGION}\n      {parameters}")


def test_a_parameter_that_is_passed_an_expression_is_open() -> None:
    """Its default is not what is deployed."""
    parameters = "Parameters: [{ParameterKey: Multi, ParameterValue: !Ref Everywhere}]"
    opened = "<parameter:Set/Multi>"

    assert [({}, "logs", opened, True)] == deployed(f"{ONE_REGION}\n      {parameters}")


def test_the_regions_of_a_stack_set_are_where_its_stacks_are() -> None:
    """A condition on another region never holds."""
    regions = "StackInstancesGroup: [{Regions: [us-east-1, us-west-2]}, {Regions: [us-east-1]}]"

    assert [({}, "logs", False, True)] == deployed(ONE_REGION)
    assert [
        ({"AWS::Region": "us-east-1"}, "logs", False, True),
        ({"AWS::Region": "us-west-2"}, "logs", False, False),
    ] == deployed(regions)


@pytest.mark.parametrize(
    "properties",
    ["Description: none", "StackInstancesGroup: [{Regions: [us-east-1]}, {Regions: !Ref R}]"],
)
def test_regions_that_are_not_written_out_are_open(properties: str) -> None:
    """It may be deployed anywhere."""
    assert ["us-east-1", "us-west-2", "anything but us-east-1 or us-west-2"] == [
        chosen["AWS::Region"] for chosen, *_ in deployed(properties)
    ]


def scopes_inside(properties: str) -> dict[str, list[tuple[str, str | None, object]]]:
    """Return by scope the regions, the bucket and the reach of the trail of each deployment."""
    found = scopes_of({"a.yaml": TEMPLATE.format(properties=properties)})
    return {
        scope.name: [
            (
                " ".join(choice.value for choice in deployment.choices),
                plain(trail.bucket),
                plain(trail.is_multi_region),
            )
            for deployment in scope.deployments
            for trail in deployment.model.trails
        ]
        for scope in found
        if scope.name != "a.yaml"
    }


PASSED = """Parameters:
        - {ParameterKey: Multi, ParameterValue: 'true'}
        - {ParameterKey: Bucket, ParameterValue: central}
      StackInstancesGroup:
"""


def test_a_group_overrides_the_parameters_of_its_stack_set() -> None:
    """What it does not override is the set's."""
    group = """        - Regions: [us-east-1]
          ParameterOverrides: [{ParameterKey: Multi, ParameterValue: 'false'}]"""

    assert {"a.yaml (Set)": [("", "central", False)]} == scopes_inside(PASSED + group)


def test_groups_with_other_parameters_are_deployed_by_themselves() -> None:
    """Each has its own regions; those that are given the same are one."""
    groups = """        - Regions: [us-east-1]
        - Regions: [us-east-1, us-west-2]
          ParameterOverrides: [{ParameterKey: Multi, ParameterValue: 'false'}]
        - Regions: [us-west-2]
          ParameterOverrides: [{ParameterKey: Multi, ParameterValue: 'true'}]"""

    assert {
        "a.yaml (Set, group 1)": [
            ("us-east-1", "central", True),
            ("us-west-2", "central", True),
        ],
        "a.yaml (Set, group 2)": [
            ("us-east-1", "central", False),
            ("us-west-2", "central", False),
        ],
    } == scopes_inside(PASSED + groups)


@pytest.mark.parametrize(
    ("overrides", "bucket", "reach"),
    [
        ("[{ParameterKey: Multi, ParameterValue: !Ref Everywhere}]", "central", "Multi"),
        ("[{ParameterKey: !Ref Everywhere, ParameterValue: 'true'}]", "Bucket", "Multi"),
        ("[!If [A, {ParameterKey: Multi, ParameterValue: '1'}, !Ref B]]", "Bucket", "Multi"),
        ("!If [A, [], [{ParameterKey: Multi, ParameterValue: '1'}]]", "Bucket", "Multi"),
        ("[]", "central", ""),
        ("null", "central", ""),
    ],
)
def test_overrides_that_are_not_written_out_open_what_they_may_override(
    overrides: str, bucket: str, reach: str
) -> None:
    """Of the set's parameters, those stay that no override can be of."""
    group = f"        - {{Regions: [us-east-1], ParameterOverrides: {overrides}}}"
    told = {"Bucket": "<parameter:Set/Bucket>", "Multi": "<parameter:Set/Multi>", "": True}

    assert {
        "a.yaml (Set)": [("", told.get(bucket, bucket), told[reach])],
    } == scopes_inside(PASSED + group)


@pytest.mark.parametrize(
    "groups",
    [
        "!If [A, [{Regions: [us-east-1]}], []]",
        "[!If [A, {Regions: [us-east-1]}, !Ref AWS::NoValue]]",
    ],
)
def test_groups_that_are_not_written_out_open_all_parameters(groups: str) -> None:
    """Each of them may override any."""
    found = scopes_inside(f"{PASSED.rstrip()} {groups}")["a.yaml (Set)"]

    assert {("<parameter:Set/Bucket>", "<parameter:Set/Multi>")} == {each[1:] for each in found}


def test_many_groups_with_other_parameters_are_one_deployment_that_is_open() -> None:
    """What all are given alike is settled all the same."""
    groups = "\n".join(
        f"""        - Regions: [us-east-1]
          ParameterOverrides: [{{ParameterKey: Bucket, ParameterValue: logs-{number}}}]"""
        for number in range(17)
    )

    assert {"a.yaml (Set)": [("", "<parameter:Set/Bucket>", True)]} == scopes_inside(
        PASSED + groups
    )
