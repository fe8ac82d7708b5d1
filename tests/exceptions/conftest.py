"""The scan that the tests of exceptions share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from exception_texts import TODAY, Accepted

from iacguard import Options, check


@pytest.fixture
def accepted(tmp_path: Path) -> Accepted:
    """Scan files, and return the accepted subjects and what is told of exceptions."""

    def scan(
        files: Mapping[str, str], rules: str = "CT101", path: str = "."
    ) -> tuple[list[str], list[str]]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        options = Options(selected=tuple(rules.split(",")), today=TODAY)
        report = check([tmp_path / path], options, root=tmp_path)
        subjects = sorted(
            f"{outcome.scope} {outcome.subject} {outcome.rule.id}"
            for outcome in report.outcomes
            if outcome.suppression is not None
        )
        told = [
            f"{one.rule} {one.subject.path}:{one.subject.start.line} {one.summary}"
            for one in report.diagnostics
        ]
        return subjects, told

    return scan
