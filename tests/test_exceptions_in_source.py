"""Exceptions in every language, from the text of the files to the outcomes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from iacguard import Options, Verdict, check

Accepted = Callable[..., tuple[list[str], list[str]]]

TODAY = date(2026, 11, 21)
EXCEPTION = "iacguard:ignore=CT101 owner=me exp=2027-01-01 reason=why"
NOWHERE = "it stands at no resource, data source or module call"


@pytest.fixture
def accepted(tmp_path: Path) -> Accepted:
    """Scan files, and return the accepted subjects and what is told of exceptions."""

    def scan(
        files: Mapping[str, str], rules: str = "CT101", path: str = "."
    ) -> tuple[list[str], list[str]]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        options = Options(selected=tuple(rules.split(",")), today=TODAY)
        report = check([tmp_path / path], options, root=tmp_path)
        subjects = sorted(
            f"{outcome.scope} {outcome.subject} {outcome.rule.id}"
            for outcome in report.outcomes
            if outcome.suppression is not None
        )
        told = [
            f"{one.rule} {one.subject.path}:{one.subject.start.line} {one.summary}"
            for one in report.diagnostics
        ]
        return subjects, told

    return scan


def malformed(place: str, problem: str = NOWHERE) -> str:
    """Return what is told of an exception that accepts nothing."""
    return f"IG005 {place} the exception accepts nothing: {problem}"


def unused(place: str, rules: str = "CT101") -> str:
    """Return what is told of an exception that matches nothing."""
    return f"IG004 {place} the exception of me for {rules} accepts no finding"


TRAIL = """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "logs"
  is_multi_region_trail = false
}
"""
HEADER, NAME, BUCKET, REGIONS, END = TRAIL.splitlines()
OTHER = TRAIL.replace("main", "other")
MAIN = [". aws_cloudtrail.main CT101"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"# {EXCEPTION}", HEADER, NAME, BUCKET, REGIONS, END],
        [f"// {EXCEPTION}", HEADER, NAME, BUCKET, REGIONS, END],
        [f"/* {EXCEPTION} */", HEADER, NAME, BUCKET, REGIONS, END],
        [f"/* {EXCEPTION} */ {HEADER}", NAME, BUCKET, REGIONS, END],
        ["/*", f" * {EXCEPTION}", " * and nothing else", " */", HEADER, NAME, BUCKET, REGIONS, END],
        [f"# {EXCEPTION}", "# The trail of the account.", HEADER, NAME, BUCKET, REGIONS, END],
        [f"{HEADER} # {EXCEPTION}", NAME, BUCKET, REGIONS, END],
        [HEADER, f"  # {EXCEPTION}", NAME, BUCKET, REGIONS, END],
        [HEADER, NAME, BUCKET, f"{REGIONS} # {EXCEPTION}", END],
        [HEADER, NAME, f"{BUCKET} # {EXCEPTION}", REGIONS, END],
        [HEADER, NAME, BUCKET, REGIONS, f"  # {EXCEPTION}", END],
        [HEADER, NAME, BUCKET, REGIONS, f"{END} # {EXCEPTION}"],
        [HEADER, NAME, BUCKET, REGIONS, "  event_selector {", f"  # {EXCEPTION}", "  }", END],
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_comment_of_terraform_holds_for_its_block(accepted: Accepted, lines, line_break):
    """In the block, right above it, and behind its end on the same line."""
    text = line_break.join((*lines, "", *OTHER.splitlines(), ""))

    assert accepted({"main.tf": text}) == (MAIN, [])


@pytest.mark.parametrize(
    "before",
    [
        f"# {EXCEPTION}\n\n",
        f"# {EXCEPTION}\nlocals {{}}\n",
        f"locals {{\n  # {EXCEPTION}\n}}\n",
        f"locals {{}} # {EXCEPTION}\n",
        f'variable "x" {{}}\n# {EXCEPTION}\n\n',
        f'# {EXCEPTION}\nprovider "aws" {{}}\n',
    ],
)
def test_a_comment_of_terraform_that_stands_at_no_block_is_told(accepted: Accepted, before):
    """It holds neither for the file nor for what follows somewhere below."""
    line = before[: before.index("iacguard")].count("\n") + 1

    assert accepted({"main.tf": before + TRAIL}) == ([], [malformed(f"main.tf:{line}")])


def test_a_text_that_looks_like_a_comment_accepts_nothing(accepted: Accepted):
    """Heredocs and strings are what they are."""
    text = TRAIL.replace('"main"\n', f'"# {EXCEPTION}"\n')
    heredoc = f"locals {{\n  x = <<-EOT\n    # {EXCEPTION}\n  EOT\n}}\n"

    assert accepted({"main.tf": text + heredoc}) == ([], [])


def test_words_about_exceptions_are_none(accepted: Accepted):
    """A comment that does not begin with the word speaks to people."""
    words = (
        "# As in iacguard:ignore=CT101",
        "# As in\u2028iacguard:ignore=CT101",
        f"# {EXCEPTION[9:]}",
        "# iacguard: read its manual",
    )

    assert accepted({"main.tf": "\n".join((*words, TRAIL))}) == ([], [])


def test_a_comment_at_a_module_call_holds_for_all_that_the_call_makes(accepted: Accepted):
    """The other call of the same module is judged by itself."""
    calls = (
        f'# {EXCEPTION}\nmodule "a" {{\n  source = "./m"\n}}\n'
        'module "b" {\n  source = "./m"\n  for_each = toset(["x", "y"])\n}\n'
    )

    assert accepted({"main.tf": calls, "m/main.tf": TRAIL}) == (
        [". module.a.aws_cloudtrail.main CT101"],
        [],
    )


def test_a_comment_in_a_module_holds_for_every_call(accepted: Accepted):
    """And it is told once, however many roots call the module."""
    call = 'module "a" {\n  source = "../m"\n}\n'
    files = {"one/main.tf": call, "two/main.tf": call}

    assert accepted({**files, "m/main.tf": f"# {EXCEPTION}\n{TRAIL}"}) == (
        ["one module.a.aws_cloudtrail.main CT101", "two module.a.aws_cloudtrail.main CT101"],
        [],
    )
    assert accepted({"m/main.tf": f"# {EXCEPTION}\n{TRAIL}".replace("false", "true")}) == (
        [],
        [unused("m/main.tf:1")],
    )


def test_a_comment_at_an_outer_call_holds_through_inner_ones(accepted: Accepted):
    """Callers are the whole way to a subject."""
    files = {
        "main.tf": f'# {EXCEPTION}\nmodule "a" {{\n  source = "./m"\n}}\n',
        "m/main.tf": 'module "b" {\n  source = "./n"\n}\n',
        "m/n/main.tf": TRAIL,
    }

    assert accepted(files) == ([". module.a.module.b.aws_cloudtrail.main CT101"], [])


VERSIONING = """\
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Suspended"
  }
}
"""


@pytest.mark.parametrize("place", ['resource "aws_s3_bucket" ', 'resource "aws_s3_bucket_versio'])
def test_a_comment_may_stand_where_the_finding_points(accepted: Accepted, place):
    """A bucket's versioning is a block of its own, and the finding points into it."""
    said = f"# {EXCEPTION}\n".replace("CT101", "CT209")

    assert accepted({"main.tf": VERSIONING.replace(place, said + place)}, "CT209") == (
        [". aws_s3_bucket.logs CT209"],
        [],
    )


