"""What a shell offers behind the flags of `iacguard`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def offered(directory: Path, *words: str) -> list[str]:
    """Return what bash is told about the last of some words."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        (sys.executable, "-m", "iacguard"),
        cwd=directory,
        env={
            **kept,
            "_IACGUARD_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("iacguard", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("scan", "--select", "CT11"), ["CT110", "CT111", "CT112", "CT113"]),
        (("scan", "--ignore", "CT301,trail-s"), ["CT301,trail-single-region"]),
        (("scan", "--select", "al"), ["alarm-without-action", "ALL"]),
        (("rules", "ct502"), ["CT502"]),
        (
            ("scan", "--framework", "cis-aws-foundations@1"),
            [
                "cis-aws-foundations@1.2.0",
                "cis-aws-foundations@1.4.0",
                "cis-aws-foundations@1.5.0",
            ],
        ),
        (("rules", "--framework", "soc"), ["soc-2@2017"]),
        (("scan", "--select", "nothing"), []),
    ],
)
def test_rules_and_standards_are_offered(
    tmp_path: Path, words: tuple[str, ...], expected: list[str]
) -> None:
    """Ids, names and versions go on with what is written, also behind a comma."""
    assert expected == offered(tmp_path, *words)
