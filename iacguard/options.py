"""What a scan is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .core.limits import Limits
from .core.severity import Severity
from .core.source import SourceSpan
from .frontends.protocol import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An AWS account, and the code that is deployed to it."""

    name: str
    """As findings on the whole account call it."""

    paths: tuple[str, ...]
    """Terraform roots, templates and directories that hold them, relative to `base`."""

    id: str | None = None
    """Twelve digits."""

    region: str | None = None
    """Where everything is deployed of which the code does not say where."""

    organization: str | None = None
    """The organization that it belongs to: an organization trail of one account records all."""

    base: Path | None = field(default=None, compare=False)
    """What its paths are relative to; None for the scan's root."""

    place: SourceSpan | None = field(default=None, compare=False)
    """Its entry in the configuration file, if it has one."""

    path_places: tuple[SourceSpan, ...] = field(default=(), compare=False)
    """Where each of its paths is written there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """How a Terraform root or a template is deployed: the values that it is given there."""

    path: str
    """A root, a template, or a directory that holds some, relative to `base`, as are all paths."""

    name: str = ""
    """The environment's name in findings; needed where a path is deployed more than once."""

    variables: Mapping[str, str] = field(default_factory=dict)
    variable_files: tuple[str, ...] = ()
    """May hold ``{env}``: then each file that is there makes an environment of that name."""

    parameter_files: tuple[str, ...] = ()
    workspace: str | None = None

    account: str | None = None
    """The name of an account, or twelve digits."""

    base: Path | None = field(default=None, compare=False)
    """What its paths are relative to; None for the scan's root."""

    place: SourceSpan | None = field(default=None, compare=False)
    """Its entry in the configuration file, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChoice:
    """Which files of the scanned tree are scanned; a file that is named is scanned always."""

    exclude: tuple[tuple[Path | None, str], ...] = ()
    """Patterns as ``.gitignore`` has them, each with the directory that it is relative to; None for
    the scan's root."""

    include: tuple[tuple[Path | None, str], ...] = ()
    """Patterns of files that are scanned although something else leaves them out."""

    leaves_out_examples: bool = False
    """Whether directories are left out that are called ``examples``, ``tests`` or the like."""

    gitignore: bool = True
    """Whether files are left out that Git ignores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that decides the result of a scan, besides the scanned files."""

    selected: tuple[str, ...] = ()
    """Ids, id prefixes, names or ``ALL``; empty for the default set."""

    ignored: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    """``cis-aws-foundations@3.0.0``."""

    require_trail: bool = False
    """Whether a scope in which no trail covers the account fails (CT102)."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By rule id or name: a severity other than the rule's own."""

    rule_options: Mapping[str, Mapping[str, bool | int | str]] = field(default_factory=dict)
    """By rule id or name: values of the rule's options."""

    places: Mapping[tuple[str, ...], SourceSpan] = field(default_factory=dict, compare=False)
    """Where the configuration file says something of rules: by ``select``, ``ignore`` or
    ``framework`` and the word, or by ``rules``, the rule in upper case and its option."""

    accounts: tuple[Account, ...] = ()
    """Which paths make up which account; every other scope is an account by itself."""

    roots: tuple[Root, ...] = ()
    """How single roots and templates are deployed, and to which environments."""

    choice: FileChoice = field(default_factory=FileChoice)
    inputs: Inputs = field(default_factory=Inputs)
    limits: Limits = field(default_factory=Limits)

    touched: frozenset[str] | None = None
    """Report only scopes that one of these files belongs to; None for all."""

    heeds_exceptions: bool = True
    """Whether exceptions in the scanned source accept findings."""

    strict: bool = False
    """Whether errors count on which no verdict depends."""

    today: date | None = None
    """The day that exceptions are held against, in UTC; None for the day of the scan."""