def test_a_comment_accepts_what_is_not_known(accepted: Accepted):
    """A value that only a deployment knows is a risk that somebody may accept."""
    text = TRAIL.replace("false", "var.x") + 'variable "x" {}\n'

    assert accepted({"main.tf": f"# {EXCEPTION}\n{text}"}) == (MAIN, [])


def test_several_comments_at_one_block_hold_each_for_its_rules(accepted: Accepted):
    """One may be unused while the others hold."""
    said = "".join(f"# {EXCEPTION}\n".replace("CT101", rule) for rule in ("CT101", "CT201,CT106"))

    assert accepted({"main.tf": said + TRAIL}, "CT101,CT106,CT201") == (
        [*MAIN, ". aws_cloudtrail.main CT201"],
        [unused("main.tf:2", "CT106")],
    )


JSON_TRAIL = {"name": "main", "s3_bucket_name": "logs", "is_multi_region_trail": False}


@pytest.mark.parametrize("comment", [EXCEPTION, ["The trail.", EXCEPTION]])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_comment_of_terraform_json_is_a_member_of_its_block(accepted: Accepted, comment, indent):
    """JSON has no comments; Terraform leaves out what stands under ``//``."""
    trails = {"main": {"//": comment, **JSON_TRAIL}, "other": JSON_TRAIL}
    text = json.dumps({"resource": {"aws_cloudtrail": trails}}, indent=indent)

    assert accepted({"main.tf.json": text}) == (MAIN, [])


