"""The walls of the program: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "iacguard"
FILES = sorted(PACKAGE.rglob("*.py"))

ROOMS = {
    "__init__": {"_version", "api", "core", "frontends", "options", "rules"},
    "__main__": {"cli", "errors", "render"},
    "_version": set(),
    "api": {"configuration", "core", "errors", "frontends", "iam", "options", "rules", "scan"},
    "checks": {"core", "iam", "model", "patterns"},
    "cli": {
        *("_version", "api", "configuration", "core", "errors", "frontends", "options", "render"),
        *("rules", "scan", "triage"),
    },
    "configuration": {"core", "errors", "options", "rules"},
    "core": set(),
    "errors": set(),
    "frontends": {"core", "errors", "model"},
    "iam": {"core", "model"},
    "integrations": {"api", "configuration", "core", "errors", "options", "render", "rules"},
    "model": {"core"},
    "options": {"core", "frontends"},
    "patterns": {"core"},
    "render": {"core", "rules"},
    "rules": {"core", "errors", "model"},
    "scan": {"core", "errors", "frontends", "model", "options", "rules", "triage"},
    "triage": {"core"},
}
"""Each folder and file of the package, and all that it imports of others."""

FACE = {
    "iacguard.frontends.lowering",
    "iacguard.frontends.protocol",
    "iacguard.frontends.registry",
    "iacguard.frontends.unbuilt",
}
"""What others may import of the front ends: no language."""

THIRD_PARTIES = {
    "cfnlint": {"integrations/cfnlint.py"},
    "click": {"cli"},
    "pathspec": {"scan/ignored_files.py"},
    "lark": {"frontends/terraform/syntax/grammar.py"},
    "tomli": {"core/toml_reader.py"},
    "tomllib": {"core/toml_reader.py"},
    "yaml": {
        "frontends/cloudformation/text/yaml_loader.py",
        "frontends/terraform/functions/yaml_reading.py",
        "rules/catalog.py",
    },
}
"""What is imported besides the standard library, and where: a file, or a folder."""

LANGUAGE = re.compile(r"terraform|cloudformation|(?<![a-z])hcl(?![a-z])|tofu|\.tf\b", re.IGNORECASE)

NAMES_LANGUAGES = {
    # Help and messages tell a user what is read.
    "cli/scan.py",
    "configuration/keys.py",
    "render/text.py",
    # The examples of a rule are written in the languages that its page shows.
    "rules/examples.py",
    # A plugin of a linter of one language.
    "integrations/cfnlint.py",
}
"""The files outside of the front ends whose code may name a language."""


def modules() -> dict[str, Path]:
    """Return the file of every module by its dotted name."""
    named = {}
    for file in FILES:
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return named


MODULES = modules()


def imports(file: Path) -> set[str]:
    """Return the absolute dotted names of all modules that a file imports, at any depth."""
    package = ("iacguard", *file.relative_to(PACKAGE).parts[:-1])
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *(node.module.split(".") if node.module else ())))
            inner = {f"{module}.{alias.name}" for alias in node.names} & MODULES.keys()
            found.update(inner or [module])
    return found


IMPORTS = {file: imports(file) for file in FILES}


def room(file: Path) -> str:
    """Return the folder of the package that a file is in, or the file at its root."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def test_each_room_sees_the_rooms_that_it_may_see_and_no_other():
    """A new arrow is drawn here on purpose, and one that nothing needs any more is taken out."""
    drawn: dict[str, set[str]] = {room(file): set() for file in FILES}
    for file, names in IMPORTS.items():
        seen = {name.split(".")[1] for name in names if name.startswith("iacguard.")}
        drawn[room(file)] |= seen - {room(file)}

    assert ROOMS == drawn


def test_no_module_imports_another_that_leads_back_to_it():
    """Also where an import is for types only, or stands inside a function."""
    graph = {name: IMPORTS[file] & MODULES.keys() - {name} for name, file in MODULES.items()}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {' <- '.join(error.args[1])}")


def test_third_parties_have_one_place():
    """What a dependency costs, and what would be lost with it, shows in a few files."""
    drawn: dict[str, set[str]] = {}
    for file, names in IMPORTS.items():
        place = file.relative_to(PACKAGE)
        for name in {name.split(".")[0] for name in names} & THIRD_PARTIES.keys():
            whole = place.parts[0] in THIRD_PARTIES[name]
            drawn.setdefault(name, set()).add(place.parts[0] if whole else place.as_posix())

    assert THIRD_PARTIES == drawn


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_file_is_longer_than_400_lines(file: Path) -> None:
    """A longer file holds more than one idea."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def test_front_ends_do_not_know_each_other() -> None:
    """Terraform's folder imports nothing of CloudFormation's, nor the other way round."""
    for one, other in (("terraform", "cloudformation"), ("cloudformation", "terraform")):
        for file in (PACKAGE / "frontends" / one).rglob("*.py"):
            assert not [n for n in IMPORTS[file] if n.startswith(f"iacguard.frontends.{other}")]


def test_nothing_outside_of_the_front_ends_imports_a_language():
    """A language is one folder and one row; the rest asks the row."""
    for file, names in IMPORTS.items():
        if room(file) != "frontends":
            inner = {n for n in names if n.startswith("iacguard.frontends.")}
            assert not {n for n in inner if ".".join(n.split(".")[:3]) not in FACE}, file


def test_nothing_outside_of_the_front_ends_names_a_language():
    """Neither a name nor a text in code does; docstrings and comments may give examples."""
    naming = {
        file.relative_to(PACKAGE).as_posix()
        for file in FILES
        if room(file) != "frontends" and any(map(LANGUAGE.search, words_of(file)))
    }

    assert naming == NAMES_LANGUAGES


def words_of(file: Path) -> Iterator[str]:
    """Yield the names and texts of a file's code."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word):
                yield word
            case ast.keyword(arg=str(word)) | ast.alias(name=word):
                yield word
            case ast.FunctionDef(name=word) | ast.ClassDef(name=word):
                yield word
            case ast.ImportFrom(module=str(word)):
                yield word
            case ast.Constant(value=str(word)) if id(node) not in docstrings:
                yield word
            case _:
                pass
