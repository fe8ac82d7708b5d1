"""The settings of a configuration file, and the page that tells users of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iacguard.configuration.file import Configuration, read_configuration
from iacguard.configuration.keys import ACCOUNT_SETTINGS, RULE_SETTINGS, SETTINGS, Setting
from iacguard.core.severity import Severity
from iacguard.options import Account

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
ACCOUNT = "[[accounts]]\n"
IN_TABLE = [
    *((one, "") for one in SETTINGS),
    *((one, ACCOUNT) for one in ACCOUNT_SETTINGS),
    *((one, "[rules.CT305]\n") for one in RULE_SETTINGS),
]


@pytest.mark.parametrize(("setting", "table"), IN_TABLE)
def test_the_example_of_a_setting_is_accepted(tmp_path: Path, setting: Setting, table: str) -> None:
    """What the page shows is what the file takes."""
    others = [one.example for one in ACCOUNT_SETTINGS[:2] if one is not setting]
    needed = "\n".join(others) if ACCOUNT.strip() in (table.strip(), setting.example) else ""
    file = tmp_path / ".iacguard.toml"
    file.write_text(f"{table}{setting.example}\n{needed}\n", encoding="utf-8")

    assert read_configuration(file) is not None
    assert f"| `{setting.name}` | {setting.expects} | {setting.default} |" in PAGE


def test_the_file_of_the_page_is_accepted(tmp_path: Path) -> None:
    """All of it means what the page says."""
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")

    assert read_configuration(file) == Configuration(
        path=file,
        ignored=("CT105",),
        fail_on="medium",
        severities={"BUCKET-ACCESS-NOT-LOGGED": Severity.HIGH},
        rule_options={"CT305": {"min_days": 731}},
        accounts=(
            Account(
                name="production",
                id="111122223333",
                paths=("live/production", "stacks/audit.yaml"),
                organization="o-example",
            ),
        ),
    )
