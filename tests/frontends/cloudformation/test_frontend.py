"""Scopes of whole trees: nested stacks, exports, producers, and where values come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from template_runs import plain, scopes_of

from iacguard.core.diagnostic import Level
from iacguard.core.limits import Limits
from iacguard.core.text import ACCOUNT, parts_of
from iacguard.core.value import Hop, Known
from iacguard.frontends.protocol import Inputs, Scope

TRAIL = """\
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: {bucket}
      IsMultiRegionTrail: {multi}
"""


def trail(bucket: str = "logs", multi: str = "true", header: str = "") -> str:
    return f"{header}\nResources:\n" + TRAIL.format(bucket=bucket, multi=multi)


def trails(scope: Scope) -> list[tuple[str, Any, Any]]:
    """Return address, bucket and region setting of each trail of the first deployment."""
    return [
        (found.address, plain(found.bucket), plain(found.is_multi_region))
        for found in scope.deployments[0].model.trails
    ]


def summaries(scope: Scope) -> list[str]:
    return [found.summary for found in scope.diagnostics]


def test_a_template_is_a_scope() -> None:
    """Each template that nothing nests is judged by itself; other files are passed over."""
    found = scopes_of({"b/t.yml": trail(), "a.json": '{"Resources": 1}', "c.yaml": "x: y"})

    assert [scope.name for scope in found] == ["b/t.yml"]
    assert trails(found[0]) == [("Trail", "logs", True)]


def test_a_nested_stack_is_judged_inside_its_parent() -> None:
    """Parameters pass down, outputs pass up, and the child is not judged again."""
    parent = """
Resources:
  Store:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./nested/store.yaml, Parameters: {Name: audit-logs}}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {IsLogging: true, S3BucketName: !GetAtt Store.Outputs.Bucket}
"""
    child = """
Parameters: {Name: {Type: String}}
Resources:
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${Name}-x'}}
Outputs: {Bucket: {Value: !Ref Bucket}}
"""
    (scope,) = scopes_of({"app/main.yaml": parent, "app/nested/store.yaml": child})

    assert scope.name == "app/main.yaml"
    assert scope.files == ("app/main.yaml", "app/nested/store.yaml")
    assert [
        (found.address, plain(found.bucket), None) for found in scope.deployments[0].model.trails
    ] == [("Trail", "audit-logs-x", None)]
    (bucket,) = scope.deployments[0].model.buckets
    assert bucket.address == "Store/Bucket"
    assert [hop.label for hop in bucket.callers] == ["nested stack Store"]


def test_a_condition_on_a_nested_stack_takes_its_resources_along() -> None:
    """Nothing of a stack that is left out exists."""
    parent = """
Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  Audit:
    Type: AWS::CloudFormation::Stack
    Condition: Prod
    Properties: {TemplateURL: child.yaml, Parameters: {Stage: !Ref Env}}
"""
    child = trail(
        multi="!If [Live, true, false]",
        header=(
            "Parameters: {Stage: {Type: String}}\nConditions: {Live: !Equals [!Ref Stage, prod]}"
        ),
    )
    (scope,) = scopes_of({"main.yaml": parent, "child.yaml": child})

    assert [
        (
            {choice.name: choice.value for choice in each.choices},
            [(found.address, plain(found.is_multi_region)) for found in each.model.trails],
        )
        for each in scope.deployments
    ] == [
        ({"Env": "dev"}, []),
        ({"Env": "prod"}, [("Audit/Trail", True)]),
    ]


REMOTE = "  {0}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: '{1}'}}}}\n"


def test_a_path_out_of_the_tree_is_not_followed() -> None:
    """Neither upwards, nor absolute, nor with a scheme."""
    for location in ("../x.yaml", "/etc/passwd", "file:///etc/passwd", "https://x/y.yaml"):
        text = trail() + REMOTE.format("N", location)
        (scope,) = scopes_of({"t.yaml": text})

        assert summaries(scope) == [
            "nested stack N was not read: its template is not in the scanned tree"
        ]


def test_stacks_that_nest_each_other_are_judged_once() -> None:
    """A circle of templates ends where it began."""
    nested = "  N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: %s}}\n"
    found = scopes_of(
        {"a.yaml": trail() + nested % "b.yaml", "b.yaml": trail() + nested % "a.yaml"}
    )

    assert [scope.name for scope in found] == ["a.yaml"]
    assert summaries(found[0]) == ["nested stack N/N was not read: its template nests itself"]
    assert trails(found[0]) == [("N/Trail", "logs", True), ("Trail", "logs", True)]


def test_exports_are_shared_between_scanned_stacks() -> None:
    """An import is resolved when exactly one scanned stack exports the name."""
    store = """
