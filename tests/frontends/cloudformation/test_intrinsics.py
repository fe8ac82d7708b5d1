"""Every intrinsic function on known, partly known, unknown and malformed arguments."""

from __future__ import annotations

import pytest
from template_runs import problems_of, value_of

HEADER = """
Parameters:
  Free: {Type: String}
  Set: {Type: String, Default: chosen}
  Names: {Type: CommaDelimitedList, Default: "a, b"}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /path}
Mappings:
  M:
    top: {second: 7, list: [x, y]}
Resources2: {}
"""

VALUES = {
    "a scalar": ("text", "text"),
    "a boolean": ("true", True),
    "a number": ("30", 30),
    "a quoted boolean": ("'true'", "true"),
    "null": ("null", None),
    "a list": ("[a, 1]", ["a", 1]),
    "a map": ("{k: [v]}", {"k": ["v"]}),
    "Ref: default": ("!Ref Set", "chosen"),
    "Ref: free parameter": ("!Ref Free", "<parameter:Free>"),
    "Ref: list": ("!Ref Names", ["a", "b"]),
    "Ref: looked up": ("!Ref Stored", "<parameter:Stored>"),
    "Ref: account": ("!Ref AWS::AccountId", "<aws:account>"),
    "Ref: no value": ("!Ref AWS::NoValue", None),
    "Ref: undeclared": ("!Ref Nobody", "<Nobody is not declared>"),
    "Ref: malformed": ("!Ref [a]", "<Ref has a malformed argument>"),
    "GetAtt: malformed": ("!GetAtt It", "<Fn::GetAtt has a malformed argument>"),
    "GetAtt: undeclared": ("!GetAtt Nobody.Arn", "<Nobody is not declared>"),
    "Sub": ("!Sub 'a-${Set}-${!Set}'", "a-chosen-${Set}"),
    "Sub: partly known": (
        "!Sub '${AWS::Partition}:${Free}'",
        "<aws:partition>:<parameter:Free>",
    ),
    "Sub: variables": ("!Sub ['${X}/${Set}', {X: !Ref Free}]", "<parameter:Free>/chosen"),
    "Sub: a variable hides a parameter": ("!Sub ['${Set}', {Set: own}]", "own"),
    "Sub: number": ("!Sub ['${X}', {X: 5}]", "5"),
    "Sub: malformed": ("!Sub [a]", "<Fn::Sub has a malformed argument>"),
    "Sub: a list inside": ("!Sub '${Names}'", "<Fn::Sub has a malformed argument>"),
    "Join": ("!Join ['-', [a, !Ref Set, 3]]", "a-chosen-3"),
    "Join: no value is left out": ("!Join ['-', [a, !Ref AWS::NoValue, b]]", "a-b"),
    "Join: list parameter": ("!Join ['', !Ref Names]", "ab"),
    "Join: partly known": ("!Join ['', [a, !Ref Free]]", "a<parameter:Free>"),
    "Join: unknown list": ("!Join ['', !GetAZs '']", "<?>"),
    "Join: malformed": ("!Join [a]", "<Fn::Join has a malformed argument>"),
    "Split": ("!Split [',', 'a,b,']", ["a", "b", ""]),
    "Split: at what symbols lack": (
        "!Split [':', !Sub 'x:${AWS::Region}']",
        ["x", "<aws:region>"],
    ),
    "Split: unknown": (
        "!Split [',', !Ref Free]",
        "<parameter Free has no value (give it one with --parameters)>",
    ),
    "Split: malformed": ("!Split ['', a]", "<Fn::Split has a malformed argument>"),
    "Select": ("!Select [1, [a, b]]", "b"),
    "Select: a text index": ("!Select ['0', !Ref Names]", "a"),
    "Select: unknown index": (
        "!Select [!Ref Free, [a]]",
        "<parameter Free has no value (give it one with --parameters)>",
    ),
    "Select: unknown list": (
        "!Select [0, !GetAZs '']",
        "<Fn::GetAZs is known only at deployment>",
    ),
    "Select: outside": ("!Select [2, [a, b]]", "<the list has no element 2>"),
    "Select: malformed": ("!Select [x, [a]]", "<Fn::Select has a malformed argument>"),
    "FindInMap": ("!FindInMap [M, top, second]", 7),
    "FindInMap: list": ("!FindInMap [M, top, list]", ["x", "y"]),
    "FindInMap: default": ("!FindInMap [M, low, second, {DefaultValue: d}]", "d"),
    "FindInMap: undeclared": ("!FindInMap [N, a, b]", "<mapping N is not declared>"),
    "FindInMap: malformed": ("!FindInMap [M]", "<Fn::FindInMap has a malformed argument>"),
    "Base64": ("!Base64 abc", "YWJj"),
    "Base64: unknown": (
        "{'Fn::Base64': !Ref Free}",
        "<parameter Free has no value (give it one with --parameters)>",
    ),
    "Base64: malformed": ("{'Fn::Base64': [a]}", "<Fn::Base64 has a malformed argument>"),
    "GetAZs": ("!GetAZs ''", "<Fn::GetAZs is known only at deployment>"),
    "Cidr": ("!Cidr ['10.0.0.0/16', 1, 8]", "<Fn::Cidr is known only at deployment>"),
    "ImportValue": ("!ImportValue some", "<export:some>"),
    "ImportValue: unknown name": (
        "{'Fn::ImportValue': !Ref Free}",
        "<parameter Free has no value (give it one with --parameters)>",
    ),
    "Length": ("{'Fn::Length': [a, b]}", 2),
    "Length: unknown": ("{'Fn::Length': !GetAZs ''}", "<Fn::GetAZs is known only at deployment>"),
    "Length: malformed": ("{'Fn::Length': a}", "<Fn::Length has a malformed argument>"),
    "ToJsonString": ("{'Fn::ToJsonString': {a: [1, true]}}", '{"a":[1,true]}'),
    "ToJsonString: partly known": (
        "{'Fn::ToJsonString': {a: !Ref Free}}",
        "<a part of the structure is not known>",
    ),
    "ToJsonString: malformed": (
        "{'Fn::ToJsonString': a}",
        "<Fn::ToJsonString has a malformed argument>",
    ),
    "Transform": ("{'Fn::Transform': {Name: X}}", "<Fn::Transform is not evaluated>"),
    "an unknown function": ("{'Fn::Foo': a}", "<Fn::Foo is not a CloudFormation function>"),
    "a function beside other keys": (
        "{'Fn::Sub': a, b: c}",
        "<Fn::Sub is not the only key of its map>",
    ),
    "a dynamic reference": ("'{{resolve:ssm:/secret/name}}'", "<?>"),
    "a dynamic reference in a text": ("!Sub 'a-{{resolve:ssm:${Free}}}'", "a-<?>"),
    "If: undeclared": ("!If [Nobody, a, b]", "<condition Nobody depends on the deployment>"),
    "If: undeclared, same branches": ("!If [Nobody, [a], [a]]", ["a"]),
    "If: malformed": ("!If [a, b]", "<Fn::If has a malformed argument>"),
    "ForEach in a map": (
        "{'Fn::ForEach::L': [X, [a, b], {'K${X}': !Ref X}], other: 1}",
        {"Ka": "a", "Kb": "b", "other": 1},
    ),
}


