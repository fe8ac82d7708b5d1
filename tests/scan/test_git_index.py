"""The files that a repository tracks, read from its index."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from iacguard.scan.git_index import tracked_files

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}
NAMES = ("a.tf", "b/c.tf", "b/c.tfvars", "b/d/e.yaml", "with blank.tf", "x" * 200, "\u00e4.tf")


def git(tree: Path, *arguments: str) -> str:
    ended = subprocess.run(
        ["git", *arguments], cwd=tree, env=ENVIRONMENT, capture_output=True, check=True
    )
    return ended.stdout.decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that tracks all but one of its files."""
    for name in (*NAMES, "untracked.tf"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", *NAMES)
    return tmp_path


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_git_agrees_in_every_version(repository: Path, version: str) -> None:
    """Also where an entry has more flags than others."""
    if version == "3":
        git(repository, "add", "--intent-to-add", "untracked.tf")
    else:
        git(repository, "update-index", f"--index-version={version}")

    listed = git(repository, "ls-files", "-z").split("\0")[:-1]
    assert frozenset(listed) == tracked_files(repository)


def test_a_new_repository_tracks_nothing(tmp_path: Path) -> None:
    """It has no index yet."""
    git(tmp_path, "init", "--quiet")

    assert frozenset() == tracked_files(tmp_path)


def test_a_split_index_does_not_tell(repository: Path) -> None:
    """Most of its entries are in another file."""
    git(repository, "update-index", "--split-index")

    assert None is tracked_files(repository)


@pytest.mark.parametrize("cut", [0, 4, 11, 40, 80, 150])
def test_a_broken_index_does_not_tell(repository: Path, cut: int) -> None:
    """Then every file counts as tracked."""
    index = repository / ".git" / "index"
    index.write_bytes(index.read_bytes()[:cut])

    assert None is tracked_files(repository)


def test_a_directory_that_is_no_repository_does_not_tell(tmp_path: Path) -> None:
    """Neither does one whose repository lies elsewhere."""
    assert None is tracked_files(tmp_path)

    (tmp_path / ".git").write_text("gitdir: /elsewhere\n", encoding="utf-8")
    assert None is tracked_files(tmp_path)
