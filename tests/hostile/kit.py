"""The hostile kit: small trees that must not hang, crash, lead astray or silence a scan.

Each case is a directory with hostile files and three plain bad trails beside them. The files are
generated, never committed.
"""

from __future__ import annotations

from pathlib import Path

from canaries import write_canaries
from hostile_case import Case
from kit_evaluation import evaluation_cases
from kit_gate import gate_cases
from kit_names import name_cases
from kit_syntax import syntax_cases
from kit_templates import template_cases
from kit_trees import tree_cases, write_outside

TREE = "tree"
"""The directory that holds the cases; what is beside it must not be read."""


def cases() -> tuple[Case, ...]:
    """Return every case; names are unique."""
    found = (
        *syntax_cases(),
        *evaluation_cases(),
        *tree_cases(),
        *name_cases(),
        *gate_cases(),
        *template_cases(),
    )
    assert len({case.name for case in found}) == len(found)
    return found


def write_kit(directory: Path) -> None:
    """Write all cases, and what lies outside of them."""
    write_outside(directory)
    for case in cases():
        write_case(directory, case)


def write_case(directory: Path, case: Case) -> None:
    """Write one case; what lies outside of all cases must be written before."""
    below = directory / TREE / case.name
    write_canaries(below)
    case.write(below)


COSTLY = frozenset(
    {
        "cidr-subnets",
        "comment-openings",
        "deep-directories",
        "exceptions",
        "links-to-one-file",
        "lists",
        "loop-depth",
        "resources",
        "sparse-files",
        "template-anchors",
        "template-exceptions",
        "template-for-each",
        "template-forty-conditional-trails",
        "template-forty-conditions",
        "template-json-resources",
        "template-json-trails",
        "template-long-key",
        "template-ring-of-references",
        "template-shapes-of-functions",
        "template-sub-map",
        "template-sub-variables",
        "template-texts-that-double",
        "thousands-of-files",
        "trails",
    }
)
"""Cases that take a second of the processor or more: they belong to the long tests."""
