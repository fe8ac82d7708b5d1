"""The settings of a configuration file, and the page that tells users of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iacguard.configuration.file import Configuration, read_configuration
from iacguard.configuration.keys import (
    ACCOUNT_SETTINGS,
    ROOT_SETTINGS,
    RULE_SETTINGS,
    SETTINGS,
    Setting,
)
from iacguard.core.severity import Severity
from iacguard.options import Account, Root

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
ACCOUNT, A_ROOT = "[[accounts]]\n", "[[roots]]\n"
NEEDED = {ACCOUNT: ACCOUNT_SETTINGS[:2], A_ROOT: ROOT_SETTINGS[:1]}
IN_TABLE = [
    *((one, "") for one in SETTINGS),
    *((one, ACCOUNT) for one in ACCOUNT_SETTINGS),
    *((one, A_ROOT) for one in ROOT_SETTINGS),
    *((one, "[rules.CT305]\n") for one in RULE_SETTINGS),
]


@pytest.mark.parametrize(("setting", "table"), IN_TABLE)
def test_the_example_of_a_setting_is_accepted(tmp_path: Path, setting: Setting, table: str) -> None:
    """What the page shows is what the file takes."""
    required = NEEDED.get(table or f"{setting.example}\n", ())
    needed = "\n".join(one.example for one in required if one is not setting)
    file = tmp_path / ".iacguard.toml"
    file.write_text(f"{table}{setting.example}\n{needed}\n", encoding="utf-8")

    assert read_configuration(file) is not None
    assert f"| `{setting.name}` | {setting.expects} | {setting.default} |" in PAGE


def test_the_file_of_the_page_is_accepted(tmp_path: Path) -> None:
    """All of it means what the page says."""
    text = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
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


def test_the_environments_of_the_page_are_accepted(tmp_path: Path) -> None:
    """All of them mean what the page says."""
    text = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")

    assert read_configuration(file).roots == (
        Root(path="live", variable_files=("envs/{env}.tfvars",)),
        Root(
            path="stacks/audit.yaml",
            name="prod",
            parameter_files=("params/prod.json",),
            account="production",
        ),
        Root(path="stacks/audit.yaml", name="dev", variables={"Stage": "dev"}),
    )
