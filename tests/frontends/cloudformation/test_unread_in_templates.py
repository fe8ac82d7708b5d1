"""What belongs to a scope and is not read, and what it is given."""

from __future__ import annotations

from typing import Any

import pytest
from template_runs import plain, scopes_of

from iacguard.frontends.protocol import Scope
from iacguard.model.unread_parts import Unread

BUCKET = """
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: audit-logs}}
"""


def unread(text: str, **files: str) -> list[tuple[str, str, list[Any] | None]]:
    """Return the name, the reason and the given values of each unread thing."""
    found = scopes_of({"a.yaml": text, **files})
    (scope,) = (one for one in found if one.name == "a.yaml")
    return shown(scope.deployments[0].model.unread)


def shown(found: tuple[Unread, ...]) -> list[tuple[str, str, list[Any] | None]]:
    return [
        (one.name, one.reason, None if one.given is None else sorted(map(plain, one.given)))
        for one in found
    ]


def in_each_deployment(scope: Scope) -> list[tuple[dict[str, str], list[Any] | None]]:
    """Return the choices of each deployment and what its only unread thing is given, if any."""
    return [
        (
            {choice.name: choice.value for choice in deployment.choices},
            next((given for _, _, given in shown(deployment.model.unread)), None),
        )
        for deployment in scope.deployments
    ]


def test_a_nested_stack_elsewhere_is_given_its_parameters() -> None:
    """Values are those of the deployment; where its template lies is not given to it."""
    text = f"""
Resources:{BUCKET}
  Policies:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub https://${{Bucket}}.s3.amazonaws.com/policies.yaml
      Parameters:
        Name: !Ref Bucket
        Files: !Sub '${{Bucket.Arn}}/*'
"""

    assert [
        (
            "nested stack Policies",
            "its template is not in the scanned tree",
            ["arn:<aws:partition>:s3:::audit-logs/*", "audit-logs"],
        )
    ] == unread(text)


def test_a_nested_stack_that_is_read_is_not_unread() -> None:
    """What it makes is among the resources; a template that is broken is not read."""
    text = """
Resources:
  Fine: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: b.yaml}}
  Broken: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: c.yaml}}
"""
    fine, broken = f"Resources:{BUCKET}", "Resources: ["

    assert [("nested stack Broken", "its template could not be read", [])] == unread(
        text, **{"b.yaml": fine, "c.yaml": broken}
    )


def test_what_a_nested_stack_passes_on_is_given_by_name() -> None:
    """A bucket's name is followed through the parameters of the stack between."""
    text = f"""
Resources:{BUCKET}
  Outer:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: b.yaml, Parameters: {{Name: !Ref Bucket}}}}
"""
    child = """
Parameters: {Name: {Type: String}}
Resources:
  Configure:
    Type: Custom::BucketPolicy
    Properties: {ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:f', On: !Ref Name}
"""

    assert [
        (
            "Custom::BucketPolicy Outer/Configure",
            "what its function does is not known here",
            ["audit-logs"],
        )
    ] == unread(text, **{"b.yaml": child})


def test_an_unread_thing_is_left_out_with_its_condition() -> None:
    """Where its condition is false it is given nothing; an open choice in it asks nothing."""
    text = f"""
Parameters:
  Env: {{Type: String, AllowedValues: [dev, prod]}}
  Kind: {{Type: String, AllowedValues: [a, b]}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  A: !Equals [!Ref Kind, a]
Resources:{BUCKET}
  Policies:
    Type: AWS::CloudFormation::Stack
    Condition: Prod
    Properties:
      TemplateURL: https://example.com/policies.yaml
      Parameters: {{Name: !If [A, !Ref Bucket, other]}}
"""
    (scope,) = scopes_of({"a.yaml": text})

    assert [
        ({"Env": "dev"}, None),
        ({"Env": "prod"}, ["audit-logs", "other"]),
    ] == in_each_deployment(scope)


