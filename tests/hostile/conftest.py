"""The hostile kit: each case is written and scanned once, for all that is asked of it."""

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
from hostile_case import Case
from hostile_runs import report_files
from kit import TREE, write_case, write_kit
from kit_trees import write_outside


@dataclass(frozen=True)
class Scanned:
    """How a scan ended, what it wrote, and what it touched."""

    directory: Path
    code: int
    megabytes: int
    errors: str
    reports: dict[str, str]
    events: list[tuple[str, str]]
    """Events of the interpreter that touch the world: what they are called, and what it is."""

    @property
    def json(self) -> Any:
        """The report for programs."""
        return json.loads(self.reports["json"])


class Kit:
    """A directory for cases, and a process that scans them."""

    def __init__(self, directory: Path, process: subprocess.Popen[str]) -> None:
        self.directory = directory
        self.reports = directory / "reports"
        self._process = process

    def scan(self, case: Case) -> Scanned:
        """Write a case and scan it alone."""
        write_case(self.directory, case)
        below = self.directory / TREE / case.name
        return self._scan(below, case.name, hostile_runs.MOST_SECONDS)

    def scan_together(self) -> Scanned:
        """Write all cases and scan the tree that holds them, in one run."""
        directory = self.directory / "together"
        directory.mkdir()
        write_kit(directory)
        return self._scan(directory / TREE, TREE, hostile_runs.MOST_SECONDS_TOGETHER)

    def _scan(self, directory: Path, name: str, seconds: int) -> Scanned:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps([str(directory), name, seconds]), file=self._process.stdin, flush=True)
        ended = json.loads(self._process.stdout.readline())
        written = {form: _text(file) for form, file in report_files(self.reports, name).items()}
        errors = _text(self.reports / f"{name}.errors")
        events = [json.loads(line) for line in _text(self.reports / f"{name}.events").splitlines()]
        return Scanned(directory, ended["code"], ended["megabytes"], errors, written, events)


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Write what lies outside of all cases, and load the program."""
    directory = tmp_path_factory.mktemp("hostile")
    reports = directory / "reports"
    reports.mkdir()
    write_outside(directory)
    command = (sys.executable, hostile_runs.__file__, str(reports))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Kit(directory, process)
    for tree in (directory / TREE, directory / "together" / TREE):
        for locked in tree.glob("*/locked"):
            locked.chmod(0o700)
    shutil.rmtree(directory)


def _text(file: Path) -> str:
    if not file.exists():
        return ""
    return file.read_text(encoding="utf-8", errors="surrogateescape")
