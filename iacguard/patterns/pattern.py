"""The parts of a CloudWatch Logs filter pattern.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from .globs import Glob

MAXIMUM_LENGTH = 1024
"""Characters of a filter pattern that the service accepts.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
"""


class Operator(Enum):
    """How a field is compared."""

    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """The way to a field of a JSON event: ``$.userIdentity.sessions[0].type``."""

    steps: tuple[str | int, ...]

    def __str__(self) -> str:
        return "$" + "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps
        )


@dataclass(frozen=True, slots=True)
class TextOperand:
    """A text operand; asterisks at its ends, and perhaps inside, are wildcards."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberOperand:
    """A number operand."""

    number: float


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression that is not a choice of plain texts; what it matches is not decided."""

    source: str


Operand: TypeAlias = "TextOperand | NumberOperand | Regex"


@dataclass(frozen=True, slots=True)
class Compare:
    """A field compared with an operand."""

    selector: Selector
    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class Is:
    """A field that is null, true or false."""

    selector: Selector
    constant: bool | None


@dataclass(frozen=True, slots=True)
class NotExists:
    """A field that an event does not have."""

    selector: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a field holds, or never holds: no pattern says so, the format of the events does."""

    selector: Selector

    texts: tuple[Glob, ...] = ()
    """A text of one of these forms."""

    but_not: tuple[Glob, ...] = ()
    """Not a text of one of these forms."""

    constants: tuple[bool | None, ...] = ()

    may_be_missing: bool = False

    is_negated: bool = False
    """Whether it holds anything but these."""


Condition: TypeAlias = "Compare | Is | NotExists | Holds"


@dataclass(frozen=True, slots=True)
class Every:
    """A conjunction."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """A disjunction."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = "Condition | Every | Some"


@dataclass(frozen=True, slots=True)
class JsonPattern:
    """A pattern that compares fields of JSON events: ``{ $.eventName = "DeleteTrail" }``."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class TermPattern:
    """A pattern of terms that an event's text holds or does not: ``ERROR -DEBUG``, ``?A ?B``."""

    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    """Terms with a question mark, of which one is enough."""

    none: tuple[str, ...] = ()
    """Terms with a minus sign."""


@dataclass(frozen=True, slots=True)
class EveryEvent:
    """The empty pattern."""


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A pattern of a kind that says nothing certain about JSON events."""

    reason: str


Pattern: TypeAlias = "JsonPattern | TermPattern | EveryEvent | Undecidable"


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why a text is not a filter pattern."""

    reason: str

    offset: int
    """Zero-based index into the text."""
