"""Resources of Terraform that declare others by means that are not read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from plan_models import plan_scope
from terraform_configurations import TextFiles, plain

from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.protocol import FrontendRequest, Scope
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.frontends.terraform.modules.other_providers import FOREIGN

BUCKET = """
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
"""


def scopes(text: str) -> list[Scope]:
    request = FrontendRequest(files=TextFiles({"main.tf": text}), candidates=("main.tf",))
    return list(TerraformFrontend().scopes(request))


def unread(scope: Scope) -> list[tuple[str, str, list[Any], bool]]:
    return [
        (one.name, one.reason, [plain(value) for value in one.given or ()], one.declares)
        for one in scope.deployments[0].model.unread
    ]


def notes(scope: Scope) -> list[str]:
    return [
        f"{each.rule} {each.level.value} line {each.subject.start.line}: {each.summary}"
        for each in scope.diagnostics
    ]


def test_a_stack_is_given_its_parameters_and_its_template() -> None:
    """Whatever CloudFormation makes of them: it may declare trails, and configure a bucket."""
    text = f"""{BUCKET}
resource "aws_cloudformation_stack" "policies" {{
  name       = "policies"
  parameters = {{ Bucket = aws_s3_bucket.logs.id }}
  template_body = "Resources: {{}}"
}}
"""
    (scope,) = scopes(text)

    assert [
        (
            "aws_cloudformation_stack.policies",
            "templates that Terraform deploys are not read",
            [{"Bucket": "audit-logs"}, "Resources: {}"],
            True,
        )
    ] == unread(scope)
    assert [
        (
            "IG002 note line 10: aws_cloudformation_stack.policies was not read: "
            "templates that Terraform deploys are not read"
        )
    ] == notes(scope)


def test_cloud_control_configures_what_it_names() -> None:
    """A bucket policy is for its bucket; whom the policy names is no matter."""
    text = f"""{BUCKET}
resource "awscc_s3_bucket_policy" "logs" {{
  bucket          = aws_s3_bucket.logs.id
  policy_document = jsonencode({{ Resource = "arn:aws:s3:::other" }})
}}
"""
    (scope,) = scopes(text)

    assert [
        (
            "awscc_s3_bucket_policy.logs",
            "resources of the awscc provider are not read",
            ["audit-logs"],
            False,
        )
    ] == unread(scope)


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ('resource "awscc_cloudtrail_trail" "it" {\n  is_logging = true\n}', True),
        (
            'resource "aws_cloudformation_stack_set" "it" {\n'
            "  template_body = <<-EOT\n"
            "    Resources: {Trail: {Type: 'AWS::CloudTrail::Trail'}}\n"
            "  EOT\n}",
            True,
        ),
        ('resource "awscc_s3_bucket" "it" {}\nresource "aws_s3_bucket" "it" {}', False),
        (
            'resource "aws_cloudformation_stack" "it" {}\nresource "aws_s3_bucket" "it" {}',
            False,
        ),
    ],
)
def test_what_is_about_trails_is_told_even_alone(resource: str, told: bool) -> None:
    """What else stands beside nothing that rules judge is most often something else."""
    (scope,) = scopes(resource)

    assert told == bool(notes(scope))
    assert ["it"] == [name.partition(".")[2] for name, *_ in unread(scope)]


def test_a_resource_that_is_left_out_configures_nothing() -> None:
    """Where its count is not known, it may."""
    resource = 'resource "awscc_s3_bucket_policy" "it" {{\n  count = {}\n  bucket = "b"\n}}\n'
    (none,) = scopes(BUCKET + resource.format("0"))
    (some,) = scopes(BUCKET + 'variable "n" {\n  type = number\n}\n' + resource.format("var.n"))

    assert [] == unread(none)
    assert ["awscc_s3_bucket_policy.it"] == [name for name, *_ in unread(some)]


def test_a_mistake_in_what_is_not_read_is_no_error() -> None:
    """Only what a stack is given is looked at."""
    text = f"""{BUCKET}
