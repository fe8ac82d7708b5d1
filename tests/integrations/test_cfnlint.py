"""The plugin for cfn-lint, in cfn-lint itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import cfnlint_runs
import pytest

from iacguard.rules.catalog import load_catalog

TRAIL = """\
Parameters:
  Stage:
    Type: String
    AllowedValues: [development, production]
  Validation:
    Type: String
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: false
      IsMultiRegionTrail: !If [IsProduction, true, false]
      IncludeGlobalServiceEvents: true
      EnableLogFileValidation: !Ref Validation
      KMSKeyId: alias/audit
  Accepted:
    Type: AWS::CloudTrail::Trail
    Metadata:
      cfn-lint:
        config:
          ignore_checks: [W9101, E9106, W9201, W9202, W9301]
    Properties:
      S3BucketName: audit-logs
      IsLogging: false
      IncludeGlobalServiceEvents: true
"""

NESTING = """\
Resources:
  Audit:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: {location}
      Parameters:
        Stage: development
        Validation: "true"
"""


Lint: TypeAlias = Callable[..., list[str]]
"""Returns the lines that cfn-lint prints about a file of a directory, with some flags."""


@pytest.fixture(scope="module")
def lint() -> Iterator[Lint]:
    """Run cfn-lint with the plugin; it is loaded once for all tests."""
    command = (sys.executable, cfnlint_runs.__file__)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as runs:
        assert runs.stdin is not None
        assert runs.stdout is not None
        write, read = runs.stdin, runs.stdout

        def run(directory: Path, name: str, *flags: str) -> list[str]:
            plugin = ["-a", "iacguard.integrations.cfnlint", "-f", "parseable"]
            print(json.dumps([str(directory), [*plugin, *flags, "--", name]]), file=write)
            write.flush()
            output, errors = json.loads(read.readline())
            assert "" == errors
            return output.splitlines()

        yield run


def test_failures_are_shown_at_their_places(lint, tmp_path):
    """What is unknown, and what the template's metadata accepts, is not shown."""
    (tmp_path / "trail.yaml").write_text(TRAIL)

    assert [
        (
            "trail.yaml:10:3:10:8:W9301:Trail is not sent to CloudWatch Logs: "
            "neither a log group nor a role is set [CT301]"
        ),
        "trail.yaml:14:18:14:23:E9106:Trail is not logging [CT106]",
        "trail.yaml:15:27:15:58:W9101:Trail records only its home region when "
        "Stage is development [CT101]",
    ] == lint(tmp_path, "trail.yaml")


def test_exceptions_of_the_template_hold(lint, tmp_path):
    """One that accepts nothing is said beside the finding that it was meant for."""
    until = f"{date.today() + timedelta(days=30)}"
    said = f"owner=me exp={until} reason=why"
    text = TRAIL.replace(
        "      IsLogging: false\n",
        f"      IsLogging: false # iacguard:ignore=CT106 {said}\n"
        f"      # iacguard:ignore=CT3 {said}\n",
        1,
    )
    (tmp_path / "trail.yaml").write_text(text)

    found = [line.split(":", 5)[1:] for line in lint(tmp_path, "trail.yaml")]

    assert [(line, rule) for line, _, _, _, rest in found for rule in [rest.split(":")[0]]] == [
        ("10", "W9301"),
        ("15", "W9000"),
        ("16", "W9101"),
    ]


def test_a_nested_stack_is_judged_where_it_is_nested(lint, tmp_path):
    """With the parameters that it is given; the message says where in the other file."""
    (tmp_path / "nested").mkdir()
    (tmp_path / "nested" / "trail.yaml").write_text(TRAIL.partition("  Accepted:")[0])
    (tmp_path / "main.yaml").write_text(NESTING.format(location="nested/trail.yaml"))

    assert [
        "main.yaml:2:3:2:8:E9106:Audit/Trail is not logging (nested/trail.yaml:14) [CT106]",
        "main.yaml:2:3:2:8:W9101:Audit/Trail records only its home region "
        "(nested/trail.yaml:15) [CT101]",
    ] == lint(tmp_path, "main.yaml", "-i", "W9301", "W3002")


def test_what_is_not_judged_is_said(lint, tmp_path):
    """Beside cfn-lint's own words on it."""
    broken = "      S3BucketName: !Ref Missing\n      IsLogging: true\n"
    text = TRAIL.partition("  Accepted:")[0].partition("      S3BucketName")[0] + broken
    (tmp_path / "trail.yaml").write_text(text)

    assert ["trail.yaml:13:21:13:33:W9000:Ref to undeclared Missing"] == [
        line for line in lint(tmp_path, "trail.yaml") if ":W9000:" in line
    ]


def test_a_wrong_configuration_costs_no_finding(lint, tmp_path):
    """It is said once, and the rules are judged by default."""
    (tmp_path / "trail.yaml").write_text(TRAIL)
    without = lint(tmp_path, "trail.yaml")

    for text, said in (
        ('select = ["CT9"]', "unknown rule 'CT9'; `iacguard rules` lists all"),
        ("\ningore = []", "ingore is not a setting; known: "),
    ):
        (tmp_path / ".iacguard.toml").write_text(text)
        found = lint(tmp_path, "trail.yaml")

        (wrong,) = [line for line in found if ":E9000:" in line]
        assert f".iacguard.toml:{text.count(chr(10)) + 1}: {said}" in wrong
        assert without == [line for line in found if line != wrong]


def test_every_rule_has_an_id_of_its_own():
    """It follows from the rule's id and severity, and meets none of cfn-lint's own."""
    # cfn-lint takes a second to import.
    from cfnlint.rules import Rules

    from iacguard.integrations.cfnlint import lint_id

    found = Rules.create_from_module("iacguard.integrations.cfnlint")
    judging = [rule for rule in load_catalog().rules if rule.claim is not None]

    assert ["W9101", "E9106", "E9207"] == [
        lint_id(rule) for rule in judging if rule.id in ("CT101", "CT106", "CT207")
    ]
    assert {"E9000", "W9000", *map(lint_id, judging)} == set(found)
    assert len(judging) + 2 == len(found)
