"""The hostile kit, written and scanned once for all tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hostile_runs
import pytest
from hostile_runs import report_files
from kit import TREE, cases, write_kit


@dataclass(frozen=True)
class Scanned:
    """How a scan ended, and what it wrote."""

    code: int
    megabytes: int
    errors: str
    reports: dict[str, str]

    @property
    def json(self) -> Any:
        """The report for programs."""
        return json.loads(self.reports["json"])


@dataclass(frozen=True)
class Kit:
    """Where the kit is written, and the reports of its scans."""

    tree: Path
    reports: Path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker write and scan the kit for all tests that read it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("hostile"))


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Write the kit."""
    directory = tmp_path_factory.mktemp("hostile")
    tree, reports = directory / TREE, directory / "reports"
    reports.mkdir()
    write_kit(directory)
    yield Kit(tree, reports)
    for locked in tree.glob("*/locked"):
        locked.chmod(0o700)
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def scans(kit: Kit) -> dict[str, Scanned]:
    """Scan each case in a process of its own."""
    names = [case.name for case in cases()]
    return _scans(kit.tree, kit.reports, hostile_runs.MOST_SECONDS, names)


@pytest.fixture(scope="session")
def together(kit: Kit) -> Scanned:
    """Scan the tree that holds all cases, in one run."""
    seconds = hostile_runs.MOST_SECONDS_TOGETHER
    return _scans(kit.tree.parent, kit.reports, seconds, [TREE])[TREE]


def _scans(directory: Path, reports: Path, seconds: int, names: list[str]) -> dict[str, Scanned]:
    ended = subprocess.run(
        (sys.executable, hostile_runs.__file__, directory, reports, str(seconds), *names),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    return {row["case"]: _scanned(reports, row) for row in rows}


def _scanned(reports: Path, row: dict[str, Any]) -> Scanned:
    name = row["case"]
    texts = {
        form: file.read_text(encoding="utf-8") if file.exists() else ""
        for form, file in report_files(reports, name).items()
    }
    errors = (reports / f"{name}.errors").read_text(encoding="utf-8", errors="replace")
    return Scanned(row["code"], row["megabytes"], errors, texts)
