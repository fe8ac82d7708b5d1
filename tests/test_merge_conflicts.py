"""Files with the marks of an unfinished merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

TERRAFORM = """\
resource "aws_cloudtrail" "main" {
<<<<<<< HEAD
  name = "a"
=======
  name = "b"
>>>>>>> other
}
"""
TEMPLATE = """\
Resources:
  Trail:
<<<<<<< HEAD
    Type: AWS::CloudTrail::Trail
=======
    Type: AWS::CloudTrail::Trail
>>>>>>> other
"""


@pytest.mark.parametrize(
    ("name", "text", "lines"), [("main.tf", TERRAFORM, [2]), ("t.yaml", TEMPLATE, [3, 5, 7])]
)
def test_a_mark_of_a_merge_is_called_by_its_name(
    tmp_path: Path, name: str, text: str, lines: list[int]
) -> None:
    """A reader looks for the merge, and not for what a parser expects."""
    (tmp_path / name).write_text(text, encoding="utf-8")

    report = check(tmp_path, Options(selected=("CT101",)))

    said = "an unresolved merge conflict"
    assert [(line, said) for line in lines] == [
        (one.subject.start.line, one.summary) for one in report.diagnostics
    ]
