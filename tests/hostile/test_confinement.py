"""A scan runs no code of the scanned tree, and obeys none of its settings in silence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from canaries import CANARIES, write_canaries
from kit_gate import CODE, PROOF, SHADOWS
from test_hostile_kit import found


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
