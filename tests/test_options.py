"""The configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.core.severity import Severity
from iacguard.errors import UsageError
from iacguard.options import Account, Configuration, find_configuration, read_configuration

WHOLE = """
select = ["CT1", "CT2"]
ignore = ["CT105"]
framework = ["cis-aws-foundations@3.0.0"]
fail-on = "medium"
require-trail = true

[[accounts]]
name = "prod"
id = "111122223333"
organization = "o-example"
paths = ["./live/prod/", "templates/trail.yaml"]

[rules.ct305]
min_days = 731
severity = "high"
"""


def written(directory: Path, text: str, name: str = ".iacguard.toml") -> Path:
    file = directory / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_setting_is_read(tmp_path: Path):
    """Rule ids may be written in any case."""
    file = written(tmp_path, WHOLE)

    assert Configuration(
        path=file,
        selected=("CT1", "CT2"),
        ignored=("CT105",),
        frameworks=("cis-aws-foundations@3.0.0",),
        fail_on="medium",
        require_trail=True,
        severities={"CT305": Severity.HIGH},
        rule_options={"CT305": {"min_days": 731}},
        accounts=(
            Account(
                name="prod",
                id="111122223333",
                organization="o-example",
                paths=("live/prod", "templates/trail.yaml"),
            ),
        ),
    ) == read_configuration(file)


def test_all_unknown_settings_are_named_at_once(tmp_path: Path):
    """A misspelt setting is refused, not passed over."""
    file = written(tmp_path, 'ignored = ["CT1"]\nfail-on = "grave"\n[rules.CT1]\nseverity = 1\n')

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value) == (
        f"{file}: ignored = ['CT1'] is not a setting; fail-on = 'grave' is not a setting;"
        " rules.CT1.severity = 1 is not a setting"
    )


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path):
    """The message names the file and the place."""
    with pytest.raises(UsageError, match=r"\.iacguard\.toml: .*line 1"):
        read_configuration(written(tmp_path, "ignore = nothing"))


def test_the_nearest_file_below_the_repository_root_is_found(tmp_path: Path):
    """Nothing above the repository, and no pyproject.toml without the table, is read."""
    repository = tmp_path / "repository"
    inner = repository / "infra" / "live"
    inner.mkdir(parents=True)
    (repository / ".git").mkdir()
    written(tmp_path, "")
    written(repository / "infra", "[tool.other]\n", "pyproject.toml")

    assert find_configuration(inner) is None
    project = written(repository, "[tool.iacguard]\nignore = []\n", "pyproject.toml")
    assert project == find_configuration(inner)
    own = written(repository / "infra", "")
    assert own == find_configuration(inner)


def test_what_the_file_switches_off_is_said(tmp_path: Path):
    """A run that reads a configuration says what it leaves out."""
    file = written(tmp_path, WHOLE)

    assert (
        f"configuration: {file}, which ignores CT105,"
        " which selects only CT1, CT2, cis-aws-foundations@3.0.0"
    ) == read_configuration(file).described


def test_a_wrong_account_is_refused(tmp_path: Path):
    """An account without a path, or with a misspelt key, would be covered by nobody."""
    text = """
[[accounts]]
name = "prod"
path = "live"

[[accounts]]
name = "dev"
id = "12"
paths = ["dev"]
"""

    with pytest.raises(UsageError) as refused:
        read_configuration(written(tmp_path, text))

    assert str(refused.value).endswith(
        "accounts, number 1: wrong or missing path, paths; accounts, number 2: wrong or missing id"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("a" + ".a" * 5_000 + " = 1", "a = {'a': {'a': {'a': {'a': {'a': {'a': {...}}}}}}} is no"),
        ("a = " + "9" * 10_000, "Exceeds the limit (4300 digits)"),
        ("#" * 2_000_000, "the file is larger than 1000000 bytes"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, text: str, problem: str):
    """The scanned code may bring a configuration file that is made to exhaust its reader."""
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value).startswith(f"{file}: {problem}")


@pytest.mark.parametrize("name", [".iacguard.toml", "pyproject.toml"])
def test_a_link_out_of_its_directory_is_refused(tmp_path: Path, name: str):
    """A link in the scanned code leads to no file of the machine."""
    (tmp_path / "outside.toml").write_text('ignore = ["ALL"]', encoding="utf-8")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / name).symlink_to("../outside.toml")

    with pytest.raises(UsageError) as refused:
        find_configuration(tmp_path / "tree")

    said = "the link leads out of its directory and is not followed"
    assert f"{tmp_path / 'tree' / name}: {said}" == str(refused.value)
