"""The settings of a configuration file: what each takes, and what it does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ..core.severity import Severity

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}")
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,89}")
_ENGINES = ("terraform", "opentofu")
_SEVERITIES = tuple(severity.word for severity in Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One key of the configuration file."""

    name: str
    expects: str
    """What it takes, as a message says it: "a list of texts"."""

    accepts: Callable[[object], bool]
    default: str
    """What holds where it is not written."""

    meaning: str
    """One sentence without its full stop."""

    example: str
    """The key and a value, as TOML."""


def _is_boolean(written: object) -> bool:
    return isinstance(written, bool)


def _is_severity(written: object) -> bool:
    return isinstance(written, str) and written in _SEVERITIES


def _is_engine(written: object) -> bool:
    return isinstance(written, str) and written in _ENGINES


def _is_text(written: object) -> bool:
    return isinstance(written, str) and written != ""


def _is_region(written: object) -> bool:
    return isinstance(written, str) and _REGION.fullmatch(written) is not None


def _is_account_id(written: object) -> bool:
    return isinstance(written, str) and len(written) == 12 and written.isdecimal()


def _are_texts(written: object) -> bool:
    return isinstance(written, list) and all(isinstance(text, str) for text in written)


def _are_paths(written: object) -> bool:
    return _are_texts(written) and written != []


def _is_word(written: object) -> bool:
    return isinstance(written, str) and _WORD.fullmatch(written) is not None


def _is_table(written: object) -> bool:
    return isinstance(written, dict)


def _are_tables(written: object) -> bool:
    return isinstance(written, list) and all(map(_is_table, written))


def _is_plain(written: object) -> bool:
    return isinstance(written, bool | int | str)


SELECT = Setting(
    name="select",
    expects="a list of strings",
    accepts=_are_texts,
    default="the default set",
    meaning="rules to judge, by id, id prefix, name or `ALL`; `--select` replaces it",
    example='select = ["CT1", "CT205", "bucket-public"]',
)
IGNORE = Setting(
    name="ignore",
    expects="a list of strings",
    accepts=_are_texts,
    default="none",
    meaning="rules to leave out, named as in `select`; `--ignore` adds to it",
    example='ignore = ["CT105"]',
)
FRAMEWORK = Setting(
    name="framework",
    expects="a list of strings",
    accepts=_are_texts,
    default="none",
    meaning="standards to judge, together with the rules of `select`; `--framework` replaces it",
    example='framework = ["cis-aws-foundations@3.0.0"]',
)
FAIL_ON = Setting(
    name="fail-on",
    expects=f"one of {', '.join(_SEVERITIES)}",
    accepts=_is_severity,
    default="`low`",
    meaning="the minimum severity of a finding that makes a scan exit with code 1",
    example='fail-on = "medium"',
)
REQUIRE_TRAIL = Setting(
    name="require-trail",
    expects="true or false",
    accepts=_is_boolean,
    default="`false`",
    meaning="whether every root and stack must declare a trail that covers its account (CT102)",
    example="require-trail = true",
)
ENGINE = Setting(
    name="engine",
    expects=f"one of {', '.join(_ENGINES)}",
    accepts=_is_engine,
    default="both are judged where they read different files",
    meaning="what deploys the code; only OpenTofu reads `main.tofu` in place of `main.tf`",
    example='engine = "opentofu"',
)
RULES = Setting(
    name="rules",
    expects="a table of rules",
    accepts=_is_table,
    default="none",
    meaning="a table for each rule, by id or name, with its severity and its options",
    example="[rules.CT305]",
)
ACCOUNTS = Setting(
    name="accounts",
    expects="an array of tables",
    accepts=_are_tables,
    default="none",
    meaning="which paths belong to which account; see below",
    example="[[accounts]]",
)

ROOTS = Setting(
    name="roots",
    expects="an array of tables",
    accepts=_are_tables,
    default="none",
    meaning="the values that single roots and templates are deployed with; see below",
    example="[[roots]]",
)

EXCLUDE = Setting(
    name="exclude",
    expects="a list of strings",
    accepts=_are_texts,
    default="none",
    meaning="files that are not scanned, by patterns as in `.gitignore`, relative to the "
    "configuration file; `--exclude` adds to it",
    example='exclude = ["sandbox/", "*.generated.json"]',
)
INCLUDE = Setting(
    name="include",
    expects="a list of strings",
    accepts=_are_texts,
    default="none",
    meaning="files that are scanned although Git ignores them or `exclude` leaves them out",
    example='include = ["build/plan.json"]',
)
EXCLUDE_EXAMPLES = Setting(
    name="exclude-examples",
    expects="true or false",
    accepts=_is_boolean,
    default="`false`",
    meaning="whether to leave out the directories `example`, `examples`, `fixture`, `fixtures`, "
    "`spec`, `test`, `testdata` and `tests`",
    example="exclude-examples = true",
)