@pytest.mark.parametrize("indent", [None, 2])
def test_a_comment_of_a_whole_json_file_holds_for_nothing(accepted: Accepted, indent):
    """It stands at no block, even where all is one line."""
    whole = {"//": EXCEPTION, "resource": {"aws_cloudtrail": {"main": JSON_TRAIL}}}

    assert accepted({"main.tf.json": json.dumps(whole, indent=indent)}) == (
        [],
        [malformed(f"main.tf.json:{1 if indent is None else 2}")],
    )


def test_a_comment_of_a_json_module_call_holds_for_all_that_it_makes(accepted: Accepted):
    """As in native syntax."""
    call = {"module": {"a": {"//": EXCEPTION, "source": "./m"}}}

    assert accepted({"main.tf.json": json.dumps(call), "m/main.tf": TRAIL}) == (
        [". module.a.aws_cloudtrail.main CT101"],
        [],
    )


TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      IsMultiRegionTrail: false

  Other:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      IsMultiRegionTrail: false
Outputs: {}
"""


@pytest.mark.parametrize(
    ("line", "indent"),
    [(3, 2), (4, 4), (5, 4), (6, 6), (8, 6), (9, 6), (9, 4), (9, 3)],
)
def test_a_comment_of_yaml_holds_for_its_resource(accepted: Accepted, line, indent):
    """Right above its logical id, between its lines, and below them as far as it is indented."""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(line - 1, f"{' ' * indent}# {EXCEPTION}\n")

    assert accepted({"t.yaml": "".join(lines)}) == (["t.yaml Trail CT101"], [])


@pytest.mark.parametrize("line", [3, 4, 8])
def test_a_comment_at_the_end_of_a_line_of_yaml_holds_for_its_resource(accepted: Accepted, line):
    """The first line, one between, the last."""
    lines = TEMPLATE.splitlines()
    lines[line - 1] += f"  # {EXCEPTION}"

    assert accepted({"t.yaml": "\n".join(lines)}) == (["t.yaml Trail CT101"], [])


@pytest.mark.parametrize(
    ("line", "indent", "resource"), [(10, 2, "Other"), (10, 0, "Other"), (16, 4, "Other")]
)
def test_a_comment_between_two_resources_holds_for_the_one_it_touches(
    accepted: Accepted, line, indent, resource
):
    """An empty line parts it from the resource above."""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(line - 1, f"{' ' * indent}# {EXCEPTION}\n")

    assert accepted({"t.yaml": "".join(lines)}) == ([f"t.yaml {resource} CT101"], [])


@pytest.mark.parametrize(("line", "indent"), [(1, 0), (2, 0), (9, 2), (16, 0), (17, 4)])
def test_a_comment_of_yaml_that_touches_no_resource_is_told(accepted: Accepted, line, indent):
    """Above the section, between resources with empty lines around, and behind the last."""
    lines = TEMPLATE.splitlines(keepends=True)
    said = f"{' ' * indent}# {EXCEPTION}\n"
    lines.insert(line - 1, f"\n{said}" if line == 9 else said)

    assert accepted({"t.yaml": "".join(lines)}) == (
        [],
        [malformed(f"t.yaml:{line + (line == 9)}")],
    )


def test_a_comment_at_the_section_holds_for_no_resource(accepted: Accepted):
    """It stands at the end of a line that belongs to all of them."""
    text = TEMPLATE.replace("Resources:", f"Resources: # {EXCEPTION}")

    assert accepted({"t.yaml": text}) == ([], [malformed("t.yaml:2")])


def test_a_comment_below_a_block_scalar_holds_for_the_next_resource(accepted: Accepted):
    """The text ends with its last line that is not empty."""
    text = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: |
        # iacguard:ignore=CT101 owner=me exp=2027-01-01 reason=this is a text
        x
  # EXCEPTION
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {IsLogging: true, S3BucketName: logs}
""".replace("EXCEPTION", EXCEPTION)

    assert accepted({"t.yaml": text}) == (["t.yaml Trail CT101"], [])


