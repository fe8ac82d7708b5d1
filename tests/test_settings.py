"""The settings of a configuration file, and the page that tells users of them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import iacguard
from iacguard.configuration.file import Configuration, read_configuration
from iacguard.configuration.keys import ACCOUNT_SETTINGS, RULE_SETTINGS, SETTINGS, Setting
from iacguard.core.severity import Severity
from iacguard.options import Account

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
ACCOUNT = "[[accounts]]\n"
IN_TABLE = [
    *((one, "") for one in SETTINGS),
    *((one, ACCOUNT) for one in ACCOUNT_SETTINGS),
    *((one, "[rules.CT305]\n") for one in RULE_SETTINGS),
]


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("setting", "table"), IN_TABLE)
def test_the_example_of_a_setting_is_accepted(tmp_path: Path, setting: Setting, table: str) -> None:
    """What the page shows is what the file takes."""
    others = [one.example for one in ACCOUNT_SETTINGS[:2] if one is not setting]
    needed = "\n".join(others) if ACCOUNT.strip() in (table.strip(), setting.example) else ""
    file = tmp_path / ".iacguard.toml"
    file.write_text(f"{table}{setting.example}\n{needed}\n", encoding="utf-8")

    assert read_configuration(file) is not None
    assert f"| `{setting.name}` | {setting.expects} | {setting.default} |" in PAGE


def test_the_file_of_the_page_is_accepted(tmp_path: Path) -> None:
    """All of it means what the page says."""
    (text,) = blocks("toml")
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")

    assert read_configuration(file) == Configuration(
        path=file,
        ignored=("CT105",),
        fail_on="medium",
        severities={"BUCKET-ACCESS-NOT-LOGGED": Severity.HIGH},
        rule_options={"CT305": {"min_days": 731}},
        accounts=(
            Account(
                name="production",
                id="111122223333",
                paths=("live/production", "stacks/audit.yaml"),
                organization="o-example",
            ),
        ),
    )


@pytest.mark.parametrize("text", blocks("json"))
def test_each_shape_of_a_parameter_file_gives_the_value(tmp_path: Path, text: str) -> None:
    """The shapes of the AWS CLI, its shorthand, CodePipeline, and plain names and values."""
    template = (
        "Parameters: {Stage: {Type: String}}\n"
        "Conditions: {Live: !Equals [!Ref Stage, production]}\n"
        "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n"
        "      S3BucketName: logs\n      IsLogging: !If [Live, true, false]\n"
    )
    (tmp_path / "t.yaml").write_text(template, encoding="utf-8")
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    inputs = iacguard.Inputs(parameter_files=(str(tmp_path / "p.json"),))

    options = iacguard.Options(selected=("CT106",), inputs=inputs)
    report = iacguard.check(tmp_path, options, root=tmp_path)

    assert [iacguard.Verdict.PASS] == [one.verdict for one in report.outcomes]


def test_the_program_of_the_page_runs(tmp_path: Path) -> None:
    """Every public name is there, and the options are as it writes them."""
    (program,) = blocks("python")
    trail = 'variable "stage" {}\nresource "aws_cloudtrail" "t" {\n  name = var.stage\n}\n'
    (tmp_path / "infrastructure").mkdir()
    (tmp_path / "live" / "production").mkdir(parents=True)
    (tmp_path / "infrastructure" / "main.tf").write_text(trail, encoding="utf-8")

    done = subprocess.run(
        (sys.executable, "-c", f"{program}\nprint([one.rule.id for one in failed])"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("", "['CT101']\n") == (done.stderr, done.stdout)
    assert all(f"`{name}" in PAGE for name in iacguard.__all__ if name != "__version__")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('resource "aws_cloudtrail" "t" {\n  name = }\n', 0),
        ('resource "aws_cloudtrail" "t" {\n  name = "t"\n  s3_bucket_name = "b"\n}\n', 1),
    ],
)
def test_the_hook_of_the_page_lets_pass_only_what_could_not_be_read(
    tmp_path: Path, text: str, code: int
) -> None:
    """Findings fail it."""
    (configured,) = blocks("yaml")
    (hook,) = yaml.safe_load(configured)["repos"][0]["hooks"]
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    scripts = str(Path(sys.executable).parent)

    done = subprocess.run(
        (*shlex.split(hook["entry"]), "main.tf"),
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (code, "") == (done.returncode, done.stderr)
