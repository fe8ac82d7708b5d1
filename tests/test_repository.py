"""Reading a repository's own files."""

from __future__ import annotations

import subprocess
from pathlib import Path

from iacguard.scan.git_commit import Commit, find_repository, read_commit


def git(directory: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ("git", *identity, "-C", str(directory), *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def repository(directory: Path) -> Path:
    git(directory, "init", "--quiet", "--initial-branch=trunk")
    git(directory, "remote", "add", "origin", "https://example.org/a.git")
    git(directory, "commit", "--quiet", "--allow-empty", "--message=a")
    return directory


def test_the_commit_is_read_from_a_branch_packed_detached_or_in_a_work_tree(tmp_path: Path):
    """Every way in which git writes down the current commit is understood."""
    root = repository(tmp_path)
    revision = git(root, "rev-parse", "HEAD")
    uri = "https://example.org/a.git"

    assert Commit(uri, revision, "trunk") == read_commit(root)
    git(root, "pack-refs", "--all")
    assert Commit(uri, revision, "trunk") == read_commit(root)
    git(root, "worktree", "add", "--quiet", "-b", "other", str(root / "tree"))
    assert Commit(uri, revision, "other") == read_commit(root / "tree")
    git(root, "checkout", "--quiet", "--detach")
    assert Commit(uri, revision, "") == read_commit(root)


def test_a_repository_without_commit_or_remote_tells_nothing(tmp_path: Path):
    """Half a fact is none."""
    git(tmp_path, "init", "--quiet")

    assert read_commit(tmp_path) is None


def test_the_nearest_work_tree_is_found(tmp_path: Path):
    """A directory below a work tree belongs to it."""
    git(tmp_path, "init", "--quiet")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    assert tmp_path.resolve() == find_repository(inner)
