"""`iacguard scan`, run as a program; its whole output stands here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TRAIL = """\
variable "multi_region" {
  type    = bool
  default = false
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = var.multi_region
}
"""

FINDING = """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  main.tf:9:27
  9 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^ false, from
  main.tf:3:13
  3 |   default = false
    |             ^^^^^ default of var.multi_region
  fix: set is_multi_region_trail to true
"""

NOTHING = (
    "nothing to scan: found no Terraform or CloudFormation that declares CloudTrail resources\n"
)
FAILS = "exit 1: 1 finding is at or above low, the severity that fails the run\n"
CLEAN = "exit 0: no findings\n"
ONE = f"\n1 failed (1 medium), 0 unknown, 0 passed in 1 file\n{FAILS}"


@dataclass(frozen=True)
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: str = ""


@pytest.fixture
def scan(tmp_path: Path):
    """Run a scan in a directory of its own, with nothing of the caller's environment."""

    def run(*arguments: str, cwd: str = ".", **variables: str) -> Ended:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            (sys.executable, "-m", "iacguard", "scan", *arguments),
            cwd=tmp_path / cwd,
            env={**kept, "COLUMNS": "100", **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


def write(directory: Path, **files: str) -> None:
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_a_finding_is_shown_with_the_way_to_its_cause(scan, tmp_path):
    """The report names the attribute, the default that decided it, and what to do."""
    write(tmp_path, main_tf=TRAIL)

    assert Ended(1, FINDING + ONE) == scan("--select", "CT101")


def test_quiet_prints_findings_only(scan, tmp_path):
    """Hooks have little room."""
    write(tmp_path, main_tf=TRAIL)

    assert Ended(1, FINDING) == scan("--select", "CT101", "-q")


def test_a_clean_scan_says_what_it_counted(scan, tmp_path):
    """Silence could also mean that nothing was read."""
    write(tmp_path, main_tf=TRAIL)

    ended = scan("--select", "CT101", "--var", "multi_region=true")

    assert Ended(0, f"0 failed, 0 unknown, 1 passed in 1 file\n{CLEAN}") == ended


def test_a_variable_file_is_named_as_the_cause(scan, tmp_path):
    """Later files win, and the line that decided is shown."""
    write(tmp_path, main_tf=TRAIL, good_tfvars="multi_region = true\n")
    write(tmp_path, bad_tfvars="multi_region = false\n")

    ended = scan("--select", "CT101", "--var-file", "good.tfvars", "--var-file", "bad.tfvars", "-q")

    assert ended.code == 1
    assert "  bad.tfvars:1:16\n" in ended.out


def test_an_unknown_verdict_is_shown_and_gates_only_when_asked(scan, tmp_path):
    """What only a deployment decides is no finding, and not a pass."""
    write(tmp_path, main_tf=TRAIL.replace("  default = false\n", ""))
    expected = """\
unknown  trail-single-region  var.multi_region has no value (set it with --var or              CT101
  --var-file), so it is not known whether aws_cloudtrail.main records every region, or another trail
  covers the account
  main.tf:8:27
  8 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^
  main.tf:1:1
  1 | variable "multi_region" {
    | ^^^^^^^^^^^^^^^^^^^^^^^ var.multi_region
"""

    shown = scan("--select", "CT101", "--show", "unknown", "-q")

    assert Ended(0, expected) == shown
    assert scan("--select", "CT101").code == 0
    assert Ended(1, expected) == scan("--select", "CT101", "--fail-on-unknown", "-q")


def test_a_broken_file_costs_its_block_and_nothing_else(scan, tmp_path):
    """The finding stands, the place of the error is shown, and the exit code says both."""
    write(tmp_path, main_tf=TRAIL, broken_tf='resource "aws_instance" "b" {\n  name =\n}\n')

    ended = scan("--select", "CT101")
    without = scan("--select", "CT106")

    assert (1, 3) == (ended.code, without.code)
    assert (
        ended.out
        == f"""\
{FINDING}
error: broken.tf:2:9: expected a value, found the end of the line
  The block was not judged.

1 failed (1 medium), 0 unknown, 0 passed in 2 files
not read, or only in part: broken.tf
{FAILS}"""
    )


BROKEN = {
    "bytes.tf": b'resource "aws_cloudtrail" "x" {\n  name = "\xff"\n}\n',
    "heredoc.tf": b'resource "aws_cloudtrail" "y" {\n  name = <<EOT\nx\n',
    "twice.tf": b'resource "aws_cloudtrail" "z" {\n  name = "a"\n  name = "b"\n}\n',
    "missing.tf": b'resource "aws_cloudtrail" "v" {\n  name = var.nowhere\n}\n',
    "tag.yaml": b"Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n"
    b"      IsLogging: !Odd x\n",
    "keys.yaml": b"Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n"
    b"      IsLogging: true\n      IsLogging: false\n",
    "cut.json": b'{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {',
}


@pytest.mark.parametrize("name", BROKEN)
def test_bad_input_is_a_diagnostic_with_a_place(scan, tmp_path, name):
    """Whatever is wrong with one file, it is named, and every other finding is still there."""
    write(tmp_path, main_tf=TRAIL)
    (tmp_path / name).write_bytes(BROKEN[name])

    ended = scan("-o", "json")

    report = json.loads(ended.out)
    places = [d["location"]["path"] for d in report["diagnostics"] if d["level"] == "error"]
    subjects = {one["subject"] for one in report["outcomes"]}
    assert (ended.code, report["summary"]["incomplete"]) == (1, True)
    assert name in places
    assert "aws_cloudtrail.main" in subjects
    assert scan("--exit-zero").code == 3


def test_an_empty_file_and_a_directory_called_like_one_are_nothing(scan, tmp_path):
    """Terraform reads neither."""
    (tmp_path / "empty.tf").write_bytes(b"")
    (tmp_path / "x.tf").mkdir()

    assert Ended(0, NOTHING + CLEAN) == scan()


def test_nothing_to_scan_is_said(scan, tmp_path):
    """An empty result is told apart from a clean one."""
    required = scan("--require-trail")

    assert Ended(0, NOTHING + CLEAN) == scan()
    assert (2, f"error: {NOTHING}") == (required.code, required.err)


def test_several_reports_come_from_one_scan(scan, tmp_path):
    """Standard output holds the one report without a file and nothing else."""
    write(tmp_path, main_tf=TRAIL)

    ended = scan("-o", "json", "-o", "sarif=out.sarif", "-o", "text=out.txt", "--select", "CT101")

    assert json.loads(ended.out)["schema"] == "iacguard/1"
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == FINDING + ONE
    assert {"main.tf", "out.sarif", "out.txt"} == {file.name for file in tmp_path.iterdir()}


def test_a_hyphen_means_standard_output(scan, tmp_path):
    """As it does for other programs; no file of that name is made."""
    write(tmp_path, main_tf=TRAIL)

    assert scan("-o", "json=-").out == scan("-o", "json").out
    assert ["main.tf"] == [file.name for file in tmp_path.iterdir()]


ACCOUNT = """[[accounts]]
name = "prod"
paths = ["live"]
"""
UNCOVERED = """\
medium  account-not-covered  account prod is not covered: no trail is declared in live         CT102
  .iacguard.toml:1:1
  1 | [[accounts]]
    | ^^^^^^^^^^^^
  fix: declare one multi-region trail that is logging and records all management events
"""


def test_an_account_without_any_code_is_a_finding(scan, tmp_path):
    """Also where a trail is asked for and nothing else is there to scan."""
    (tmp_path / "live").mkdir()
    (tmp_path / ".iacguard.toml").write_text(ACCOUNT, encoding="utf-8")

    ended = scan("-q", "-o", "text", "-o", "sarif=out.sarif")
    report = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))

    assert Ended(1, UNCOVERED) == ended
    assert Ended(1, UNCOVERED) == scan("-q", "--require-trail")
    (result,) = report["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert ("CT102", ".iacguard.toml") == (result["ruleId"], place)


def test_a_misspelt_path_of_an_account_is_refused(scan, tmp_path):
    """The message names the line."""
    (tmp_path / ".iacguard.toml").write_text(ACCOUNT, encoding="utf-8")

    ended = scan()

    said = "account prod: live: no such file or directory"
    assert (2, f"error: {tmp_path}/.iacguard.toml:3: {said}\n") == (ended.code, ended.err)


@pytest.mark.parametrize("word", ["CT101", "ct101", "trail-single-region"])
def test_the_options_of_a_rule_are_set_by_its_id_or_name(scan, tmp_path, word):
    """As it is selected."""
    write(tmp_path, main_tf=TRAIL)
    (tmp_path / ".iacguard.toml").write_text(f"[rules.{word}]\nseverity = 'critical'\n")

    assert scan("--select", "CT101", "--fail-on", "critical").code == 1


def test_the_options_of_a_rule_are_set_once(scan, tmp_path):
    """Of two tables for one rule, none can be meant."""
    text = "[rules.CT101]\nseverity = 'low'\n[rules.trail-single-region]\nseverity = 'high'\n"
    (tmp_path / ".iacguard.toml").write_text(text, encoding="utf-8")

    ended = scan()

    said = "the configuration sets options of CT101 twice, by id and by name"
    where = f"{tmp_path / '.iacguard.toml'}:3"
    assert (2, f"error: {where}: {said}\n") == (ended.code, ended.err)


USAGE = [
    (("nowhere",), "nowhere: no such file or directory"),
    (("-o", "pdf"), "unknown output format 'pdf'; known: json, sarif, text"),
    (("-o", "json", "-o", "text"), "only one report can be written to standard output; give"),
    (("-o", "json="), "'json=': the file name is missing"),
    (("-o", "json=no/where.json"), "no/where.json: the report cannot be written: "),
    (("--select", "CT9"), "unknown rule 'CT9'; `iacguard rules` lists all"),
    (("--show", "all"), "--show takes accepted, fail, notes, pass, unknown; found 'all'"),
    (("--var", "a"), "--var takes NAME=VALUE; found 'a'"),
    (("--var-file", "no.tfvars"), "no.tfvars: no such file"),
    (("--account-id", "12"), "--account-id takes twelve digits; found '12'"),
    (("--config", "no.toml"), "no.toml: no such file\n"),
    (("--select", ""), "--select is empty; found ''\n"),
    (("--ignore", " , "), "--ignore is empty; found ' , '\n"),
    (("--framework", ""), "--framework is empty; found ''\n"),
    (("--ignore", "ALL"), "no rule is left to judge: all selected rules are ignored\n"),
    (("--select", "CT1", "--ignore", "CT1"), "no rule is left to judge: all selected"),
    (("-o", "json=-", "-o", "text"), "only one report can be written to standard output"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE)
def test_wrong_usage_is_named_and_ends_with_2(scan, tmp_path, arguments, message):
    """A typo never turns into a passing scan."""
    write(tmp_path, main_tf=TRAIL)

    ended = scan(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {message}")


def test_the_configuration_of_the_project_is_used_and_said(scan, tmp_path):
    """A file in the tree that switches a rule off does not do so in silence."""
    write(tmp_path, main_tf=TRAIL)
    (tmp_path / ".iacguard.toml").write_text('ignore = ["CT1"]\nselect = ["CT101", "CT305"]\n')

    ended = scan()

    assert (ended.code, ended.out) == (0, f"0 failed, 0 unknown, 0 passed in 1 file\n{CLEAN}")
    assert ended.err.endswith("ignoring CT1, selecting only CT101, CT305\n")
    assert scan("--no-config", "--select", "CT101").code == 1


def test_the_severity_of_a_rule_can_be_configured(scan, tmp_path):
    """The gate goes by the severity that the project gives."""
    write(tmp_path, main_tf=TRAIL)
    (tmp_path / ".iacguard.toml").write_text('[rules.CT101]\nseverity = "critical"\n')

    assert scan("--select", "CT101", "--fail-on", "critical").code == 1
    assert scan("--select", "CT101", "--fail-on", "high", "--no-config").code == 0


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_flag_environment_and_terminal(
    scan, tmp_path, arguments, variables, coloured
):
    """Without a terminal there is none, unless it is asked for."""
    write(tmp_path, main_tf=TRAIL)

    assert coloured == ("\x1b[" in scan(*arguments, **variables).out)


def test_a_file_gets_no_colour_and_a_narrow_encoding_no_error(scan, tmp_path):
    """What the terminal wants is not what a file wants."""
    write(tmp_path, main_tf=TRAIL.replace('"main"\n', '"日本"\n'))

    coloured = scan("--color", "always", "-o", "text", "-o", "json=out.json", "--select", "CT101")
    narrow = scan("--select", "CT101", PYTHONIOENCODING="ascii")

    assert "\x1b[" in coloured.out
    assert "\\u001b" not in (tmp_path / "out.json").read_text(encoding="utf-8")
    assert (1, "") == (narrow.code, narrow.err)


def test_places_are_written_as_the_working_directory_sees_them(scan, tmp_path):
    """A terminal opens what it prints; machines get paths relative to the repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "live").mkdir()
    write(tmp_path / "live", main_tf=TRAIL)

    ended = scan(
        "../live", "-q", "-o", "text", "-o", "json=out.json", "--select", "CT101", cwd="here"
    )

    report = json.loads((tmp_path / "here" / "out.json").read_text(encoding="utf-8"))
    assert "  ../live/main.tf:9:27\n" in ended.out
    assert ["live/main.tf"] == [one["location"]["path"] for one in report["outcomes"]]


@pytest.mark.parametrize("name", ["a.cfn", "a.CFORM", "a.YAML", "a.template"])
def test_a_template_is_known_by_every_usual_ending(scan, tmp_path, name):
    """What is read does not hang on the files that lie beside it."""
    text = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n"
    (tmp_path / name).write_text(text + "      IsLogging: false\n", encoding="utf-8")

    assert 1 == scan("--select", "CT106").code
    assert 1 == scan(name, "--select", "CT106").code


def test_a_named_file_of_another_kind_is_said_not_to_be_read(scan, tmp_path):
    """Somebody who names a file wants to know that nothing came of it."""
    (tmp_path / "trail.yaml.tpl").write_text("Resources: {}", encoding="utf-8")

    ended = scan("trail.yaml.tpl", "-q")
    shown = scan("trail.yaml.tpl")

    said = (
        "error: trail.yaml.tpl:1:1: no supported language uses this file extension\n"
        "  It was not judged.\n"
    )
    assert (3, True) == (ended.code, ended.out.startswith(said))
    assert shown.out.startswith(
        "error: trail.yaml.tpl:1:1: no supported language uses this file extension\n"
    )


def test_paths_are_shown_from_the_working_directory(scan, tmp_path):
    """A terminal opens them as they stand, also where the repository's root is further up."""
    (tmp_path / ".git").mkdir()
    for name in ("dev", "production"):
        (tmp_path / "live" / name).mkdir(parents=True)
        (tmp_path / "live" / name / "main.tf").write_text(TRAIL, encoding="utf-8")

    own = scan("main.tf", "--select", "CT101", cwd="live/dev")
    other = scan("../production", "--select", "CT101", cwd="live/dev")

    assert "\n  main.tf:9:27\n" in own.out
    assert "\n  ../production/main.tf:9:27\n" in other.out


def test_a_value_of_a_wrong_type_is_told_by_its_flag(scan, tmp_path):
    """The place is that of the variable, which is not at fault."""
    write(tmp_path, main_tf=TRAIL)

    ended = scan("--select", "CT101", "--var", "multi_region=[]")

    said = "the value of var.multi_region, set by --var multi_region, does not match its type"
    assert 3 == ended.code
    assert f"error: main.tf:1:1: {said}: a bool is required\n" in ended.out
