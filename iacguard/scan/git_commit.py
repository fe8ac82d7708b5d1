"""What a repository's own files say of the commit that is scanned.

Git itself is not run: its configuration can name programs to start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 1_000_000
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Commit:
    """The checked-out commit and where it comes from."""

    uri: str
    revision: str
    branch: str


def find_repository(directory: Path) -> Path | None:
    """Return the nearest directory at or above one that is a git work tree."""
    for candidate in (directory.resolve(), *directory.resolve().parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def read_commit(work_tree: Path) -> Commit | None:
    """Return the commit of a work tree; None where its files do not tell."""
    git = _git_directory(work_tree)
    head = _text(git / "HEAD")
    if head.startswith("ref: "):
        reference = head[5:].strip()
        common = git / (_text(git / "commondir").strip() or ".")
        revision = _text(common / reference).strip() or _packed(common, reference)
        branch = reference.removeprefix("refs/heads/")
    else:
        common, revision, branch = git, head.strip(), ""
    uri = _remote(_text(common / "config"))
    if not uri or not _COMMIT.fullmatch(revision):
        return None
    return Commit(uri, revision, branch)


def _git_directory(work_tree: Path) -> Path:
    git = work_tree / ".git"
    pointer = _text(git) if git.is_file() else ""
    return work_tree / pointer[8:].strip() if pointer.startswith("gitdir: ") else git


def _packed(common: Path, reference: str) -> str:
    for line in _text(common / "packed-refs").splitlines():
        revision, _, name = line.partition(" ")
        if name == reference:
            return revision
    return ""


def _remote(configuration: str) -> str:
    """Return the URL of the remote called origin."""
    section = ""
    for line in configuration.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            section = stripped
        elif section == '[remote "origin"]' and stripped.partition("=")[0].strip() == "url":
            return stripped.partition("=")[2].strip()
    return ""


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(_LONGEST)
    except OSError:
        return ""