@pytest.mark.parametrize(
    ("resource", "name", "reason"),
    [
        (
            "{Type: 'My::Bucket::Policy::MODULE', Properties: {Name: !Ref Bucket}}",
            "My::Bucket::Policy::MODULE It",
            "its module is not in the scanned tree",
        ),
        (
            "{Type: 'AWS::CloudFormation::CustomResource', Properties: {Name: !Ref Bucket}}",
            "custom resource It",
            "what its function does is not known here",
        ),
        (
            "{Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct',"
            " Properties: {ProvisioningParameters: [{Key: Name, Value: !Ref Bucket}]}}",
            "product It",
            "the product is not in the scanned tree",
        ),
        (
            "{Type: 'AWS::CloudFormation::StackSet',"
            " Properties: {TemplateURL: 'https://example.com/a', Parameters: [!Ref Bucket]}}",
            "stack set It",
            "its template is not written inline",
        ),
    ],
)
def test_what_makes_resources_by_other_means_is_unread(
    resource: str, name: str, reason: str
) -> None:
    """Modules, products, custom resources and stack sets configure what they are given."""
    (found,) = unread(f"Resources:{BUCKET}\n  It: {resource}\n")

    assert (name, reason) == found[:2]
    assert "audit-logs" in (found[2] or ())


@pytest.mark.parametrize("type_", ["Custom::S3AutoDeleteObjects", "Custom::CDKBucketDeployment"])
def test_custom_resources_of_cdk_that_configure_nothing_are_no_doubt(type_: str) -> None:
    """They empty the bucket they are given, or copy to it; what they set is read."""
    resource = f"{{Type: '{type_}', Properties: {{BucketName: !Ref Bucket}}}}"

    assert [] == unread(f"Resources:{BUCKET}\n  It: {resource}\n")


def test_a_stack_set_whose_template_is_written_is_read() -> None:
    """Its template is a scope of its own."""
    text = f"""
Resources:{BUCKET}
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      Parameters: [{{ParameterKey: Name, ParameterValue: !Ref Bucket}}]
      TemplateBody: |
        Resources:
          Trail: {{Type: 'AWS::CloudTrail::Trail', Properties: {{IsLogging: true}}}}
"""

    assert [] == unread(text)


LOOP = "Fn::ForEach::Names: [Name, !Ref Names, {'B${Name}': {Type: 'AWS::S3::Bucket'}}]"


@pytest.mark.parametrize(
    ("lost", "name", "reason"),
    [
        (LOOP, "a loop in Resources", "it was not expanded"),
        ("Odd: !Rain::Module x", "Odd", "it could not be read"),
        ("Odd: [1]", "Odd", "it could not be read"),
        ("Odd: {Properties: {Bucket: x}}", "Odd", "it could not be read"),
        (
            "Odd: {Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: 's3://a/b'}}}",
            "Odd",
            "it could not be read",
        ),
        (
            "Bucket: {Type: 'AWS::S3::BucketPolicy'}",
            "the second Bucket",
            "only the first one was read",
        ),
        ("Odd: {Type: 'AWS::S3::Bucket', : }]", "part of a.yaml", "it could not be read"),
        (
            "Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: 's3://a/b'}}",
            "Fn::Transform in Resources",
            "it is not evaluated",
        ),
    ],
)
def test_a_lost_part_may_reach_everything(lost: str, name: str, reason: str) -> None:
    """What could not be parsed or expanded may configure any resource of the scope."""
    text = f"Parameters: {{Names: {{Type: CommaDelimitedList}}}}\nResources:{BUCKET}\n  {lost}\n"

    assert (name, reason, None) in unread(text)


def test_properties_that_could_not_be_read_are_not_absent() -> None:
    """Of a resource with broken Properties nothing is known, what it is named included."""
    text = """
Resources:
  Trail: {Type: 'AWS::CloudTrail::Trail', Properties: [1]}
  Key: {Type: 'AWS::KMS::Key', Properties: text}
"""
    (scope,) = scopes_of({"a.yaml": text})
    (trail,) = scope.deployments[0].model.trails
    (key,) = scope.deployments[0].model.keys

    assert "<its Properties could not be read>" == plain(trail.is_logging)
    assert ["<its Properties could not be read>"] == [plain(one.document) for one in key.policies]