@pytest.mark.parametrize(("expression", "expected"), VALUES.values(), ids=VALUES.keys())
def test_an_expression_has_its_value(expression: str, expected: object) -> None:
    """Functions give what is known, and say why when nothing is."""
    assert expected == value_of(expression, HEADER)


PROBLEMS = {
    "!Ref Nobody": "Ref to undeclared Nobody",
    "!Sub '${Nobody}'": "Ref to undeclared Nobody",
    "!GetAtt Nobody.Arn": "GetAtt of undeclared Nobody",
    "!Sub '${Nobody.Arn}'": "GetAtt of undeclared Nobody",
    "!If [Nobody, a, b]": "condition Nobody is not declared",
    "!FindInMap [N, a, b]": "FindInMap of undeclared mapping N",
    "!Join [a]": "expected Fn::Join to have a delimiter and a list",
    "!Select [2, [a, b]]": "index 2 is outside a list of 2 elements",
    "{'Fn::Foo': a}": "Fn::Foo is not a CloudFormation function",
    "{'Fn::Sub': a, b: c}": "expected Fn::Sub to be the only key of its map",
    "{'Fn::Transform': {Name: X}}": "Fn::Transform is not evaluated",
    "!GetAtt It.Value": "circular reference: It.Value refers to itself",
    "{'Fn::ForEach::L': [X, !GetAZs '', {a: b}]}": "the collection of Fn::ForEach is not known",
    "{'Fn::ForEach::L': [X, [a]]}": ("expected Fn::ForEach to have a name, a collection and a map"),
}


@pytest.mark.parametrize(("expression", "problem"), PROBLEMS.items(), ids=PROBLEMS.keys())
def test_what_cannot_be_evaluated_is_reported(expression: str, problem: str) -> None:
    """Each problem is one line, reported once."""
    assert (problem,) == problems_of(expression, HEADER)


def test_an_attribute_follows_from_what_is_written() -> None:
    """A GetAtt that a template derives is known as far as the name is."""
    header = "Parameters: {Free: {Type: String}}"
    resources = "\n".join(
        f"  {name}: {{Type: 'Test::Unit::Thing', Properties: {{Name: {value}}}}}"
        for name, value in {"Named": "x", "Open": "!Ref Free", "Part": "!Sub 'p-${Free}'"}.items()
    )
    expression = (
        "[!GetAtt Named.Arn, !GetAtt [Named, Arn], !Ref Open, !Ref Part, !GetAtt Named.Other]"
        f"\n  Unnamed: {{Type: 'Test::Unit::Thing'}}\n{resources}"
    )

    assert value_of(expression, header) == [
        "arn:thing/x",
        "arn:thing/x",
        "<parameter:Free>",
        "p-<parameter:Free>",
        "<Named.Other>",
    ]


def test_an_attribute_that_the_service_generates_is_a_symbol() -> None:
    """Two references to one generated attribute are the same text."""
    expression = "[!Ref Unnamed, !GetAtt Unnamed.Arn]\n  Unnamed: {Type: 'Test::Unit::Thing'}"

    assert value_of(expression) == ["<Unnamed.Name>", "arn:thing/<Unnamed.Name>"]