METADATA = {"rules": ["CT101"], "owner": "me", "exp": "2027-01-01", "reason": "why"}


def template(ignored: object) -> str:
    """Return a template in JSON with metadata of its trail."""
    properties = {"IsLogging": True, "S3BucketName": "logs"}
    trail = {"Type": "AWS::CloudTrail::Trail", "Properties": properties}
    metadata = {"Metadata": {"iacguard": ignored}}
    return json.dumps({"Resources": {"Trail": {**trail, **metadata}, "Other": trail}})


@pytest.mark.parametrize(
    "ignored",
    [METADATA, [METADATA], {**METADATA, "rules": "CT101"}, [METADATA, {**METADATA, "owner": "x"}]],
)
def test_metadata_of_a_resource_accepts_its_findings(accepted: Accepted, ignored):
    """One exception, or a list of them; one rule, or a list."""
    expected = (["t.json Trail CT101"], [])

    assert accepted({"t.json": template({"ignore": ignored})}) == expected


def test_metadata_is_read_from_yaml_alike(accepted: Accepted):
    """A date is a text in YAML, too."""
    said = """\
    Metadata:
      iacguard:
        ignore:
          - rules: [CT101]
            owner: me
            exp: 2027-01-01
            reason: why
"""
    lines = TEMPLATE.splitlines(keepends=True)
    lines.insert(4, said)

    assert accepted({"t.yaml": "".join(lines)}) == (["t.yaml Trail CT101"], [])


SHAPE = "expected `ignore` and a list of exceptions"


@pytest.mark.parametrize(
    ("ignored", "problem"),
    [
        ("CT101", SHAPE),
        (["CT101"], SHAPE),
        ({}, SHAPE),
        ({"skip": [METADATA]}, SHAPE),
        ({"ignore": [METADATA], "skip": []}, SHAPE),
        ({"ignore": None}, SHAPE),
        ({"ignore": "CT101"}, SHAPE),
        ({"ignore": [{}]}, SHAPE),
        ({"ignore": [["CT101"]]}, SHAPE),
        (
            {"ignore": {**METADATA, "ticket": "1"}},
            "`ticket` is not one of rules, owner, exp, reason",
        ),
        ({"ignore": {**METADATA, "owner": {"Ref": "Owner"}}}, "its owner is not a text"),
        ({"ignore": {**METADATA, "owner": None}}, "its owner is not a text"),
        ({"ignore": {**METADATA, "owner": " "}}, "it has no owner"),
        ({"ignore": {**METADATA, "rules": {"x": "CT101"}}}, "its rules is not a text"),
        ({"ignore": {**METADATA, "rules": ["CT101", ["CT201"]]}}, "its rules is not a text"),
        (
            {"ignore": {**METADATA, "rules": []}},
            "it names no rule, or one too few between its commas",
        ),
        (
            {"ignore": {name: METADATA[name] for name in ("rules", "exp")}},
            "it has no owner; it has no reason",
        ),
    ],
)
def test_metadata_of_another_shape_is_told(accepted: Accepted, ignored, problem):
    """And it accepts nothing."""
    assert accepted({"t.json": template(ignored)}) == ([], [malformed("t.json:1", problem)])


def test_an_exception_at_a_nested_stack_holds_for_its_resources(accepted: Accepted):
    """A nested stack is what a module call is."""
    outer = (
        f"Resources:\n  # {EXCEPTION}\n  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties:\n      TemplateURL: inner.yaml\n"
    )

    assert accepted({"outer.yaml": outer, "inner.yaml": TEMPLATE}) == (
        ["outer.yaml Inner/Other CT101", "outer.yaml Inner/Trail CT101"],
        [],
    )


def test_an_exception_in_a_loop_holds_for_all_that_it_makes(accepted: Accepted):
    """A loop makes many resources of one text."""
    text = f"""\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Trails:
    - Name
    - [A, B]
    # {EXCEPTION}
    - Trail${{Name}}:
        Type: AWS::CloudTrail::Trail
        Properties: {{IsLogging: true, S3BucketName: logs}}
"""

    assert accepted({"t.yaml": text}) == (["t.yaml TrailA CT101", "t.yaml TrailB CT101"], [])