resource "aws_cloudformation_stack" "it" {{
  name          = nothing.of.the.kind
  template_body = file("missing.yaml")
}}
"""
    (scope,) = scopes(text)

    assert [
        (
            "IG002 note line 10: aws_cloudformation_stack.it was not read: templates "
            "that Terraform deploys are not read"
        )
    ] == notes(scope)


def test_a_plan_tells_the_same() -> None:
    """The values of a plan are those that are planned."""
    after = {"parameters": {"Bucket": "audit-logs"}, "template_body": "AWS::CloudTrail::Trail"}
    change = {
        "address": "aws_cloudformation_stack.policies",
        "mode": "managed",
        "type": "aws_cloudformation_stack",
        "name": "policies",
        "change": {"actions": ["create"], "before": None, "after": after, "after_unknown": {}},
    }
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {}},
        "resource_changes": [change],
    }
    scope = plan_scope(TextFiles({"plan.json": json.dumps(plan, indent=1)}))
    assert scope is not None

    assert [
        (
            "aws_cloudformation_stack.policies",
            "templates that Terraform deploys are not read",
            [{"Bucket": "audit-logs"}, "AWS::CloudTrail::Trail"],
            True,
        )
    ] == unread(scope)
    assert [
        (
            "IG002 note line 8: aws_cloudformation_stack.policies was not read: "
            "templates that Terraform deploys are not read"
        )
    ] == notes(scope)


def test_every_type_of_cloudformation_has_its_counterpart() -> None:
    """Cloud Control's types are those of CloudFormation's schema, stacks among them."""

    def snake(name: str) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()

    wanted = {
        "_".join(("awscc", service.lower(), snake(name)))
        for owner, service, name in (type_.split("::") for type_ in TYPES)
        if owner == "AWS"
    }
    whole = {
        "awscc_cloudformation_stack",
        "awscc_cloudformation_stack_set",
        "awscc_controltower_landing_zone",
        "awscc_servicecatalog_cloudformation_provisioned_product",
    }

    assert wanted | whole == {type_ for type_ in FOREIGN if type_.startswith("awscc_")}


NAMED_ONLY = {"AWS::Lambda::Function", "AWS::SQS::Queue"}
"""Types that configure nothing, and declare what is named only."""

TYPES = sorted(type_ for type_ in CLOUDFORMATION.types() - NAMED_ONLY if type_.count("::") == 2)


@pytest.mark.parametrize(
    ("type_", "written", "reason", "given"),
    [
        (
            "aws_cloudformation_stack_set_instance",
            "parameter_overrides = { Bucket = aws_s3_bucket.logs.id }",
            "templates that Terraform deploys are not read",
            [{"Bucket": "audit-logs"}],
        ),
        (
            "aws_cloudformation_stack_instances",
            "parameter_overrides = { Bucket = aws_s3_bucket.logs.id }",
            "templates that Terraform deploys are not read",
            [{"Bucket": "audit-logs"}],
        ),
        (
            "aws_serverlessapplicationrepository_cloudformation_stack",
            "parameters = { Bucket = aws_s3_bucket.logs.id }",
            "templates that Terraform deploys are not read",
            [{"Bucket": "audit-logs"}],
        ),
        (
            "aws_servicecatalog_provisioned_product",
            'provisioning_parameters {\n key = "Bucket"\n value = aws_s3_bucket.logs.id\n }',
            "Service Catalog products are not read",
            [[{"key": "Bucket", "value": "audit-logs"}]],
        ),
        (
            "aws_servicecatalog_provisioned_product",
            'dynamic "provisioning_parameters" {\n for_each = [aws_s3_bucket.logs.id]\n'
            ' content {\n key = "Bucket"\n value = provisioning_parameters.value\n }\n }',
            "Service Catalog products are not read",
            [[{"key": "Bucket", "value": "audit-logs"}]],
        ),
        (
            "aws_controltower_landing_zone",
            'manifest_json = "{}"',
            "what Control Tower sets up is not read",
            [],
        ),
    ],
)
def test_what_makes_unread_resources_is_told(
    type_: str, written: str, reason: str, given: list[Any]
) -> None:
    """Stacks, products and landing zones may declare trails, and configure what they are given."""
    (scope,) = scopes(f'{BUCKET}\nresource "{type_}" "it" {{\n  {written}\n}}\n')

    assert [(f"{type_}.it", reason, given, True)] == unread(scope)


@pytest.mark.parametrize(
    ("kind", "state", "found"),
    [
        (
            '"AWS::S3::BucketPolicy"',
            'jsonencode({ Bucket = aws_s3_bucket.logs.id, PolicyDocument = { Resource = "b" } })',
            [(["audit-logs"], False)],
        ),
        (
            '"AWS::S3::BucketPolicy"',
            '"{\\"Bucket\\": \\"b\\"}"',
            [(['{"Bucket": "b"}'], False)],
        ),
        ('"AWS::CloudTrail::Trail"', "jsonencode({ IsLogging = true })", [([], True)]),
        (
            '"AWS::ServiceCatalog::CloudFormationProvisionedProduct"',
            'jsonencode({ ProvisioningParameters = [{ Value = "b" }] })',
            [([[{"Value": "b"}]], True)],
        ),
        ('"AWS::Logs::LogStream"', "jsonencode({ LogGroupName = aws_s3_bucket.logs.id })", []),
        ("var.type", 'jsonencode({ Name = "b" })', [([{"Name": "b"}], True)]),
    ],
)
def test_the_cloud_control_api_configures_what_its_types_do(
    kind: str, state: str, found: list[tuple[list[Any], bool]]
) -> None:
    """Where its type is not known, it may be any."""
    (scope,) = scopes(
        f"""{BUCKET}
