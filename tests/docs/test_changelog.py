"""The fragments of the changelog, and what towncrier makes of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import tomli

ROOT = Path(__file__).parents[2]
SETTINGS = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
TEMPLATE = "template.md.jinja"


def draft(directory: Path) -> subprocess.CompletedProcess[str]:
    """Run towncrier in a copy of what it reads; it writes nothing."""
    release = ("--version", "1.2.3", "--date", "2027-01-31")
    return subprocess.run(
        (sys.executable, "-m", "towncrier", "build", "--draft", *release),
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
    )


def copy(directory: Path, **fragments: str) -> Path:
    """Copy the settings, the template and the changelog, and write these fragments."""
    (directory / "changelog.d").mkdir()
    for name in ("pyproject.toml", "CHANGELOG.md", f"changelog.d/{TEMPLATE}"):
        shutil.copy(ROOT / name, directory / name)
    for name, text in fragments.items():
        path = directory / "changelog.d" / name.replace("__", ".").replace("_", "-")
        path.write_text(text, encoding="utf-8")
    return directory


def test_every_fragment_is_named_for_its_change_and_its_type() -> None:
    """A fragment of another name would be left out of the notes."""
    types = "|".join(each["directory"] for each in SETTINGS["type"])
    names = {path.name for path in (ROOT / "changelog.d").iterdir()} - {TEMPLATE}
    wrong = {name for name in names if not re.fullmatch(rf"[a-z0-9-]+\.({types})\.md", name)}

    assert "added|changed|fixed" == types
    assert set() == wrong


def test_every_fragment_says_something() -> None:
    """An empty one makes an empty line in the notes."""
    fragments = sorted((ROOT / "changelog.d").glob("*.md"))

    assert [] == [path.name for path in fragments if not path.read_text(encoding="utf-8").strip()]


def test_fragments_become_one_note_grouped_by_type(tmp_path: Path) -> None:
    """The slug of a fragment is for its authors and is not in the note."""
    done = draft(
        copy(
            tmp_path,
            trail_names__fixed__md="Fixed a bug where `iacguard` would\nstop.\n",
            accounts__added__md="Added accounts.\n",
            bucket_names__fixed__md="Fixed another bug.\n",
        )
    )

    assert (
        0,
        """\
## 1.2.3 (2027-01-31)

### Added

* Added accounts.

### Fixed

* Fixed another bug.
* Fixed a bug where `iacguard` would
  stop.

""",
    ) == (done.returncode, done.stdout.replace("\n\n\n", "\n\n"))


def test_a_fragment_of_another_type_is_refused(tmp_path: Path) -> None:
    """Towncrier alone would pass over it."""
    done = draft(copy(tmp_path, trail_names__bugfix__md="Fixed a bug.\n"))

    assert 0 != done.returncode
    assert "Invalid news fragment name: trail-names.bugfix.md" in done.stderr + done.stdout