def test_an_exception_in_the_template_of_a_stack_set_holds_there(accepted: Accepted):
    """To the outer template, what is a comment of the inner one is text."""
    inner = "".join(f"        {line}" for line in TEMPLATE.splitlines(keepends=True)).replace(
        "          Trail:", f"          # {EXCEPTION}\n          Trail:"
    )
    text = (
        "Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n"
        f"      TemplateBody: |\n{inner}"
    )

    assert accepted({"t.yaml": text}) == (["t.yaml (Set) Set/Trail CT101"], [])


def test_an_exception_at_a_stack_set_holds_for_its_template(accepted: Accepted):
    """Also behind resources of it that have exceptions of their own."""
    inner = "".join(f"        {line}" for line in TEMPLATE.splitlines(keepends=True)).replace(
        "          Trail:", f"          # {EXCEPTION.replace('101', '106')}\n          Trail:"
    )
    text = (
        f"Resources:\n  # {EXCEPTION}\n  Set:\n    Type: AWS::CloudFormation::StackSet\n"
        f"    Properties:\n      TemplateBody: |\n{inner}"
    )

    assert accepted({"t.yaml": text}) == (
        ["t.yaml (Set) Set/Other CT101", "t.yaml (Set) Set/Trail CT101"],
        [],
    )


PLANNED = ["plan.json aws_cloudtrail.main CT101"]


def planned(*addresses: str) -> str:
    """Return a plan that creates these trails."""
    changes = [
        {
            "address": address,
            **(
                {"module_address": address.rpartition(".aws_")[0]}
                if address.startswith("module.")
                else {}
            ),
            "mode": "managed",
            "type": "aws_cloudtrail",
            "name": "main",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": JSON_TRAIL,
                "after_unknown": {},
            },
        }
        for address in addresses
    ]
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {}},
        "resource_changes": changes,
    }
    return json.dumps(whole, indent=1)


def test_a_comment_of_the_source_holds_for_the_plan_beside_it(accepted: Accepted):
    """The plan's findings point at the source, where the comment stands."""
    files = {"main.tf": f"# {EXCEPTION}\n{TRAIL}{OTHER}", "plan.json": planned(MAIN[0].split()[1])}

    assert accepted(files, path="plan.json") == (PLANNED, [])
    assert accepted(files) == (MAIN, [])


def test_a_comment_of_a_json_source_holds_for_the_plan_beside_it(accepted: Accepted):
    """As one in native syntax does."""
    source = {"resource": {"aws_cloudtrail": {"main": {"//": EXCEPTION, **JSON_TRAIL}}}}
    files = {"main.tf.json": json.dumps(source), "plan.json": planned("aws_cloudtrail.main")}

    assert accepted(files, path="plan.json") == (PLANNED, [])
    assert accepted(files) == (MAIN, [])


@pytest.mark.parametrize("where", ["main.tf", "m/main.tf"])
def test_a_comment_of_a_module_or_its_call_holds_for_the_plan(accepted: Accepted, where):
    """Instances of the call are all accepted."""
    files = {
        "main.tf": 'module "a" {\n  source = "./m"\n  for_each = toset(["x", "y"])\n}\n',
        "m/main.tf": TRAIL,
        "plan.json": planned(
            'module.a["x"].aws_cloudtrail.main', 'module.a["y"].aws_cloudtrail.main'
        ),
    }
    files[where] = f"# {EXCEPTION}\n{files[where]}"

    assert accepted(files, path="plan.json") == (
        [f'plan.json module.a["{key}"].aws_cloudtrail.main CT101' for key in "xy"],
        [],
    )


def test_a_comment_at_a_call_of_a_module_that_is_not_read_holds_for_the_plan(accepted: Accepted):
    """A plan knows what a remote module makes; the source says what calls it."""
    files = {
        "main.tf": 'module "a" {\n  source = "./m"\n}\n',
        "m/main.tf": f'# {EXCEPTION}\nmodule "b" {{\n  source = "example/trail/aws"\n}}\n',
        "plan.json": planned(
            'module.a.module.b["x.y"].aws_cloudtrail.main',
            "module.a.module.b.module.c[0].aws_cloudtrail.main",
            "module.a.module.c.aws_cloudtrail.main",
        ),
    }

    assert accepted(files, path="plan.json")[0] == [
        "plan.json module.a.module.b.module.c[0].aws_cloudtrail.main CT101",
        'plan.json module.a.module.b["x.y"].aws_cloudtrail.main CT101',
    ]