variable "type" {{}}
resource "aws_cloudcontrolapi_resource" "it" {{
  type_name     = {kind}
  desired_state = {state}
}}
"""
    )

    reason = "resources of the Cloud Control API are not read"
    name = "aws_cloudcontrolapi_resource.it"
    assert [(name, reason, *each) for each in found] == unread(scope)


def test_a_module_of_nothing_else_is_read() -> None:
    """What it is called with reaches what it makes."""
    files = {
        "main.tf": f'{BUCKET}module "policy" {{\n source = "./policy"\n'
        " bucket = aws_s3_bucket.logs.id\n}\n",
        "policy/main.tf": """
variable "bucket" {}
resource "awscc_s3_bucket_policy" "it" {
  bucket = var.bucket
}
""",
    }
    request = FrontendRequest(files=TextFiles(files), candidates=tuple(files))

    (scope,) = TerraformFrontend().scopes(request)

    assert [
        (
            "module.policy.awscc_s3_bucket_policy.it",
            "resources of the awscc provider are not read",
            ["audit-logs"],
            False,
        )
    ] == unread(scope)


@pytest.mark.parametrize(
    ("written", "given"),
    [
        (
            'provisioner "local-exec" {\n    command = "put ${aws_s3_bucket.logs.id}"\n  }',
            ["put audit-logs"],
        ),
        (
            'provisioner "local-exec" {\n    command = "./put"\n'
            "    environment = { BUCKET = aws_s3_bucket.logs.id }\n  }",
            ["./put", {"BUCKET": "audit-logs"}],
        ),
        (
            'provisioner "remote-exec" {\n    inline = [aws_s3_bucket.logs.id, self.id]\n  }',
            [["audit-logs", "?`self` is not known before deployment"]],
        ),
    ],
)
def test_a_provisioner_may_configure_what_it_names(written: str, given: list[Any]) -> None:
    """Nobody reads what its command does; it declares nothing."""
    (scope,) = scopes(f'{BUCKET}\nresource "null_resource" "it" {{\n  {written}\n}}\n')

    assert [
        ("null_resource.it", "the commands of its provisioner are not evaluated", given, False)
    ] == (unread(scope))
    assert [] == notes(scope)


def test_a_provisioner_that_is_left_out_does_nothing() -> None:
    """Nor does one of another kind."""
    text = f"""{BUCKET}
resource "null_resource" "none" {{
  count = 0
  provisioner "local-exec" {{
    command = aws_s3_bucket.logs.id
  }}
}}
resource "null_resource" "file" {{
  provisioner "file" {{
    content = aws_s3_bucket.logs.id
  }}
}}
"""
    (scope,) = scopes(text)

    assert [] == unread(scope)
