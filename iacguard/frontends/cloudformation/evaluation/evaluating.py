"""What the intrinsic functions see of the evaluation that they are a part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ....core.diagnostic import Level
from ....core.limits import Limits
from ....core.source import SourceSpan
from ....core.value import Value
from ....core.verdict import Verdict
from ...lowering.fields import Tables
from ..stacks.exports import Exports
from ..stacks.stack import Frame, Stack
from ..stacks.template import Resource
from ..text.document import Entry, Node
from .questions import Inquiry, Questions


@dataclass(frozen=True, slots=True)
class Decision:
    """How a condition comes out."""

    verdict: Verdict

    question: str = ""
    """Of an open condition: the first question that it hangs on."""

    place: SourceSpan | None = None
    """Where it is defined, or its name alone where the definition must not be shown."""


class Evaluation(Protocol):
    """Evaluates nodes under some answers; functions evaluate their arguments by it."""

    inquiry: Inquiry
    tables: Tables
    questions: Questions
    limits: Limits
    exports: Exports

    def value(self, node: Node, frame: Frame) -> Value[Any]:
        """Return the value of a node; what is removed by AWS::NoValue is absent."""
        ...

    def condition(self, name: str, frame: Frame, span: SourceSpan) -> Decision:
        """Decide a condition of the frame's stack by its name."""
        ...

    def property(self, stack: Stack, resource: Resource, entry: Entry) -> Value[Any]:
        """Return a property of a resource; one that needs itself is unknown."""
        ...

    def enter(self, key: tuple[int, str, str], span: SourceSpan, subject: str) -> bool:
        """Start on something that names may lead back to; False where they just did."""
        ...

    def leave(self, key: tuple[int, str, str]) -> None:
        """Undo `enter`."""
        ...

    def descend(self, span: SourceSpan) -> bool:
        """Start on a node; False where a limit forbids it, which is reported."""
        ...

    def ascend(self) -> None:
        """Undo `descend`."""
        ...

    def problem(self, span: SourceSpan, summary: str, *, level: Level = Level.ERROR) -> None:
        """Report what cannot be evaluated; a limit only where something hangs on it."""
        ...
