"""From what a rule file expects of its subject to an expectation.

One claim about one field, or `all` or `any` of several:

    is_true: is_logging

    all:
      - is_true: is_termination_protected
        otherwise: has no termination protection
      - is_true: is_ingesting
        otherwise: does not ingest events
        cause: suspended
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from .expect import CLAIMS, COMPARING_CLAIMS, FOUND_DAYS, JUNCTIONS
from .problems import Problems
from .rule import Expectation, Field, Junction, OptionName, Scalar
from .subjects import has_field

_OPERATORS = (*CLAIMS, *COMPARING_CLAIMS)
_WORDS = ("otherwise", "cause")
"""What may stand beside an operator: what a failing subject does, and the cause of its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNames:
    """What an expectation may name of its rule."""

    subject: str
    options: Collection[str]
    causes: Collection[str]
    """The keys of ``remedy.reasons``."""


def expectation_from(
    raw: Any,  # noqa: ANN401 - whatever the file holds
    clause: str,
    names: RuleNames,
    problems: Problems,
) -> Expectation:
    """Return the expectation that a rule file states; `clause` is what its failures say."""
    operator = _operator(raw, (*_OPERATORS, *JUNCTIONS), problems)
    if operator not in JUNCTIONS:
        return _field(raw, operator, clause, names, problems)
    parts = raw[operator]
    if not isinstance(parts, list) or len(parts) < 2:
        problems.note(f"{operator} holds a list of two claims or more")
        parts = []
    return Junction(
        operator == "all",
        tuple(
            _field(
                part,
                _operator(part, _OPERATORS, below := problems.below(f"{operator}[{index}]")),
                raw.get("otherwise", clause),
                names,
                below,
            )
            for index, part in enumerate(parts)
        ),
    )


def operand_from(
    value: Any,  # noqa: ANN401 - whatever the file holds
    options: Collection[str],
    problems: Problems,
) -> Scalar | OptionName:
    """Return what a field is compared with or set to: a scalar, or the value of an option."""
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in options:
            problems.note(f"there is no option {value[1:]!r}")
        return OptionName(value[1:])
    if not isinstance(value, bool | int | str):
        problems.note(f"{value!r} is neither a text, a number, true nor false")
        return ""
    return value


def _operator(
    raw: Any,  # noqa: ANN401 - whatever the file holds
    allowed: Collection[str],
    problems: Problems,
) -> str:
    """Return the one operator of a claim; empty where there is none."""
    written = [key for key in raw if key not in _WORDS] if isinstance(raw, Mapping) else []
    if len(written) != 1:
        problems.note(f"a claim has one operator, found {raw!r}")
        return ""
    if written[0] not in allowed:
        problems.note(f"unknown operator {written[0]!r}, not one of {', '.join(allowed)}")
        return ""
    return str(written[0])


def _field(
    raw: Any,  # noqa: ANN401 - whatever the file holds
    operator: str,
    clause: str,
    names: RuleNames,
    problems: Problems,
) -> Field:
    """Return what a claim says of one field."""
    if not operator:
        return Field(operator="", name="", otherwise="")
    name, operand = raw[operator], None
    if operator in COMPARING_CLAIMS:
        if not isinstance(name, Mapping) or len(name) != 1:
            problems.note(f"{operator} holds one field and what it is compared with")
            return Field(operator="", name="", otherwise="")
        ((name, compared),) = name.items()
        operand = operand_from(compared, names.options, problems)
    if not has_field(names.subject, str(name)):
        problems.note(f"a {names.subject} has no field {name!r}")
    otherwise, cause = str(raw.get("otherwise", clause)), raw.get("cause", "")
    for place in _placeholders(otherwise, problems):
        if place != FOUND_DAYS and place not in names.options:
            problems.note(f"there is no option {place!r} to be told in {otherwise!r}")
    if cause and cause not in names.causes:
        problems.note(f"remedy.reasons has no line for the cause {cause!r}")
    return Field(
        operator=operator, name=str(name), otherwise=otherwise, operand=operand, cause=cause
    )


def _placeholders(text: str, problems: Problems) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        problems.note(f"{text!r}: {error}")
        return []
