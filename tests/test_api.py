"""The function that a program calls."""

from __future__ import annotations

from pathlib import Path

import pytest

import iacguard
from iacguard.api import prepare
from iacguard.errors import UsageError
from iacguard.options import Options

TRAIL = 'resource "aws_cloudtrail" "main" {\n  s3_bucket_name = "logs"\n}\n'


def test_one_path_is_a_path(tmp_path: Path) -> None:
    """A text is not taken for the paths that its letters are."""
    (tmp_path / "main.tf").write_text(TRAIL, encoding="utf-8")
    options = Options(selected=("CT101",))

    of_text = iacguard.check(str(tmp_path), options)
    of_path = iacguard.check(tmp_path, options)

    assert of_text == of_path == iacguard.check([tmp_path], options)
    assert ["CT101"] == [one.rule.id for one in of_text.outcomes]


@pytest.mark.parametrize("name", ["main.tf", "nowhere"])
def test_a_root_is_a_directory(tmp_path: Path, name: str) -> None:
    """Nothing lies below a file, so a scan would find nothing wrong."""
    (tmp_path / "main.tf").write_text(TRAIL, encoding="utf-8")
    root = tmp_path / name

    with pytest.raises(UsageError) as raised:
        iacguard.check(tmp_path / "main.tf", root=root)

    assert f"{root}: the root must be an existing directory" == str(raised.value)


def test_a_prepared_scan_says_what_it_will_do(tmp_path: Path) -> None:
    """Whoever reports on it need not find its root, or select its rules, a second time."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(TRAIL, encoding="utf-8")
    options = Options(selected=("CT101",))

    scan = prepare(tmp_path / "infra", options)

    assert (tmp_path.resolve(), ("infra",)) == (scan.root, scan.paths)
    judging = [rule.id for rule in scan.rules.of_scopes if rule.claim is not None]
    assert ["CT101"] == judging
    assert scan.report() == iacguard.check(tmp_path / "infra", options)
