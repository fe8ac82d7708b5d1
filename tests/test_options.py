"""The configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.configuration.file import Configuration, find_configuration, read_configuration
from iacguard.configuration.selected_rules import selected_rules
from iacguard.configuration.toml_places import places
from iacguard.core.severity import Severity
from iacguard.core.source import Source
from iacguard.errors import UsageError
from iacguard.options import Account, Options
from iacguard.rules.catalog import load_catalog

WHOLE = """
select = ["CT1", "CT2"]
ignore = ["CT105"]
framework = ["cis-aws-foundations@3.0.0"]
fail-on = "medium"
require-trail = true

[[accounts]]
name = "prod"
id = "111122223333"
region = "eu-west-1"
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
                region="eu-west-1",
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

    known = (
        "select, ignore, framework, fail-on, require-trail, engine, exclude, include, "
        "exclude-examples, rules, accounts, roots"
    )
    severities = "low, medium, high, critical"
    assert str(refused.value) == (
        f"{file}:1: ignored is not a setting; known: {known}"
        f"; line 2: fail-on = 'grave': expected one of {severities}"
        f"; line 4: rules.CT1.severity = 1: expected one of {severities}"
    )


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path):
    """The message names the file and the place."""
    with pytest.raises(UsageError, match=r"\.iacguard\.toml:2: [^(]*$"):
        read_configuration(written(tmp_path, "\nignore = nothing"))
    with pytest.raises(UsageError, match=r"\.iacguard\.toml:3: [^(]*$"):
        read_configuration(written(tmp_path, "\n\nselect = ["))


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
        f"configuration: {file}, ignoring CT105, selecting only CT1, CT2, cis-aws-foundations@3.0.0"
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
        ".toml:4: accounts.path is not a setting; known: name, paths, id, "
        "region, organization; line 2: the account has no paths; line 8: "
        "accounts.id = '12': expected a string of twelve digits"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "[" * 100_000, " nested too deeply"),
        ("a" + ".a" * 5_000 + " = 1", "1: a is not a setting; known: "),
        ("select" + ".a" * 5_000 + " = 1", "1: select = {'a': {'a': {'a': {'a': {'a': {'a': {..."),
        ("a = " + "9" * 10_000, " Exceeds the limit (4300 digits)"),
        ("#" * 2_000_000, " the file is larger than 1000000 bytes"),
        ("a = '''" + "[\n" * 200_000 + "'''", "1: a is not a setting; known: "),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, text: str, problem: str):
    """The scanned code may bring a configuration file that is made to exhaust its reader."""
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value).startswith(f"{file}:{problem}")


@pytest.mark.parametrize("name", [".iacguard.toml", "pyproject.toml"])
def test_a_link_out_of_its_directory_is_refused(tmp_path: Path, name: str):
    """A link in the scanned code leads to no file of the machine."""
    (tmp_path / "outside.toml").write_text('ignore = ["ALL"]', encoding="utf-8")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / name).symlink_to("../outside.toml")

    with pytest.raises(UsageError) as refused:
        find_configuration(tmp_path / "tree")

    said = "the link leads outside its directory and is not followed"
    assert f"{tmp_path / 'tree' / name}: {said}" == str(refused.value)


PLACES = """\
# select = "a comment"
select = [
  "CT1", # ]
  "x"
]
[tool."iacguard"]
a.b = { c = 1, d = [2,
3] }
text = '''
[rules]
'''
[[accounts]]
name = "a"
[[accounts]]
name = 'b = "c"'
[accounts.inner]
"key one"=1"""


def test_every_key_of_a_text_has_its_place():
    """Headers and keys are found as TOML means them, whatever stands in values and comments."""
    source = Source("x.toml", PLACES)

    found = {
        path: (span.start.line, PLACES[span.start.offset : span.end.offset])
        for path, span in places(source).items()
    }

    assert found == {
        ("select",): (2, 'select = [\n  "CT1", # ]\n  "x"\n]'),
        ("tool", "iacguard"): (6, '[tool."iacguard"]'),
        ("tool", "iacguard", "a", "b"): (7, "a.b = { c = 1, d = [2,\n3] }"),
        ("tool", "iacguard", "text"): (9, "text = '''\n[rules]\n'''"),
        ("accounts", 0): (12, "[[accounts]]"),
        ("accounts", 0, "name"): (13, 'name = "a"'),
        ("accounts", 1): (14, "[[accounts]]"),
        ("accounts", 1, "name"): (15, "name = 'b = \"c\"'"),
        ("accounts", 1, "inner"): (16, "[accounts.inner]"),
        ("accounts", 1, "inner", "key one"): (17, '"key one"=1'),
    }


