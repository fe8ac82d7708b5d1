"""Plans on the command line; the whole output of each run stands here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PLANS = Path(__file__).parent.parent / "fixtures" / "plans"

RIGHT = (
    "Convert the plan to JSON and scan that: `terraform plan -out tfplan && "
    "terraform show -json tfplan > tfplan.json`."
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a repository with a source, and its plan in another directory."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "build").mkdir()
    shutil.copytree(PLANS / "variable_given", tmp_path / "infra")
    (tmp_path / "infra" / "plan.json").rename(tmp_path / "build" / "plan.json")
    return tmp_path


def scan(tree: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the whole output of a scan."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        (sys.executable, "-m", "iacguard", "scan", "--select", "CT101", *arguments),
        cwd=tree,
        env={**kept, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_plan_by_itself_is_judged_at_its_own_lines(tree: Path) -> None:
    """Its source is not beside it, and nothing of it is missing for this rule."""
    assert (
        1,
        """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  build/plan.json:65:31
  65 |      "is_multi_region_trail": false,
     |                               ^^^^^ false
  fix: set is_multi_region_trail to true

1 failed (1 medium), 0 unknown, 0 passed in 1 file
exit 1: 1 finding is at or above low, the severity that fails the run
""",
    ) == scan(tree, "build/plan.json")


def test_a_finding_of_a_plan_points_at_its_source(tree: Path) -> None:
    """And tells how the value came about: by the variable that only the plan has."""
    assert (
        1,
        """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/main.tf:8:32
   8 |   is_multi_region_trail      = var.given
     |                                ^^^^^^^^^ false, from
  build/plan.json:6:13
   6 |    "value": "false"
     |             ^^^^^^^ set in plan.json
  build/plan.json:65:31
  65 |      "is_multi_region_trail": false,
     |                               ^^^^^ value in the plan
  fix: set is_multi_region_trail to true

1 failed (1 medium), 0 unknown, 0 passed in 2 files
exit 1: 1 finding is at or above low, the severity that fails the run
""",
    ) == scan(tree, "build", "--plan-source", "infra")


def test_a_source_that_is_none_is_wrong_usage(tree: Path) -> None:
    """A directory that does not exist is told at once."""
    assert (2, "error: there: no such directory\n") == scan(tree, "build", "--plan-source", "there")


def test_a_plan_file_is_told_how_to_become_readable(tree: Path) -> None:
    """Given by its name it is an error; beside other code it is passed over."""
    with zipfile.ZipFile(tree / "tfplan", "w") as archive:
        archive.writestr("tfplan", b"")

    assert (
        3,
        """\
error: tfplan:1:1: the plan is in Terraform's binary format, not JSON
  Convert it to JSON and scan that: `terraform show -json tfplan > tfplan.json`.

0 failed, 0 unknown, 0 passed in 0 files
not read, or only in part: tfplan
exit 3: something could not be read or evaluated
""",
    ) == scan(tree, "tfplan")
    assert 0 == scan(tree, "infra")[0]
    assert "tfplan" not in scan(tree)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"format_version": "1.0"}',
            "the file is a state written by `terraform show -json`, not a plan",
        ),
        (
            '{"format_version": "1.0", "values": {"root_module": {}}}',
            "the file is a state written by `terraform show -json`, not a plan",
        ),
        (
            '{"version": 4, "serial": 1, "lineage": "x"}',
            "the file is a Terraform state, not a plan",
        ),
        (
            '{"@level": "info"}\n{"@level": "info"}\n',
            "the file contains the messages of `terraform plan -json`, not a plan",
        ),
    ],
)
def test_what_is_no_plan_is_told_how_one_is_written(tree: Path, text: str, said: str) -> None:
    """Given by its name it is an error; beside other code it is passed over."""
    (tree / "other.json").write_text(text, encoding="utf-8")

    assert (
        3,
        f"""\
error: other.json:1:1: {said}
  {RIGHT}

0 failed, 0 unknown, 0 passed in 0 files
not read, or only in part: other.json
exit 3: something could not be read or evaluated
""",
    ) == scan(tree, "other.json")
    assert "other.json" not in scan(tree)[1]
