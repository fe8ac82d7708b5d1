"""A scan reads nothing but the scanned tree, talks to nobody and runs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from canaries import CANARIES, write_canaries
from kit import TREE, cases
from kit_gate import CODE, PROOF, SHADOWS
from test_hostile_kit import found

import iacguard
from iacguard.core import user_cache

PACKAGE = Path(iacguard.__file__).parent
TEMPORARY = ("os.remove", "os.rename")
"""How a report is written; the tree is never written to."""

CODES = (".py", ".pyc", ".so")
"""What is only opened to be run."""


def own_places(reports: Path) -> list[Path]:
    """Return where Python, the program, its cache and the reports are."""
    cache = user_cache.directory()
    places = [Path(sys.prefix), Path(sys.base_prefix), PACKAGE, PACKAGE.parent / "rules", reports]
    return [place.resolve() for place in (*places, *([cache] if cache else []))]


@pytest.mark.parametrize("name", [case.name for case in cases()])
def test_nothing_outside_of_the_tree_is_touched(kit, scans, name):
    """Every file that is opened lies in the tree, or belongs to the program."""
    assert name in scans
    assert [] == strange_events(kit.tree / name, kit.reports, name)


@pytest.mark.long
def test_nothing_outside_of_all_cases_is_touched(kit, together):
    """So it is for the tree that holds them all."""
    assert 1 == together.code
    assert [] == strange_events(kit.tree, kit.reports, TREE)


def strange_events(tree: Path, reports: Path, name: str) -> list[tuple[str, str]]:
    """Return what a scan did beyond reading the tree and the program."""
    places = [tree.resolve(), *own_places(reports)]
    strange = []
    for line in (reports / f"{name}.events").read_text(encoding="utf-8").splitlines():
        event, what = json.loads(line)
        place = Path(os.path.realpath(tree / what))
        is_read = event in ("open", "os.listdir", "os.scandir", *TEMPORARY)
        is_allowed = is_read and any(place.is_relative_to(own) for own in places)
        if not is_allowed or (place.suffix in CODES and place.is_relative_to(places[0])):
            strange.append((event, what))
    return strange


def commands() -> list[list[str]]:
    """Return the ways to start the program."""
    script = Path(sys.executable).parent / "iacguard"
    return [[str(script)], [sys.executable, "-m", "iacguard"]]


@pytest.mark.parametrize("command", commands(), ids=["script", "module"])
def test_python_files_of_the_working_directory_are_not_imported(tmp_path, command):
    """A yaml.py, a click.py or a sitecustomize.py beside the code is no part of the program."""
    tree = tmp_path / "tree"
    write_canaries(tree)
    for name in SHADOWS:
        if name != "iacguard":
            (tree / f"{name}.py").write_text(CODE)

    ended = subprocess.run(
        [*command, "scan", "-o", "json"], cwd=tree, capture_output=True, text=True, check=False
    )

    assert (1, "", False) == (ended.returncode, ended.stderr, (tree / PROOF).exists())
    assert CANARIES == found(json.loads(ended.stdout))


def test_a_package_of_the_same_name_is_not_run_by_the_command(tmp_path):
    """Only `python -m` would take it for the program; the installed command does not."""
    tree = tmp_path / "tree"
    write_canaries(tree)
    (tree / "iacguard").mkdir()
    for name in ("__init__", "__main__"):
        (tree / "iacguard" / f"{name}.py").write_text(CODE)

    ended = subprocess.run(
        [*commands()[0], "scan"], cwd=tree, capture_output=True, text=True, check=False
    )

    assert (1, "", False) == (ended.returncode, ended.stderr, (tree / PROOF).exists())


@pytest.mark.parametrize(
    ("ignored", "code", "said"),
    [
        (
            "CT1 CT2 CT301 CT304 CT305",
            0,
            "configuration: {file}, ignoring CT1, CT2, CT301, CT304, CT305\n",
        ),
        ("CT IG", 2, "error: no rule is left to judge: all selected rules are ignored\n"),
    ],
)
def test_settings_that_silence_a_scan_are_named(tmp_path, ignored, code, said):
    """A configuration where the scan starts is obeyed, and the run says so."""
    write_canaries(tmp_path / "tree")
    file = tmp_path / "tree" / ".iacguard.toml"
    file.write_text(f"ignore = {ignored.split()}\n")

    ended = subprocess.run(
        [*commands()[0], "scan"],
        cwd=tmp_path / "tree",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (code, said.format(file=file)) == (ended.returncode, ended.stderr)