def test_a_comment_in_a_source_that_a_plan_only_resembles_holds_at_its_block(accepted: Accepted):
    """The source was changed since; its block is still the one."""
    text = f"# {EXCEPTION}\n" + TRAIL.replace('name                  = "main"', 'name = "new"')

    files = {"main.tf": text, "plan.json": planned("aws_cloudtrail.main")}

    assert accepted(files, path="plan.json")[0] == PLANNED


def test_exceptions_hold_in_an_account_of_several_scopes(tmp_path: Path):
    """A finding keeps its block however its scope is judged; a named account is asked for CT102."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/main.tf").write_text(f"# {EXCEPTION.replace('101', '101,CT102')}\n{TRAIL}")
    (tmp_path / "b.yaml").write_text(TEMPLATE)
    (tmp_path / ".iacguard.toml").write_text(
        '[[accounts]]\nname = "production"\npaths = ["a", "b.yaml"]\n'
    )

    done = subprocess.run(
        (sys.executable, "-m", "iacguard", "scan", "--today", "2026-11-21", "-o", "json"),
        cwd=tmp_path,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)

    assert sorted(
        (one["rule"]["id"], one["subject"], one["suppression"] or "")
        for one in report["outcomes"]
        if one["rule"]["id"] in ("CT101", "CT102")
    ) == [
        ("CT101", "Other", ""),
        ("CT101", "Trail", ""),
        ("CT101", "aws_cloudtrail.main", "accepted by me until 2027-01-01: why"),
        ("CT102", "production", ""),
    ]
    assert [one["summary"] for one in report["diagnostics"]] == [
        "the exception of me for CT102 accepts no finding"
    ]


def test_an_exception_that_only_an_untouched_root_needs_is_not_told_to_be_unused(tmp_path: Path):
    """A hook on changed files reports on what these are part of, and on nothing else."""
    call = 'module "a" {\n  source = "../m"\n  all    = ALL\n}\n'
    module = f'variable "all" {{}}\n# {EXCEPTION}\n' + TRAIL.replace("false", "var.all")
    files = {
        "one/main.tf": call.replace("ALL", "true"),
        "two/main.tf": call.replace("ALL", "false"),
        "m/main.tf": module,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    touched = frozenset({str(tmp_path / "one/main.tf")})

    report = check([tmp_path], Options(selected=("CT101",), touched=touched, today=TODAY))

    assert [one.verdict for one in report.outcomes] == [Verdict.PASS]
    assert report.diagnostics == ()


@pytest.mark.parametrize("directory", ["module", "modules_in_modules", "module_for_each"])
def test_exceptions_hold_for_plans_of_terraform_itself(tmp_path: Path, directory):
    """The plans were made by Terraform and the provider, of the source beside them."""
    copy = tmp_path / directory
    shutil.copytree(Path(__file__).parent / "fixtures/plans" / directory, copy)
    source = (copy / "main.tf").read_text(encoding="utf-8")
    options = Options(selected=("CT101", "CT201", "CT202"), today=TODAY)
    said = f"# {EXCEPTION}\n".replace("CT101", "CT101,CT201,CT202")

    before = check([copy / "plan.json"], options, root=tmp_path)
    called = re.sub("^module ", f"{said}module ", source, flags=re.MULTILINE)
    (copy / "main.tf").write_text(called, encoding="utf-8")
    after = check([copy / "plan.json"], options, root=tmp_path)

    failed = [
        one.subject
        for one in before.outcomes
        if one.verdict is not Verdict.PASS and one.subject.startswith("module.")
    ]
    assert failed
    assert failed == [one.subject for one in after.outcomes if one.suppression is not None]


def test_exceptions_are_disregarded_when_asked_to(tmp_path: Path):
    """None accepts anything, and nothing is told of any."""
    text = f"# {EXCEPTION}\n{TRAIL}# iacguard:ignore=*\n"
    (tmp_path / "main.tf").write_text(text)

    report = check([tmp_path], Options(selected=("CT101",), heeds_exceptions=False, today=TODAY))

    assert [(one.verdict, one.suppression) for one in report.outcomes] == [(Verdict.FAIL, None)]
    assert report.diagnostics == ()
    assert not report.scanned.has_void_exceptions
