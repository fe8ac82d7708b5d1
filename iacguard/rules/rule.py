"""A rule as its file states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from ..core.outcome import RuleRef
from ..core.severity import Severity
from ..model.control import Control

Scalar: TypeAlias = "bool | int | str"
Options: TypeAlias = "Mapping[str, Scalar]"
Sections: TypeAlias = "Mapping[str, Mapping[str, tuple[str, ...]]]"
"""By framework and version, the section ids: ``{"cis-aws-foundations": {"3.0.0": ("3.1",)}}``."""


class Safety(Enum):
    """What a fix may change besides what it says."""

    SAFE = "safe"
    """Nothing that works today stops working, and nothing is replaced."""

    UNSAFE = "unsafe"
    """It may replace a resource, cost money or keep something from being deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the subject, and what is claimed of it."""

    operator: str
    """A key of ``CLAIMS`` or ``COMPARING_CLAIMS`` in `expect`."""

    name: str

    otherwise: str
    """What a failing subject does; an option's name in braces stands for its value, ``{days}`` for
    the days that are found."""

    operand: Scalar | OptionName | None = None

    cause: str = ""
    """The cause whose remedy a failure asks for; empty for the usual one."""


@dataclass(frozen=True, slots=True)
class OptionName:
    """The place of an operand that an option of the rule gives: ``$min_days``."""

    name: str


@dataclass(frozen=True, slots=True)
class Junction:
    """Claims about several fields, of which all or any must hold."""

    every: bool
    parts: tuple[Field, ...]


Expectation: TypeAlias = "Field | Junction"


@dataclass(frozen=True, slots=True)
class CheckName:
    """A relational check: a function of ``iacguard.checks``."""

    module: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A setting of a rule that the configuration may change."""

    default: Scalar

    minimum: int | None = None
    choices: tuple[Scalar, ...] = ()
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """How to make a subject pass."""

    set: Mapping[str, Scalar | OptionName] = field(default_factory=dict)
    """Fields of the subject and the values that they need, an option's among them."""

    text: str
    """One line for a report, where `set` does not say it: "write a retention of a year"."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """By `Reason.remedy`, the line for a failure of that cause in place of the usual one."""

    safety: Safety
    cli: str
    """An AWS CLI command; placeholders in angle brackets. Empty for rules about the scan."""

    console: str
    """The way through the AWS console; empty for rules about the scan."""

    @property
    def by_cause(self) -> tuple[str, ...]:
        """The lines of causes, each once."""
        return tuple(dict.fromkeys(self.reasons.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One control of the catalogue."""

    id: str
    name: str
    """What is flagged, in kebab case."""

    title: str
    subject: str
    """A kind of entity (``trail``, ``trail.bucket``), ``account``, or ``scan`` for the IG rules."""

    severity: Severity
    on: bool
    """Whether it belongs to the default selection."""

    checked: str
    """When a subject passes, fails and is unknown, in sentences that an auditor could sign."""

    clause: str
    """What a failing subject does, without the subject: "records only its home region".

    Or a sentence with ``{subject}`` where it is named: what a check found follows a colon.
    """

    passing: str = ""
    """What a passing subject does, as in `clause`; empty for rules about the scan itself."""

    claim: Expectation | CheckName | None
    """What is judged; None for rules about the scan itself."""

    control: Control | None = None
    """The events that a rule of detection is about."""

    options: Mapping[str, Option]
    why: str
    remedy: Remedy
    frameworks: Sections
    references: tuple[str, ...]

    follows: str = ""
    """The rule that says all that this one would where an account has no trail."""

    on_request: str = ""
    """What a rule that is on tells only to those who select it, as a noun."""

    retired: str | None = None
    """The version that retired the rule; its id is never used again."""

    @property
    def ref(self) -> RuleRef:
        """The rule's identity in reports."""
        return RuleRef(self.id, self.name, self.severity)

    @property
    def default_word(self) -> str:
        """Whether it is judged by default: ``on``, ``off`` or ``in part``."""
        if not self.on:
            return "off"
        return "in part" if self.on_request else "on"

    @property
    def default_options(self) -> dict[str, Scalar]:
        """The value of every option that no configuration changes."""
        return {name: option.default for name, option in self.options.items()}
