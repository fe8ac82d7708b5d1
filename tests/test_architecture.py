"""The walls of the program: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "iacguard"
FILES = sorted(PACKAGE.rglob("*.py"))

ALLOWED = {
    "core": {"core"},
    "model": {"core", "model"},
    "frontends": {"core", "model", "frontends", "errors"},
    "iam": {"core", "model", "iam"},
    "patterns": {"core", "model", "patterns"},
    "checks": {"core", "model", "iam", "patterns", "checks"},
    "rules": {"core", "model", "rules", "errors"},
    "triage": {"core", "triage", "errors"},
    "render": {"core", "rules", "render", "errors", "_version"},
}

THIRD_PARTIES = {
    "hcl2": {"frontends/terraform/syntax/grammar.py"},
    "lark": {"frontends/terraform/syntax/grammar.py", "frontends/terraform/syntax/file.py"},
    "yaml": {
        "frontends/cloudformation/text/yaml_loader.py",
        "frontends/terraform/functions/yaml_reading.py",
        "rules/catalog.py",
        "triage/exceptions.py",
    },
    "click": {"cli"},
    "cfnlint": {"integrations/cfnlint.py"},
    "tomli": {"configuration/file.py"},
    "tomllib": {"configuration/file.py"},
}


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
            found.update([module] if node.module else [f"{module}.{a.name}" for a in node.names])
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_place_allows(file: Path) -> None:
    """Each package sees the packages below it and no other; third parties have one place."""
    place = file.relative_to(PACKAGE)
    own = {name.split(".")[1] for name in imports(file) if name.startswith("iacguard.")}
    third = {name.split(".")[0] for name in imports(file)} & THIRD_PARTIES.keys()

    assert own <= ALLOWED.get(place.parts[0], own)
    for name in third:
        homes = THIRD_PARTIES[name]
        assert place.as_posix() in homes or place.parts[0] in homes, name


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_file_is_longer_than_400_lines(file: Path) -> None:
    """A longer file holds more than one idea."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def test_front_ends_do_not_know_each_other() -> None:
    """Terraform's folder imports nothing of CloudFormation's, nor the other way round."""
    for one, other in (("terraform", "cloudformation"), ("cloudformation", "terraform")):
        for file in (PACKAGE / "frontends" / one).rglob("*.py"):
            assert not [n for n in imports(file) if n.startswith(f"iacguard.frontends.{other}")]
