"""The parse tables, made of python-hcl2's grammar."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iacguard.frontends.terraform.syntax import grammar


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
