"""What the project is installed from: its own name, its requirements, and the locked versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parent.parent
PAGES = sorted([PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")])
LOCKS = ["dev", "lowest"]

INSTALLS = re.compile(
    r"\b(?:pip3?|pipx|uv|poetry|pdm)\b.*\b(?:install|add|inject)\b|\buvx\b|additional_dependencies"
)
FROM_AN_INDEX = re.compile(r"iacguard(?:-audit)?(?:\[[^]]*\])?(?:[=<>~!].*)?")
"""A requirement that an index answers: with somebody else's package, or with none."""


def installed_from_an_index(text: str) -> Iterator[str]:
    """Yield every name of the project that a command of a page installs from an index."""
    for line in text.replace("\\\n", " ").splitlines():
        command = INSTALLS.search(line)
        if command is not None:
            words = re.split(r"[\s'\"`,]+|\[(?=['\"])", line[command.start() :])
            yield from (word for word in words if FROM_AN_INDEX.fullmatch(word))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_no_page_installs_a_package_of_somebody_else(page):
    """The name on the index is not the project's; a checkout or a URL is."""
    assert [] == list(installed_from_an_index(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "command",
    [
        "pip install iacguard",
        "`python -m pip install iacguard`",
        "pip install 'iacguard[cfn-lint]'",
        "pip install --upgrade \\\n  iacguard==1.0",
        "pip install iacguard-audit",
        "uv add iacguard",
        "uvx iacguard scan",
        'additional_dependencies: ["iacguard"]',
    ],
)
def test_a_command_that_installs_the_bare_name_is_found(command):
    """However the name is written."""
    assert 1 == len(list(installed_from_an_index(command)))


@pytest.mark.parametrize("command", ["pip install .", "pip install '.[cfn-lint]'", "iacguard scan"])
def test_a_command_that_installs_the_checkout_is_not(command):
    """Nor one that installs nothing."""
    assert [] == list(installed_from_an_index(command))


def pins(lock: str) -> dict[str, list[Requirement]]:
    """Return the locked requirements of all Pythons, by canonical name."""
    found: dict[str, list[Requirement]] = {}
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line[:1].isalnum():
            pin = Requirement(line.removesuffix("\\"))
            found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_project_requires_is_locked(lock):
    """Each version is one that the project allows."""
    locked = pins(lock)
    missing = [
        str(wanted)
        for wanted in map(Requirement, requires("iacguard-audit") or ())
        if not _is_met(wanted, locked.get(canonicalize_name(wanted.name), []))
    ]

    assert [] == missing


def _is_met(wanted: Requirement, pinned: list[Requirement]) -> bool:
    versions = [str(pin.specifier).removeprefix("==") for pin in pinned]
    return bool(versions) and all(wanted.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("lock", LOCKS)
def test_locked_requirements_name_no_index(lock):
    """They are found by hash, in whatever index a machine is given."""
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    assert "://" not in text
    assert "--index-url" not in text