Resources: {Bucket: {Type: 'AWS::S3::Bucket'}}
Outputs:
  Named: {Value: audit-logs, Export: {Name: named}}
  Made: {Value: !Ref Bucket, Export: {Name: made}}
"""
    named, made, _ = scopes_of(
        {
            "1.yaml": trail("!ImportValue named"),
            "2.yaml": trail("!ImportValue made"),
            "store.yaml": store,
        }
    )

    assert trails(named) == [("Trail", "audit-logs", True)]
    assert trails(made) == [("Trail", "<store.yaml:Bucket.BucketName>", True)]


def test_an_export_of_two_stacks_is_unknown() -> None:
    """Which of the two is deployed, nothing tells."""
    store = "Resources: {B: {Type: 'AWS::S3::Bucket'}}\n"
    store += "Outputs: {O: {Value: x, Export: {Name: n}}}\n"
    other = store.replace("Value: x", "Value: y")
    found = scopes_of({"1.yaml": trail("!ImportValue n"), "2.yaml": store, "3.yaml": other})

    assert trails(found[0]) == [("Trail", "<export:n>", True)]


def test_a_value_knows_the_way_it_came() -> None:
    """The property, the condition that decided, the branch, the default."""
    text = """\
Parameters:
  Multi: {Type: String, Default: 'false'}
  Env: {Type: String, AllowedValues: [dev]}
Conditions:
  Dev: !Equals [!Ref Env, dev]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: b
      IsMultiRegionTrail: !If [Dev, !Ref Multi, true]
"""
    (scope,) = scopes_of({"t.yaml": text})
    (found,) = scope.deployments[0].model.trails

    assert isinstance(found.is_multi_region, Known)
    assert [(written_at(text, hop), hop.label) for hop in found.is_multi_region.provenance] == [
        ("!If [Dev, !Ref Multi, true]", ""),
        ("Dev: !Equals [!Ref Env, dev]", "condition Dev is true"),
        ("!Ref Multi", "value when Dev is true"),
        ("'false'", "default of parameter Multi"),
    ]


def written_at(text: str, hop: Hop) -> str:
    return text[hop.span.start.offset : hop.span.end.offset]


def test_parameter_files_of_the_user_settle_every_root() -> None:
    """A value leads to the line of the parameter file; a missing file is reported once."""
    text = trail(multi="!Ref Multi", header="Parameters: {Multi: {Type: String}}")
    inputs = Inputs(parameter_files=("p.json", "none.json"))
    (scope,) = scopes_of({"t.yaml": text, "p.json": '{"Multi": "false"}'}, inputs)
    (found,) = scope.deployments[0].model.trails

    assert summaries(scope) == ["there is no such parameter file"]
    assert trails(scope) == [("Trail", "logs", False)]
    assert [(hop.span.path, hop.label) for hop in found.is_multi_region.provenance] == [
        ("t.yaml", ""),
        ("p.json", "parameter Multi"),
    ]


def test_the_account_of_the_user_decides_conditions() -> None:
    """Conditions on the account are decided, and texts that name it are known."""
    text = trail(
        bucket="!Sub 'logs-${AWS::AccountId}'",
        multi="!If [Main, true, false]",
        header="Conditions: {Main: !Equals [!Ref 'AWS::AccountId', '111122223333']}",
    )
    (scope,) = scopes_of({"t.yaml": text}, Inputs(account_id="111122223333"))

    assert len(scope.deployments) == 1
    assert trails(scope) == [("Trail", "logs-111122223333", True)]


def test_the_account_of_the_innermost_path_is_that_of_a_template() -> None:
    """The configuration says which paths are deployed to which account."""
    text = trail(bucket="!Sub 'logs-${AWS::AccountId}'")
    accounts = (("live", "111122223333"), ("live/dev", "444455556666"), ("live/test", None))
    names = ("live/t.yaml", "live/dev/t.yaml", "live/test/t.yaml", "t.yaml")

    found = scopes_of(dict.fromkeys(names, text), Inputs(accounts=accounts))

    assert [
        ("live/dev/t.yaml", ("logs-444455556666",)),
        ("live/t.yaml", ("logs-111122223333",)),
        ("live/test/t.yaml", ("logs-", ACCOUNT)),
        ("t.yaml", ("logs-", ACCOUNT)),
    ] == [(each.name, parts_of(each.deployments[0].model.trails[0].bucket)) for each in found]


def test_a_loop_makes_resources() -> None:
    """Logical ids, properties and references take the loop's variable."""
    text = """
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Regions:
    - Name
    - [Eu, Us]
    - Trail${Name}:
        Type: AWS::CloudTrail::Trail
        Properties: {IsLogging: true, S3BucketName: !Sub 'logs-${Name}'}
"""
    (scope,) = scopes_of({"t.yaml": text})

    assert [
        (found.address, plain(found.bucket)) for found in scope.deployments[0].model.trails
    ] == [("TrailEu", "logs-Eu"), ("TrailUs", "logs-Us")]