def rewritten(files: dict[str, str]) -> list[tuple[str, list[str]]]:
    (scope, *_) = scopes_of(files)
    return [
        (one.name, sorted(one.rewrites))
        for one in scope.deployments[0].model.unread
        if one.rewrites
    ]


def test_a_macro_rewrites_its_template_and_what_that_nests() -> None:
    """The stacks around it are as they are written, but for what they pass to it."""
    main = f"""
Resources:{BUCKET}
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: inner.yaml, Parameters: {{Name: !Ref Bucket}}}}
"""
    inner = """
Transform: [AWS::LanguageExtensions, Mine]
Parameters: {Name: {Type: String}}
Resources:
  Below: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: below.yaml}}
"""
    files = {"a.yaml": main, "inner.yaml": inner, "below.yaml": f"Resources:{BUCKET}"}
    (scope,) = scopes_of(files)
    model = scope.deployments[0].model

    assert [("transform Mine", ["below.yaml", "inner.yaml"])] == rewritten(files)
    assert [("transform Mine", "it is not evaluated", ["audit-logs"])] == shown(model.unread)
    assert [("Bucket", True), ("Inner/Below/Bucket", "<transform Mine may remove it>")] == [
        (bucket.address, plain(bucket.exists)) for bucket in model.buckets
    ]


@pytest.mark.parametrize(
    ("header", "rewrites"),
    [
        ("Transform: Mine", ["a.yaml"]),
        ("Transform: {Name: 'AWS::New-2030-01-01'}", ["a.yaml"]),
        ("Mappings: {Fn::Transform: {Name: Mine}}", ["a.yaml"]),
        ("Outputs: {Fn::Transform: {Name: Mine}}", []),
        ("Mappings: {Fn::Transform: {Name: AWS::Include}}", []),
        ("Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}", []),
        ("Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]", []),
        ("Transform: [AWS::CodeDeployBlueGreen, AWS::SecretsManager-2024-09-16]", []),
    ],
)
def test_which_transforms_rewrite_a_template(header: str, rewrites: list[str]) -> None:
    """A macro of one's own may; those of AWS that are known, and an include, do not."""
    found = rewritten({"a.yaml": f"{header}\nResources:{BUCKET}"})

    assert rewrites == [path for _, paths in found for path in paths]


def test_a_macro_in_the_properties_may_change_what_stands_beside_it() -> None:
    """The name stays what others know the resource by."""
    text = """
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: audit-logs
      AccessControl: PublicRead
      Fn::Transform: {Name: Mine}
"""
    (scope,) = scopes_of({"a.yaml": text})
    (bucket,) = scope.deployments[0].model.buckets

    assert ("audit-logs", "<Fn::Transform may set it at deployment>") == (
        plain(bucket.name),
        plain(bucket.canned_acl),
    )


def test_modules_and_products_are_told_beside_a_trail() -> None:
    """A note each; a custom resource is told where a verdict hangs on it."""
    text = """
Resources:
  Trail: {Type: 'AWS::CloudTrail::Trail', Properties: {IsLogging: true, S3BucketName: b}}
  Module: {Type: 'My::Audit::Bucket::MODULE'}
  Product: {Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct'}
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties: {TemplateURL: 'https://example.com/a'}
  Custom: {Type: 'Custom::Thing'}
"""
    (scope,) = scopes_of({"a.yaml": text})

    assert [
        "My::Audit::Bucket::MODULE Module was not read: its module is not in the scanned tree",
        "product Product was not read: the product is not in the scanned tree",
        "stack set Set was not read: its template is not written inline",
    ] == [found.summary for found in scope.diagnostics]
