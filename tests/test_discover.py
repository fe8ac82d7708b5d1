"""The scanned tree: confinement, decoding and discovery."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from iacguard.core.diagnostic import Diagnostic, Level
from iacguard.core.limits import Limits
from iacguard.core.source import Position, Source, SourceSpan
from iacguard.errors import UsageError
from iacguard.scan.tree import Tree, decode


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A tree with a secret beside it that nothing may read."""
    (tmp_path / "secret.tf").write_text("secret", encoding="utf-8")
    root = tmp_path / "root"
    root.mkdir()
    return Tree(root, Limits())


def not_read(path: str, summary: str, line: int = 1, column: int = 1, offset: int = 0):
    place = Position(line, column, offset)
    return Diagnostic(
        rule="IG001",
        level=Level.ERROR,
        summary=summary,
        detail="It was not judged.",
        subject=SourceSpan(path, place, place),
    )


def test_a_file_is_read_once_and_kept(tree: Tree):
    """Reports quote the text that was judged, even when the file changes meanwhile."""
    file = tree.root / "main.tf"
    file.write_text("a", encoding="utf-8")

    first = tree.read("main.tf")
    file.write_text("b", encoding="utf-8")

    assert Source("main.tf", "a") == first == tree.read("main.tf")


@pytest.mark.parametrize("name", ["sub", "main.tf", ""])
def test_a_directory_cannot_be_read(tree: Tree, name: str):
    """`file(path.module)` asks for one."""
    (tree.root / name).mkdir(exist_ok=True)

    assert tree.find_bytes(name) is None
    assert name == "" or not_read(name, "the file cannot be opened") == tree.read(name)


@pytest.mark.parametrize("path", ["../secret.tf", "sub/../../secret.tf", "a\0b"])
def test_nothing_outside_the_root_is_read(tree: Tree, path: str):
    """A path that leads out is no file."""
    assert (tree.read(path), tree.find_bytes(path)) == (None, None)


def test_a_link_out_of_the_tree_is_not_followed(tree: Tree):
    """A committed link to a file of the machine is not read, and a linked directory not listed."""
    os.symlink(tree.root.parent / "secret.tf", tree.root / "link.tf")
    os.symlink(tree.root.parent, tree.root / "above")

    assert (tree.find_bytes("link.tf"), tree.find_bytes("above/secret.tf")) == (None, None)
    assert tree.list("above") == ()
    assert list(tree.walk("")) == ["link.tf"]


def test_what_is_not_walked_is_said(tree: Tree):
    """A link out of the tree is a note; a link inside leads to what is walked anyway."""
    (tree.root / "infra").mkdir()
    os.symlink(tree.root.parent, tree.root / "above")
    os.symlink("infra", tree.root / "again")

    files = list(tree.walk(""))

    said = "the link leads outside the scanned tree and is not followed"
    assert ([], [replace(not_read("above", said), level=Level.NOTE)]) == (files, tree.problems)


def test_a_link_inside_the_tree_is_followed(tree: Tree):
    """Shared files are often linked from one root to another."""
    (tree.root / "common.tf").write_text("a", encoding="utf-8")
    os.symlink("common.tf", tree.root / "link.tf")

    assert tree.find_bytes("link.tf") == b"a"


def test_a_pipe_is_not_opened(tree: Tree):
    """A scan does not wait for somebody to write."""
    os.mkfifo(tree.root / "pipe.tf")

    assert not_read("pipe.tf", "the file cannot be opened") == tree.read("pipe.tf")


def test_a_directory_is_no_file_whatever_its_name(tree: Tree):
    """A directory called x.tf is walked, as Terraform does not read it either."""
    (tree.root / "x.tf").mkdir()
    (tree.root / "x.tf" / "main.tf").write_text("a", encoding="utf-8")

    assert (tree.list(""), list(tree.walk(""))) == ((), ["x.tf/main.tf"])


def test_what_tools_fetch_is_passed_over(tree: Tree):
    """Provider caches and packages are not the scanned code."""
    for name in (".terraform", "node_modules", ".git", "infra"):
        (tree.root / name).mkdir()
        (tree.root / name / "main.tf").write_text("a", encoding="utf-8")

    assert list(tree.walk("")) == ["infra/main.tf"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a\xc3\xa9", "utf-8"),
        (b"\xef\xbb\xbfa\xc3\xa9", "utf-8-sig"),
        ("\ufeffaé".encode("utf-16-le"), "utf-16"),
        ("\ufeffaé".encode("utf-16-be"), "utf-16"),
    ],
)
def test_encodings_are_told_by_their_mark(content: bytes, encoding: str):
    """The mark is not part of the text."""
    assert Source("a", "aé", encoding) == decode("a", content)


def test_bytes_that_are_no_text_are_placed():
    """The diagnostic points at the byte that stops the reading."""
    expected = not_read("a.tf", "the file is not UTF-8 text", 2, 3, 6)

    assert expected == decode("a.tf", b"one\nx=\xff\n")


def test_a_path_outside_the_root_is_wrong_usage(tree: Tree):
    """The caller asked for something that would not be read."""
    with pytest.raises(
        UsageError, match=r"is outside of .*: set --root to a directory above both$"
    ):
        tree.relative(tree.root.parent)


def test_a_link_of_a_module_that_leads_out_is_said(tree: Tree):
    """A part of the module is missing; of other files nobody can tell what they would be."""
    for name in ("link.tf", "link.json"):
        os.symlink(tree.root.parent / "secret.tf", tree.root / name)
    os.symlink(tree.root.parent, tree.root / "above")

    said = "the link leads outside the scanned tree and is not followed"
    assert [
        not_read("link.tf", said),
        replace(not_read("link.json", said), level=Level.NOTE),
        not_read("above/secret.tf", said),
    ] == [tree.read(path) for path in ("link.tf", "link.json", "above/secret.tf")]


@pytest.mark.parametrize(("name", "head"), [("a.tf", None), ("a.yaml", b"\0" * 20)])
def test_a_file_that_is_too_large_is_not_loaded(tmp_path: Path, name: str, head: bytes | None):
    """Its first bytes tell whether a language misses it; a file of a module is missed always."""
    tree = Tree(tmp_path, Limits(module_file_bytes=10, document_bytes=20))
    with (tmp_path / name).open("wb") as file:
        file.truncate(20_000_000_000)

    most = 10 if head is None else 20
    assert tree.find_bytes(name) == head
    assert not_read(name, f"the file is larger than {most} bytes") == tree.read(name)