SETTINGS = (
    SELECT,
    IGNORE,
    FRAMEWORK,
    FAIL_ON,
    REQUIRE_TRAIL,
    ENGINE,
    EXCLUDE,
    INCLUDE,
    EXCLUDE_EXAMPLES,
    RULES,
    ACCOUNTS,
    ROOTS,
)
"""The keys of the file itself."""

NAME = Setting(
    name="name",
    expects="a string",
    accepts=_is_text,
    default="required",
    meaning="the account's name in findings",
    example='name = "production"',
)
PATHS = Setting(
    name="paths",
    expects="a list of at least one path",
    accepts=_are_paths,
    default="required",
    meaning="Terraform roots, templates, plans and directories that contain them, relative to the "
    "configuration file, or to the scanned tree if that file is elsewhere; where the paths of two "
    "accounts overlap, the innermost one decides",
    example='paths = ["live/production", "stacks/audit.yaml"]',
)
ID = Setting(
    name="id",
    expects="a string of twelve digits",
    accepts=_is_account_id,
    default="not known",
    meaning="the account's id, for values that depend on it; `--account-id` takes precedence",
    example='id = "111122223333"',
)
REGION = Setting(
    name="region",
    expects="the name of a region",
    accepts=_is_region,
    default="not known",
    meaning="the region of everything in the account whose code names none; with it, a name in one "
    "template can refer to a resource in another",
    example='region = "eu-west-1"',
)
ORGANIZATION = Setting(
    name="organization",
    expects="a string",
    accepts=_is_text,
    default="none",
    meaning="the organization the account belongs to; an organization trail in one account covers "
    "the others with the same organization",
    example='organization = "o-example"',
)

ACCOUNT_SETTINGS = (NAME, PATHS, ID, REGION, ORGANIZATION)
"""The keys of an entry of `accounts`."""

PATH = Setting(
    name="path",
    expects="a path",
    accepts=_is_text,
    default="required",
    meaning="a Terraform root, a template, or a directory that holds some, relative to the "
    "configuration file like every path of the entry; several entries for one path are several "
    "environments; of two paths that overlap, the innermost one decides",
    example='path = "live"',
)
ENVIRONMENT = Setting(
    name="name",
    expects="a word of letters, digits, `_`, `.` and `-`",
    accepts=_is_word,
    default="none",
    meaning="the environment's name in findings; required where a path has several",
    example='name = "prod"',
)
VAR_FILES = Setting(
    name="var-files",
    expects="a list of at least one path",
    accepts=_are_paths,
    default="none",
    meaning="variable files, as `--var-file` takes them; `{env}` in a path stands for the name, or "
    "without a name makes an environment for each file that is there",
    example='var-files = ["envs/{env}.tfvars"]',
)
VARS = Setting(
    name="vars",
    expects="a table of values",
    accepts=_is_table,
    default="none",
    meaning="values of variables or parameters, stronger than those of files",
    example="vars = { multi_region = true }",
)
PARAMETERS = Setting(
    name="parameters",
    expects="a list of at least one path",
    accepts=_are_paths,
    default="none",
    meaning="parameter files of a template, as `--parameters` takes them, with `{env}` as in "
    "`var-files`",
    example='parameters = ["params/{env}.json"]',
)
WORKSPACE = Setting(
    name="workspace",
    expects="the name of a workspace",
    accepts=_is_word,
    default="not known",
    meaning="the Terraform workspace that is deployed; `--workspace` takes precedence",
    example='workspace = "prod"',
)
ACCOUNT = Setting(
    name="account",
    expects="a string",
    accepts=_is_text,
    default="the account whose `paths` hold the root",
    meaning="the account that it is deployed to: the name of one in `accounts`, or twelve digits",
    example='account = "production"',
)

ROOT_SETTINGS = (PATH, ENVIRONMENT, VAR_FILES, VARS, PARAMETERS, WORKSPACE, ACCOUNT)
"""The keys of an entry of `roots`."""


def as_variable(value: object) -> str:
    """Return the text of a value as the command line gives it to a variable."""
    return value if isinstance(value, str) else json.dumps(value, default=str)


SEVERITY = Setting(
    name="severity",
    expects=FAIL_ON.expects,
    accepts=_is_severity,
    default="the rule's own",
    meaning="the severity of the rule's findings",
    example='severity = "high"',
)
OPTION = Setting(
    name="an option",
    expects="a string, a number, or true or false",
    accepts=_is_plain,
    default="the rule's own",
    meaning="an option of the rule, as listed by `iacguard rules CT305` and on the rule's page",
    example="min_days = 731",
)

RULE_SETTINGS = (SEVERITY, OPTION)
"""The keys of a rule's table."""