def test_a_remote_stack_is_named_where_it_may_matter() -> None:
    """Beside a trail, or when it is a trail's by its name; elsewhere it is most often no audit."""
    unread = "nested stack {} was not read: its template is not in the scanned tree"
    network = REMOTE.format("Network", "https://s3/network.yaml")
    audit = REMOTE.format("Audit", "https://s3/cloudtrail.yaml")
    role = "  R: {Type: 'AWS::S3::Bucket'}\n"
    one, other, third = scopes_of(
        {
            "1.yaml": trail() + network,
            "2.yaml": "Resources:\n" + role + network,
            "3.yaml": "Resources:\n" + role + audit,
        }
    )

    assert summaries(one) == [unread.format("Network")]
    assert summaries(other) == []
    assert summaries(third) == [unread.format("Audit")]


def test_a_macro_is_a_note() -> None:
    """What a macro does is not known, and it may change whatever is written."""
    (scope,) = scopes_of({"t.yaml": trail(header="Transform: [AWS::Serverless-2016-10-31, Mine]")})

    assert summaries(scope) == [
        "transform Mine is not evaluated and may change anything in this template"
    ]
    assert trails(scope) == [("Trail", "logs", True)]


def test_what_a_macro_may_bring_is_not_called_missing() -> None:
    """A resource may get what is required of it from a macro."""
    text = "{}\nResources:\n  Trail: {{Type: 'AWS::CloudTrail::Trail', Properties: {{}}}}\n"
    (plainly,) = scopes_of({"t.yaml": text.format("")})
    (with_macro,) = scopes_of({"t.yaml": text.format("Transform: Mine")})

    assert ["IG006", "IG006"] == [found.rule for found in plainly.diagnostics]
    assert ["IG002"] == [found.rule for found in with_macro.diagnostics]


def test_an_include_leaves_unwritten_properties_open() -> None:
    """Properties beside an include are read; those that are not written may come with it."""
    text = """
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: b
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}
"""
    (scope,) = scopes_of({"t.yaml": text})

    assert trails(scope) == [("Trail", "b", "<Fn::Transform may set it at deployment>")]


def test_a_macro_beside_the_properties_leaves_unwritten_ones_open() -> None:
    """It may change the resource; one without a type is whatever an include makes of it."""
    text = """
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Fn::Transform: {Name: Mine}
    Properties: {IsLogging: true, S3BucketName: !Ref Made}
  Made:
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}
"""
    (scope,) = scopes_of({"t.yaml": text})

    assert trails(scope) == [
        (
            "Trail",
            "<Fn::Transform may set it at deployment>",
            "<Fn::Transform may set it at deployment>",
        )
    ]
    assert {Level.NOTE} == {diagnostic.level for diagnostic in scope.diagnostics}
    assert summaries(scope) == [
        "Fn::Transform in resource Made is not evaluated; the template was judged as written",
        "Fn::Transform in Properties is not evaluated",
    ]


def test_a_macro_in_a_value_or_a_condition_is_a_note() -> None:
    """Whatever stands beside it: the value is unknown, and nothing is wrong with the template."""
    text = """
Conditions:
  Made: {Fn::Transform: {Name: Mine}}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Condition: Made
    Properties:
      IsLogging: true
      S3BucketName: {Fn::Transform: {Name: Mine}, Ref: Other}
"""
    (scope,) = scopes_of({"t.yaml": text})

    assert trails(scope) == [("Trail", "<Fn::Transform is not evaluated>", False)]
    assert {Level.NOTE} == {diagnostic.level for diagnostic in scope.diagnostics}


def test_plain_resources_of_serverless_templates_are_read() -> None:
    """SAM's own types and Globals stand beside; a nested application is a nested stack."""
    text = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
Resources:
  Work: {Type: AWS::Serverless::Function, Properties: {Handler: x}}
  Audit: {Type: AWS::Serverless::Application, Properties: {Location: audit/t.yaml}}
"""
    (scope,) = scopes_of({"template.yaml": text, "audit/t.yaml": trail()})

    assert summaries(scope) == []
    assert trails(scope) == [("Audit/Trail", "logs", True)]


def test_the_template_of_a_stack_set_is_a_scope_of_its_own() -> None:
    """It is deployed to other accounts; its positions are those of the file."""
    text = """\
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateBody: |
        Resources:
          Trail:
            Type: AWS::CloudTrail::Trail
            Properties: {IsLogging: true, S3BucketName: inner}
  Other:
    Type: AWS::CloudFormation::StackSet
    Properties: {TemplateBody: !Ref Nothing}
