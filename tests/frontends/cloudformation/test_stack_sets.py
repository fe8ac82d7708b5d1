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
