"""The hooks, run by pre-commit itself from a clone of this repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DISTRIBUTION = "iacguard-audit"

BAD = """\
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "audit-logs"
}
"""
ROOT = """\
module "trail" {
  source = "../modules/trail"
}
"""


def run(directory: Path, *command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with an environment that nothing of the caller's leaks into."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT", "SKIP", "IACGUARD"))
    }
    environment["PRE_COMMIT_HOME"] = str(home)
    environment["PIP_CONSTRAINT"] = str(home / "constraints.txt")
    environment["PRE_COMMIT_COLOR"] = "never"
    return subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )


def git(directory: Path, *arguments: str) -> None:
    """Run git with an identity of its own."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(("git", *identity, *arguments), cwd=directory, check=True, capture_output=True)


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration with both hooks, from a repository of the project as it stands here."""
    clone = tmp_path_factory.mktemp("hooks")
    listed = subprocess.run(
        ("git", "ls-files", "--cached", "--others", "--exclude-standard"),
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        source, target = PROJECT / name, clone / name
        if source.is_file() and not name.startswith("tests/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    git(clone, "init", "--quiet")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=a")
    git(clone, "tag", "tried")
    file = tmp_path_factory.mktemp("configuration") / "hooks.yaml"
    hooks = [{"id": "iacguard"}, {"id": "iacguard-all"}]
    repos = [{"repo": str(clone), "rev": "tried", "hooks": hooks}]
    file.write_text(json.dumps({"repos": repos}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the hooks' environment, for all tests of this file.

    It holds the packages that this environment holds, in their versions here.
    """
    directory = tmp_path_factory.mktemp("home")
    pins = {f"{each.name}=={each.version}" for each in distributions() if each.name != DISTRIBUTION}
    (directory / "constraints.txt").write_text("\n".join(sorted(pins)), encoding="utf-8")
    return directory


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two Terraform roots, one of which calls a bad module."""
    for name, text in {
        "live/main.tf": ROOT,
        "modules/trail/main.tf": BAD,
        "other/main.tf": BAD,
        "settings.json": '{"Resources": 1}',
        "notes.yaml": "a: b\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    return tmp_path


def try_hook(configuration: Path, hook: str, repository: Path, home: Path, *files: str):
    """Run one hook on some files; pre-commit makes its environment once for all tests."""
    wanted = ("--files", *files) if files else ("--all-files",)
    program = (sys.executable, "-m", "pre_commit", "run", hook, "--verbose")
    command = (*program, "--config", str(configuration))
    return run(repository, *command, *wanted, home=home)


def test_a_changed_module_is_judged_in_the_root_that_calls_it(configuration, repository, home):
    """The hook is given the module's file, and reports nothing of a root it is no part of."""
    done = try_hook(configuration, "iacguard", repository, home, "modules/trail/main.tf")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "module.trail.aws_cloudtrail.main records only its home region" in done.stdout
    assert "other/main.tf" not in done.stdout


def test_files_that_are_no_infrastructure_pass_in_silence(configuration, repository, home):
    """JSON and YAML of other kinds reach the hook by their names and are none of its business."""
    done = try_hook(configuration, "iacguard", repository, home, "settings.json", "notes.yaml")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    assert "trail" not in done.stdout


def test_the_whole_repository_is_judged_by_the_other_hook(configuration, repository, home):
    """Both roots are reported, and the called module not a third time."""
    done = try_hook(configuration, "iacguard-all", repository, home)

    assert done.returncode == 1, done.stdout + done.stderr
    subjects = sorted(
        line.split()[2]
        for line in done.stdout.splitlines()
        if "trail-single-region" in line and line.startswith("medium")
    )
    assert subjects == ["aws_cloudtrail.main", "module.trail.aws_cloudtrail.main"]
