"""Which files are templates."""

from __future__ import annotations

import codecs

import pytest
from cloudformation_trees import loaded

from iacguard.frontends.cloudformation.text.recognise import (
    is_template,
    may_be_named_template,
    may_be_template,
)

TYPES = ("AWS::CloudTrail::Trail", "AWS::S3::Bucket")
TRAIL = "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.yaml", True),
        ("a/b.YML", True),
        ("cdk.out/Stack.template.json", True),
        ("a/b.template", True),
        ("a/b.tf", False),
        ("a/yaml", False),
    ],
)
def test_templates_have_one_of_a_few_extensions(path, expected):
    """A name is compared without regard to case."""
    assert expected is may_be_named_template(path)


@pytest.mark.parametrize(
    "content",
    [
        TRAIL.encode(),
        codecs.BOM_UTF8 + TRAIL.encode(),
        TRAIL.encode("utf-16"),
        codecs.BOM_UTF16_BE + TRAIL.encode("utf-16-be"),
        TRAIL.encode("utf-32"),
        b'{"Resources":{"T":{"Type":"AWS::CloudTrail::Trail"}}}',
        b"Resources:\n  Child: {Type: AWS::CloudFormation::Stack}\n",
        b"Resources:\n  Fn::ForEach::Trails: [N, [a], {}]\n",
        b"Resources:\n  Fn::Transform: {Name: AWS::Include}\n",
    ],
)
def test_a_file_that_may_bring_in_a_type_is_a_candidate(content):
    """Bytes are searched, decoded by their mark; the format's version is not asked for."""
    assert may_be_template(content, TYPES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Q: {Type: AWS::SQS::Queue}\n",
        b"see AWS::CloudTrail::Trail\n",
        b"kind: Deployment\nResources: {}\n",
        codecs.BOM_UTF16_LE + b"\x00",
    ],
)
def test_other_files_are_passed_over(content):
    """A template of other types only cannot change any verdict."""
    assert not may_be_template(content, TYPES)


@pytest.mark.parametrize(
    "text",
    [
        TRAIL,
        '{"Resources": {"T": {"Type": "Custom::Thing"}}}',
        "Resources:\n  Odd: 1\n  T: {Type: AWS::S3::Bucket}\n",
        "Resources:\n  Fn::ForEach::A: [N, [a], {}]\n",
        "Common: &c {Type: AWS::S3::Bucket}\nResources:\n  B: *c\n",
        "Common: &c {B: {Type: AWS::S3::Bucket}}\nResources: *c\n",
    ],
)
def test_a_template_has_a_typed_resource(text):
    """Its type has a namespace, as every resource type has."""
    assert is_template(loaded(text).root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "a: b",
        "Resources: []",
        "Resources:\n  T: {Type: plain}\n",
        "Resources:\n  T: {Type: [AWS::S3::Bucket]}\n",
        "Resources:\n  T: text\n",
    ],
)
def test_other_documents_are_no_templates(text):
    """A map called Resources is not enough."""
    assert not is_template(loaded(text).root)