"""
    outer, inner = scopes_of({"t.yaml": text})

    assert (outer.name, inner.name) == ("t.yaml", "t.yaml (Set)")
    assert summaries(outer) == ["the TemplateBody of Other is not evaluated"]
    (found,) = inner.deployments[0].model.trails
    assert (found.address, plain(found.bucket)) == ("Set/Trail", "inner")
    assert text[found.span.start.offset : found.span.end.offset] == "Trail"
    assert written_at(text, found.bucket.provenance[0]) == "inner"


def test_a_broken_template_is_reported() -> None:
    """A file that cannot be read is a scope without deployments."""
    (scope,) = scopes_of({"t.yaml": "Resources:\n  Trail: {Type: 'AWS::CloudTrail::Trail\n"})

    assert scope.deployments == ()
    assert scope.diagnostics


def test_scopes_do_not_depend_on_the_order_of_files() -> None:
    """The same tree gives the same scopes."""
    files = {"a.yaml": trail(), "b.yaml": trail("!ImportValue x"), "c/d.json": trail()}

    one, other = scopes_of(files), scopes_of(dict(reversed(list(files.items()))))

    assert [replace(scope, deployments=()) for scope in one] == [
        replace(scope, deployments=()) for scope in other
    ]
    assert [each.model for scope in one for each in scope.deployments] == [
        each.model for scope in other for each in scope.deployments
    ]


def test_several_open_elements_are_one_open_list() -> None:
    """A list of structures of which more than one is open is unknown by the first of them."""
    header = """
Parameters: {A: {Type: String}, B: {Type: String}}
Conditions: {Ca: !Equals [!Ref A, x], Cb: !Equals [!Ref B, x]}"""
    selectors = ", ".join(f"!If [C{n}, {{ReadWriteType: All}}, !Ref AWS::NoValue]" for n in "ab")
    text = trail(header=header) + f"      EventSelectors: [{selectors}]\n"
    (scope,) = scopes_of({"t.yaml": text}, limits=Limits(deployments=1))
    (found,) = scope.deployments[0].model.trails

    assert plain(found.event_selectors) == "<condition Ca depends on the deployment>"
    assert ["Ca", "Cb"] == [
        name for name in ("Ca", "Cb") if scope.deployments[0].narrow(name.removeprefix("C").upper())
    ]


def test_a_condition_on_a_secret_is_named_and_not_quoted() -> None:
    """The text that a NoEcho parameter is compared with is as secret as the parameter."""
    text = """\
Parameters:
  Password: {Type: String, NoEcho: true, Default: hunter2}
Conditions:
  IsDefault: !Equals [!Ref Password, hunter2]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: b
      IsMultiRegionTrail: !If [IsDefault, false, false]
"""
    (scope,) = scopes_of({"t.yaml": text})
    found = scope.deployments[0].model.trails[0].is_multi_region

    assert "IsDefault" in [written_at(text, hop) for hop in found.provenance]
    assert not [hop for hop in found.provenance if "hunter2" in written_at(text, hop)]


def test_what_is_written_for_secrets_is_sensitive() -> None:
    """The default, the allowed values, and what a nesting stack passes."""
    inner = "Parameters: {Key: {Type: String, NoEcho: true}}\n" + trail()
    outer = """\
Parameters:
  Key: {Type: String, NoEcho: true, Default: hunter2, AllowedValues: [hunter2, hunter3]}
Resources:
  N:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: inner.yaml, Parameters: {Key: hunter4}}
"""
    (scope,) = scopes_of({"outer.yaml": outer, "inner.yaml": inner})

    assert ["hunter2", "hunter2", "hunter3", "hunter4"] == sorted(
        outer[span.start.offset : span.end.offset] for span in scope.sensitive
    )


@pytest.mark.parametrize("type_", ["AWS::CloudTrail::${Kind}", "AWS::&{Service}::Trail"])
def test_a_loop_fills_in_the_type_of_a_resource(type_: str) -> None:
    """What a loop makes is a resource like any other."""
    (variable, element) = ("Kind", "Trail") if "Kind" in type_ else ("Service", "CloudTrail")
    text = f"""
Resources:
  Fn::ForEach::Trails:
    - {variable}
    - [{element}]
    - "My${{{variable}}}":
        Type: "{type_}"
        Properties: {{S3BucketName: b, IsLogging: false}}
"""
    (scope,) = scopes_of({"template.yaml": text})

    assert [f"My{element}"] == [one.address for one in scope.deployments[0].model.trails]
