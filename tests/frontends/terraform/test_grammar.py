"""The parse tables and the cache that keeps them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from iacguard.frontends.terraform.syntax import grammar, grammar_cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory of the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "iacguard"


def hcl2_grammar() -> str:
    from importlib.util import find_spec

    return (Path(find_spec("hcl2").origin).parent / "hcl2.lark").read_text(encoding="utf-8")


def test_python_hcl2_has_every_rule_that_the_tree_is_built_from():
    """The installed grammar compiles, so no rule that is needed is missing."""
    assert grammar.compile_tables(hcl2_grammar()).startswith('{"productions"')


def test_a_grammar_without_a_rule_that_is_needed_is_named():
    """A python-hcl2 with other rules gives an error that says which ones and what is needed."""
    other = hcl2_grammar().replace("full_splat", "whole_splat")

    with pytest.raises(grammar.GrammarError) as caught:
        grammar.compile_tables(other)

    assert (
        "the grammar of the installed python-hcl2 lacks the rules full_splat, "
        "full_splat_expr_term; iacguard needs python-hcl2 8.1"
    ) == str(caught.value)


def test_a_grammar_that_lark_cannot_read_is_an_error_of_the_installation():
    """A grammar in another form gives our own error and no traceback of lark's."""
    with pytest.raises(
        grammar.GrammarError, match=r"^the grammar of python-hcl2 cannot be compiled"
    ):
        grammar.compile_tables("start: ((")


def test_what_is_kept_is_read_back(cache: Path):
    """A text under a key is found again; the file belongs to the user alone."""
    grammar_cache.write("key", '{"a": 1}')

    assert '{"a": 1}' == grammar_cache.read("key")
    assert 0o700 == stat.S_IMODE(cache.stat().st_mode)
    assert 0o600 == stat.S_IMODE((cache / "key.json").stat().st_mode)
    assert ["key.json"] == [file.name for file in cache.iterdir()]


def test_nothing_is_found_under_another_key(cache: Path):
    """Tables of another grammar are not taken for these."""
    grammar_cache.write("key", "{}")

    assert None is grammar_cache.read("other")


def test_a_file_that_others_can_write_to_is_not_believed(cache: Path):
    """Tables that somebody else may have changed are made again."""
    grammar_cache.write("key", "{}")
    (cache / "key.json").chmod(0o666)

    assert None is grammar_cache.read("key")


def test_a_directory_that_others_can_write_to_is_not_used(cache: Path):
    """A shared directory is neither read nor written."""
    cache.mkdir()
    cache.chmod(0o777)

    grammar_cache.write("key", "{}")

    assert [] == list(cache.iterdir())


def test_a_link_is_not_believed(cache: Path, tmp_path: Path):
    """A cache file that is a link may lead anywhere and is not followed."""
    grammar_cache.write("key", "{}")
    (cache / "key.json").rename(tmp_path / "elsewhere")
    (cache / "key.json").symlink_to(tmp_path / "elsewhere")

    assert None is grammar_cache.read("key")


def test_a_damaged_file_is_not_believed(cache: Path):
    """A file that was cut short is made again."""
    grammar_cache.write("key", '{"a": 1}')
    file = cache / "key.json"
    file.write_text(file.read_text()[:-1])

    assert None is grammar_cache.read("key")


def test_a_directory_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch):
    """Where nothing can be kept the tables are made anew each time."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    grammar_cache.write("key", "{}")

    assert None is grammar_cache.read("key")


def test_a_relative_cache_directory_is_ignored(monkeypatch):
    """The cache is never looked for relative to the working directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", "/home/somebody")

    assert Path("/home/somebody/.cache/iacguard") == grammar_cache.directory()


def test_parsing_with_kept_tables_imports_neither_lark_nor_hcl2(tmp_path: Path):
    """Once the tables are in the cache, a scan does without both packages."""
    program = (
        "import sys\n"
        "from iacguard.core.limits import Limits\n"
        "from iacguard.core.source import Source\n"
        "from iacguard.frontends.terraform.syntax.file import parse\n"
        "file = parse(Source('a.tf', 'a = 1'), Limits())\n"
        "print(sorted(file.body.attributes), sorted({'lark', 'hcl2'} & sys.modules.keys()))\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    assert ["['a'] ['lark']\n", "['a'] []\n"] == runs
