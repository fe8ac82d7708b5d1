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
    processor_seconds: float
    megabytes: int
    errors: str
    reports: dict[str, str]

    @property
    def json(self) -> Any:
        """The report for programs."""
        return json.loads(self.reports["json"])


@dataclass(frozen=True)
class Kit:
    """The written kit, with the scan of each case, and of the tree that holds them all."""

    tree: Path
    reports: Path
    scans: dict[str, Scanned]


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Write the kit; scan each case in a process of its own, and all of them in one."""
    directory = tmp_path_factory.mktemp("hostile")
    tree, reports = directory / TREE, directory / "reports"
    reports.mkdir()
    write_kit(directory)
    names = [case.name for case in cases()]
    running = [_start(directory, reports, [TREE]), _start(tree, reports, names)]
    printed = [process.communicate()[0] for process in running]
    assert [0, 0] == [process.returncode for process in running]
    ended = [json.loads(line) for lines in printed for line in lines.splitlines()]
    scans = {row["case"]: _scanned(reports, row) for row in ended}
    yield Kit(tree, reports, scans)
    for locked in tree.glob("*/locked"):
        locked.chmod(0o700)
    shutil.rmtree(directory)


def _start(directory: Path, reports: Path, names: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, hostile_runs.__file__, directory, reports, *names),
        stdout=subprocess.PIPE,
        text=True,
    )


def _scanned(reports: Path, row: dict[str, Any]) -> Scanned:
    name = row["case"]
    texts = {
        form: file.read_text(encoding="utf-8") if file.exists() else ""
        for form, file in report_files(reports, name).items()
    }
    errors = (reports / f"{name}.errors").read_text(encoding="utf-8", errors="replace")
    return Scanned(row["code"], row["processor_seconds"], row["megabytes"], errors, texts)