def test_places_are_found_in_the_table_of_a_project(tmp_path: Path):
    """An account knows its entry, and where its paths are written, in pyproject.toml, too."""
    text = """\
[project]
name = "x"

[[tool.iacguard.accounts]]
name = "prod"
paths = [
  "live/prod",
  'audit',
  "a\\u0062c",
]
"""
    file = written(tmp_path, text, "pyproject.toml")

    (account,) = read_configuration(file).accounts

    assert account.base == tmp_path
    assert account.place is not None
    assert (file.as_posix(), 4, 1) == (
        account.place.path,
        account.place.start.line,
        account.place.start.column,
    )
    assert [7, 8, 6] == [place.start.line for place in account.path_places]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("select = 'CT1'", "1: select = 'CT1': expected a list of strings"),
        ("require-trail = 1", "1: require-trail = 1: expected true or false"),
        ("rules = []", "1: rules = []: expected a table of rules"),
        ("[rules]\nCT305 = 1", "2: rules.CT305 must be a table of the rule's options"),
        ("[rules.CT305]\nmin_days = [1]", "2: rules.CT305.min_days = [1]: expected a string, a"),
        ("accounts = [1]", "1: accounts = [1]: expected an array of tables"),
        ("[[accounts]]", "1: the account has no name and no paths"),
        ("[[accounts]]\nname = 'a'\npaths = []", "3: accounts.paths = []: expected a list of at"),
    ],
)
def test_a_known_setting_of_a_wrong_kind_is_told_what_it_takes(
    tmp_path: Path, text: str, problem: str
):
    """The message names the place, what is written there, and what is expected."""
    file = written(tmp_path, text)

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value).startswith(f"{file}:{problem}")


def test_accounts_of_one_name_are_refused(tmp_path: Path):
    """The place is that of the second one."""
    text = '[[accounts]]\nname = "a"\npaths = ["x"]\n[[accounts]]\nname = "a"\npaths = ["y"]\n'
    file = written(tmp_path, text)

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value) == f"{file}:5: two accounts are named 'a'"


def test_what_two_accounts_cannot_share_is_refused(tmp_path: Path):
    """A path is code of one account, and an id is that of one."""
    text = """\
[[accounts]]
name = "a"
id = "111122223333"
paths = ["live"]
[[accounts]]
name = "b"
id = "111122223333"
paths = ["other",
  "./live/"]
"""
    file = written(tmp_path, text)

    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert str(refused.value) == (
        f"{file}:7: accounts a and b have the same id"
        "; line 9: accounts a and b have the same path: live"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('select = ["CT1",\n"CT905"]', "2: unknown rule 'CT905'; `iacguard rules` lists all"),
        ('\nignore = ["x-y"]', "2: unknown rule 'x-y'; `iacguard rules` lists all"),
        ('framework = ["none"]', "1: unknown framework 'none'; known: "),
        ("[rules.CT999]", "1: the configuration sets options of CT999, which is not a rule"),
        ("[rules.CT107]\nfoo = 1", "2: CT107 has no option 'foo'"),
        ("[rules.CT305]\nmin_day = 3", "2: CT305 has no option 'min_day'; known: min_days"),
        (
            '[rules.ct305]\nmin_days = "x"',
            "2: CT305.min_days = 'x': expected a whole number, at least 1",
        ),
        (
            "[rules.CT305]\nmin_days = true",
            "2: CT305.min_days = true: expected a whole number, at least 1",
        ),
        (
            "[rules.CT305]\nmin_days = 0\n[rules.CT999]",
            (
                "2: CT305.min_days = 0: expected a whole number, at least 1; line 3: the "
                "configuration sets options of CT999, which is not a rule"
            ),
        ),
    ],
)
def test_what_the_file_says_of_rules_is_checked_whatever_is_judged(
    tmp_path: Path, text: str, problem: str
):
    """A misspelt option would be found in the one run that judges its rule."""
    file = written(tmp_path, text)
    found = read_configuration(file)
    options = Options(selected=("CT101",), rule_options=found.rule_options, places=found.places)

    with pytest.raises(UsageError) as refused:
        selected_rules(load_catalog(), options)

    assert str(refused.value).startswith(f"{file}:{problem}")


def test_a_wrong_option_of_a_program_is_refused():
    """It has no place in any file."""
    options = Options(rule_options={"CT305": {"min_days": 0}, "CT999": {"a": 1}})

    with pytest.raises(UsageError) as refused:
        selected_rules(load_catalog(), options)

    assert str(refused.value) == (
        "the configuration sets options of CT999, which is not a rule; "
        "CT305.min_days = 0: expected a whole number, at least 1"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [("no.toml", "no such file"), ("sub", "it is a directory")],
)
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str, said: str):
    """No number of an operating system's error is shown."""
    (tmp_path / "sub").mkdir()

    with pytest.raises(UsageError) as refused:
        read_configuration(tmp_path / name)

    assert str(refused.value) == f"{tmp_path / name}: {said}"


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\niacguard = 1", "[project]"])
def test_a_project_without_the_table_has_no_configuration(tmp_path: Path, text: str):
    """Other tools' tables are not looked at."""
    written(tmp_path, text, "pyproject.toml")
    (tmp_path / ".git").mkdir()

    assert find_configuration(tmp_path) is None
