"""CloudFormation templates, and plans, that are made to exhaust or to mislead a reader."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hostile_case import Case, files, json_template, template

TRAIL = {"Type": "AWS::CloudTrail::Trail", "Properties": {"IsLogging": True, "S3BucketName": "b"}}
HEAD = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"


def template_cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _yaml()
    yield from _json()
    yield from _shapes()
    yield from _functions()
    yield from _plans()


def _yaml() -> Iterator[Case]:
    yield template(
        "aliases",
        'a: &a ["x","x","x","x","x","x","x","x","x"]\n'
        + "".join(
            f"{new}: &{new} [{','.join(f'*{old}' for _ in range(9))}]\n"
            for old, new in zip("abcdefgh", "bcdefghi")
        )
        + HEAD
        + "    Properties: {S3BucketName: *i}\n",
    )
    merges = "m0: &m0 {k0: v}\n" + "".join(
        f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}], k{n}: v}}\n" for n in range(1, 2_000)
    )
    yield template("merges", merges + HEAD + "    Properties:\n      <<: *m1999\n")
    yield template("recursive-anchor", HEAD + "    Properties: &p\n      S3BucketName: *p\n")
    yield template("recursive-merge", HEAD + "    Properties: &p\n      <<: *p\n")
    many = 100_000
    yield template("flow", HEAD + f"    Properties: {'[' * many}{']' * many}\n")
    yield template("open-flow", HEAD + f"    Properties: {'{a: ' * many}\n")
    indented = "".join(f"{' ' * depth}a:\n" for depth in range(6, 3_000))
    yield template("indentation", HEAD + "    Properties:\n" + indented)
    yield template("sequence-depth", HEAD + "    Properties:\n      " + "- " * 50_000 + "a\n")
    yield template("tags-in-a-row", HEAD + "    Properties: " + "!Sub " * 20_000 + "a\n")
    yield template("question-marks", HEAD + "? " * 20_000 + "a\n")
    yield template("long-key", HEAD + "    " + "k" * 2_000_000 + ": v\n")
    yield template("many-documents", "---\n" * 50_000 + HEAD, is_named=False)
    yield template(
        "unknown-tags", "Resources: !!python/object/apply:os.system ['x']\nA: !Foo a\n" + HEAD
    )
    yield template("python-tags", HEAD + "    Properties: !!python/object/new:os.system [id]\n")
    yield template(
        "keys-twice", HEAD + "    Type: AWS::CloudTrail::Trail\n  T: {Type: 'A::B::C'}\n"
    )
    yield template("not-utf-8", HEAD.encode() + b"    Properties: \xff\xfe\n")
    yield template("utf-16", HEAD.encode("utf-16"), is_named=False)
    yield template("nul", HEAD.encode() + b"\0" * 10)
    yield template("carriage-returns", HEAD.replace("\n", "\r"), is_named=False)
    yield template("tabs", HEAD.replace("  ", "\t"))
    yield template(
        "numbers",
        HEAD + "    Properties: {S3BucketName: .nan, KMSKeyId: -.inf, A: 1e999999}\n",
        is_named=False,
    )
    yield template(
        "base-sixty",
        HEAD + f"    Properties: {{S3BucketName: {'1:' * 50_000}1, B: {'9' * 500_000}}}\n",
        is_named=False,
    )
    yield template(
        "dates",
        HEAD + "    Properties: {S3BucketName: 9999-99-99, KMSKeyId: 2001-01-01T99:99:99Z}\n",
        is_named=False,
    )
    yield template("truncated", HEAD + '    Properties:\n      S3BucketName: "abc')
    yield template("quotes", HEAD + "    Properties:\n" + "      ' " * 50_000)
    yield template(
        "block-scalars", HEAD + "    Properties:\n      S3BucketName: |" + "9" * 1_000 + "\n  x\n"
    )
    yield template(
        "anchors", HEAD + "".join(f"    a{n}: &a{n} x\n" for n in range(100_000)), is_named=False
    )
    yield template("long-line", HEAD + "    A: " + "a" * 50_000_000)


def _json() -> Iterator[Case]:
    many = 100_000
    head = '{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": '
    yield json_template("json-depth", head + '{"a":' * many + "1" + "}" * (many + 3))
    yield json_template("json-lists", head + "[" * many + "]" * many + "}}}")
    yield json_template("json-open", head + "[" * many)
    yield json_template(
        "json-numbers", head + '{"S3BucketName": NaN, "A": -Infinity, "B": 1e999999}}}}'
    )
    yield json_template(
        "json-digits", head + f'{{"S3BucketName": {"9" * 500_000}}}}}}}}}', is_named=False
    )
    yield json_template(
        "json-keys-twice", head + '{"S3BucketName": "a", "S3BucketName": "b"}}, "T": 1}}'
    )
    yield json_template("json-truncated", head + '{"S3BucketName": "a')
    yield json_template("json-escapes", head + '{"S3BucketName": "\\ud800", "A": "\\u12"}}}}')
    yield json_template("json-utf-16", (head + "{}}}}").encode("utf-16"), is_named=False)
    rows = {f"R{n}": {"Type": "AWS::SNS::Topic"} for n in range(50_000)}
    yield json_template(
        "json-resources", json.dumps({"Resources": {**rows, "T": TRAIL}}), is_named=False
    )
    trails = {f"R{n}": TRAIL for n in range(500)}
    yield json_template("json-trails", json.dumps({"Resources": trails}), is_named=False)


SHAPES: tuple[object, ...] = (None, 1, True, "x", [], ["x"], {}, {"x": None}, {"x": [{}]})


def _shapes() -> Iterator[Case]:
    sections = (
        "AWSTemplateFormatVersion", "Parameters", "Mappings", "Conditions", "Rules", "Transform",
        "Outputs", "Metadata", "Resources", "Hooks",
    )  # fmt: skip
    texts = {}
    for section in sections:
        for number, shape in enumerate(SHAPES):
            document = {"Resources": {"T": TRAIL}, section: shape}
            texts[f"{section}{number}.json"] = json.dumps(document)
    yield files("template-shapes-of-sections", texts, None)
    texts = {}
    for key in ("Type", "Properties", "Condition", "DependsOn", "Metadata", "DeletionPolicy"):
        for number, shape in enumerate(SHAPES):
            resources = {"A": {**TRAIL, key: shape}, "B": shape}
            texts[f"{key}{number}.json"] = json.dumps({"Resources": resources})
    yield files("template-shapes-of-resources", texts, None)
    names = (
        "Ref", "Condition", "Fn::Base64", "Fn::Cidr", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs",
        "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Select", "Fn::Split", "Fn::Sub",
        "Fn::ToJsonString", "Fn::Transform", "Fn::ForEach::X", "Fn::And", "Fn::Nothing",
    )  # fmt: skip
    texts = {}
    for name in names:
        shapes = {f"P{n}": {name: shape} for n, shape in enumerate(SHAPES)}
        trails = {
            f"T{n}": {**TRAIL, "Properties": {"IsMultiRegionTrail": shape, "S3BucketName": shape}}
            for n, shape in enumerate(shapes.values())
        }
        document = {"Conditions": shapes, "Resources": trails, "Mappings": shapes}
        texts[f"{name.replace(':', '-')}.json"] = json.dumps(document)
    yield files("template-shapes-of-functions", texts, None)


def _trail(bucket: object, **sections: object) -> str:
    properties = {"IsLogging": True, "IsMultiRegionTrail": True, "S3BucketName": bucket}
    trail = {"Type": "AWS::CloudTrail::Trail", "Properties": properties}
    return json.dumps({**sections, "Resources": {"T": trail}})


def _functions() -> Iterator[Case]:
    ring = {
        f"R{n}": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": {"Ref": f"R{(n + 1) % 900}"}},
        }
        for n in range(900)
    }
    yield json_template(
        "ring-of-references",
        json.dumps(
            {"Resources": {**ring, "T": {**TRAIL, "Properties": {"S3BucketName": {"Ref": "R0"}}}}}
        ),
    )
    conditions = {f"C{n}": {"Fn::Not": [{"Condition": f"C{(n + 1) % 900}"}]} for n in range(900)}
    yield json_template(
        "ring-of-conditions",
        json.dumps({"Conditions": conditions, "Resources": {"T": {**TRAIL, "Condition": "C0"}}}),
    )
    mapping = {"M": {"a": {"b": {"Fn::FindInMap": ["M", "a", "b"]}}}}
    yield json_template(
        "ring-of-mappings", _trail({"Fn::FindInMap": ["M", "a", "b"]}, Mappings=mapping)
    )
    parameters = {f"P{n}": {"Type": "String", "AllowedValues": ["a", "b"]} for n in range(40)}
    independent = {f"C{n}": {"Fn::Equals": [{"Ref": f"P{n}"}, "a"]} for n in range(40)}
    choices = [{"Fn::If": [f"C{n}", "a", "b"]} for n in range(40)]
    yield json_template(
        "forty-conditions",
        _trail({"Fn::Join": ["", choices]}, Parameters=parameters, Conditions=independent),
        is_named=False,
    )
    settings = {
        f"T{n}": {
            "Type": "AWS::CloudTrail::Trail",
            "Condition": f"C{n}",
            "Properties": {"IsLogging": {"Fn::If": [f"C{(n + 1) % 40}", True, False]}},
        }
        for n in range(40)
    }
    yield json_template(
        "forty-conditional-trails",
        json.dumps({"Parameters": parameters, "Conditions": independent, "Resources": settings}),
        is_named=False,
    )
    hundred = [str(number) for number in range(100)]
    body: object = {"K${X}${Y}${Z}": TRAIL}
    for name in "ZYX":
        body = {f"Fn::ForEach::{name}": [name, hundred, body]}
    yield json_template(
        "for-each",
        json.dumps({"Transform": "AWS::LanguageExtensions", "Resources": body}),
        is_named=False,
    )
    yield json_template("sub-variables", _trail({"Fn::Sub": "${A}" * 100_000}))
    names = {f"v{n}": "x" for n in range(50_000)}
    text = "".join(f"${{{name}}}" for name in names)
    yield json_template("sub-map", _trail({"Fn::Sub": [text, names]}), is_named=False)
    yield json_template(
        "sub-open", _trail({"Fn::Sub": "${" * 100_000 + "${!" * 1_000}), is_named=False
    )
    deep = '{"Fn::Join": ["", [' * 800 + '"x"' + ', "y"]]}' * 800
    yield json_template("joins", _trail("DEEP").replace('"DEEP"', deep))
    doubling = "x"
    yield json_template(
        "texts-that-double",
        json.dumps(
            {
                "Resources": {
                    **{
                        f"R{n:02}": {
                            "Type": "AWS::S3::Bucket",
                            "Properties": {
                                "BucketName": {"Fn::Sub": f"${{R{n + 1:02}}}${{R{n + 1:02}}}"}
                            },
                        }
                        for n in range(40)
                    },
                    "R40": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": doubling}},
                    "T": {**TRAIL, "Properties": {"S3BucketName": {"Ref": "R00"}}},
                }
            }
        ),
        is_named=True,
    )
    macro = {"Fn::Transform": {"Name": "Evil", "Parameters": {"x": "y"}}}
    yield json_template("macro", _trail(macro, Transform=["Evil"]), is_named=False)
    yield json_template("nameless-transform", _trail(1, Transform=["Evil", macro]), is_named=True)
    policy = json.dumps(
        {"Statement": [{"Action": ["*" * 200 + "a"] * 2_000, "Resource": "*?" * 500}]}
    )
    resources = {
        "B": {"Type": "AWS::S3::Bucket"},
        "P": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "B"}, "PolicyDocument": json.loads(policy)},
        },
        "T": {**TRAIL, "Properties": {"S3BucketName": {"Ref": "B"}}},
    }
    yield json_template("wildcards", json.dumps({"Resources": resources}), is_named=False)
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "hostile.json"}}
    yield json_template(
        "stack-of-itself",
        json.dumps({"Resources": {"N": nested, "M": nested, "T": TRAIL}}),
        is_named=False,
    )


def _plans() -> Iterator[Case]:
    change = {
        "address": "aws_cloudtrail.t",
        "mode": "managed",
        "type": "aws_cloudtrail",
        "name": "t",
        "change": {"actions": ["create"], "after": {"name": "t"}},
    }
    plan = {"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [change]}
    text = json.dumps({**plan, "planned_values": {}, "configuration": {}})
    yield json_template("plan-truncated", text[:-40])
    texts = {}
    for key in (
        "format_version",
        "terraform_version",
        "resource_changes",
        "planned_values",
        "configuration",
    ):
        for number, shape in enumerate(SHAPES):
            texts[f"{key}{number}.json"] = json.dumps({**plan, key: shape})
    yield files("template-plan-shapes", texts, None)
    deep = text.replace('"name": "t"}}', '"name": ' + "[" * 50_000 + "]" * 50_000 + "}}")
    yield json_template("plan-depth", deep)
