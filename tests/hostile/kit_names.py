"""Names and values that are made to move a cursor, to command a build log or to be quoted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from canaries import MODULE
from hostile_case import SECRET, Case, files, hcl, template

PAYLOADS = {
    "escapes": "\x1b[2K\x1b[1A\x9b31m\x07",
    "commands": "x\n::error file=a,line=1::owned\n  ::add-mask::x",
    "agent-commands": "##vso[task.complete result=Succeeded;]##[error]x",
    "markup": "]]><script>alert(1)</script>&lt;![CDATA[\"'",
    "directions": "\u202eevil\u2066\u200b\u2069\ufeff",
    "breaks": "a\rb\x85c\u2028d\u2029e\x0bf\x0cg",
    "markdown": "](http://example.com) ![x](y) `` | <b>",
    "tags": "\U000e0041\U000e0042\u3164",
    "links": "\x1b]8;;http://example.com\x1b\\x",
}

ODD_NAMES = (
    b"a\n::error file=a,line=1::owned.tf",
    b"-rf.tf",
    b"--config.tf",
    b"%41%0a.tf",
    b"#a.tf",
    b"with space .tf",
    "\U0001f600.tf".encode(),
    b"\xff\xfe.tf",
    b"\xed\xa0\x80.tf",
    b"a:b.tf",
    b"c:\\x.tf",
    b"..tf",
    b"...tf",
    b"$(x)`y`;&|.tf",
    b"\x1b[31m.tf",
    "\u202efdp.tf".encode(),
    b"\xe2\x80\xa8.tf",
    b"<script>.tf",
    b"?q=1&b=2.tf",
    b"##[error]x.tf",
    b"a\tb\rc.tf",
    b"long" * 60 + b".tf",
)


def name_cases() -> Iterator[Case]:
    """Yield the cases."""
    for name, payload in PAYLOADS.items():
        yield _in_terraform(name, payload)
        yield _in_cloudformation(name, payload)
    yield Case("file-names", _odd_files, ())
    yield Case("broken-file-names", _odd_broken_files, None)
    yield Case("directory-names", _odd_directories, ())
    yield from _secrets()


def _in_terraform(name: str, payload: str) -> Case:
    trail = {"name": payload, "s3_bucket_name": payload, "is_multi_region_trail": payload}
    beside = {"name": payload, "s3_bucket_name": f"${{{payload}}}", payload: {payload: [payload]}}
    text = json.dumps(
        {
            "//": payload,
            "resource": {"aws_cloudtrail": {payload: trail, f"{payload} 2": beside}},
            "variable": {payload: {"default": payload}},
            "module": {payload: {"source": payload}},
        }
    )
    return files(f"{name}-in-terraform", {f"{MODULE}/hostile.tf.json": text})


def _in_cloudformation(name: str, payload: str) -> Case:
    trail = {
        "Type": "AWS::CloudTrail::Trail",
        "Condition": payload,
        "Properties": {
            "TrailName": payload,
            "S3BucketName": {"Fn::Sub": f"${{{payload}}}"},
            "IsMultiRegionTrail": {"Ref": payload},
            "IsLogging": {f"Fn::{payload}": payload},
            payload: payload,
        },
    }
    text = json.dumps(
        {
            "Parameters": {payload: {"Type": "String", "AllowedValues": [payload, "true"]}},
            "Conditions": {payload: {"Fn::Equals": [{"Ref": payload}, payload]}},
            "Transform": payload,
            "Resources": {payload: trail, f"{payload}2": {"Type": "AWS::CloudTrail::Trail"}},
        }
    )
    return files(f"{name}-in-cloudformation", {"hostile.json": text})


def _odd_files(directory: Path) -> None:
    for number, name in enumerate(ODD_NAMES):
        text = f'resource "aws_cloudtrail" "t{number}" {{\n  name = "t"\n}}\n'
        (directory / MODULE / os.fsdecode(name)).write_text(text)


def _odd_broken_files(directory: Path) -> None:
    for name in ODD_NAMES:
        (directory / MODULE / os.fsdecode(name)).write_text("locals {\n  x = \n}\n")


def _odd_directories(directory: Path) -> None:
    for name in ODD_NAMES:
        below = directory / os.fsdecode(name)
        below.mkdir()
        (below / "main.tf").write_text('resource "aws_cloudtrail" "t" {\n  name = "t"\n}\n')


def _secrets() -> Iterator[Case]:
    yield hcl(
        "secrets",
        'resource "aws_cloudtrail" "t" {\n'
        f'  name = "t" # {SECRET}\n  /* {SECRET} */ is_multi_region_trail = false // {SECRET}\n'
        f'  tags = {{ password = "{SECRET}" }}\n}}\n'
        f'resource "aws_cloudtrail" "u" {{ tags = {{ password = "{SECRET}" }} }}\n'
        f'resource "aws_db_instance" "d" {{\n  password = "{SECRET}\n}}\n',
    )
    yield template(
        "secrets",
        "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:"
        f" {{IsMultiRegionTrail: false, Password: {SECRET}, IsLogging: true}} # {SECRET}\n"
        f"  U:\n    Type: AWS::RDS::DBInstance\n    Password: '{SECRET}'\n    Password: {SECRET}\n"
        f"    Other: !Unknown {SECRET}\n    Bad: !Sub [{SECRET}]\n",
    )
    yield hcl(
        "secrets-in-errors",
        f'locals {{\n  x = regex("(", "{SECRET}")\n  y = tonumber("{SECRET}")\n'
        f'  z = jsondecode("{{{SECRET}")\n}}\n'
        'resource "aws_cloudtrail" "t" {\n  name = local.y\n  s3_bucket_name = local.z\n'
        "  s3_key_prefix = local.x\n"
        f'  is_multi_region_trail = "{SECRET}"\n  enable_logging = tobool("{SECRET}")\n}}\n',
    )
