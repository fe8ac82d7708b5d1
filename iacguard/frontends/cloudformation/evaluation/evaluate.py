"""Evaluation of a template's nodes to values, under some answers to its open questions."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from ....core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ....core.exhaustive import assert_never
from ....core.limits import Limits
from ....core.source import SourceSpan
from ....core.value import Absent, Hop, Known, Unknown, Value
from ....core.verdict import Verdict
from ...lowering.fields import Tables
from ..stacks.exports import NO_EXPORTS, Exports
from ..stacks.stack import Frame, Stack
from ..stacks.template import Resource
from ..text.document import Alias, Entry, ListNode, MapNode, Node, Scalar, Tagged, anchors
from ..text.passages import in_lines
from .calls import Call
from .conditions import named_condition, place_of_condition
from .dynamic_references import resolved_at_deployment
from .evaluating import Decision
from .foreach import expanded_entries
from .intrinsics import FUNCTIONS
from .questions import Inquiry, Questions

MAXIMUM_DEPTH = 150
"""Nested nodes and references under evaluation; a document has at most 100 levels."""

_NAME_DEPTH = 3
"""How many levels following a name counts for; it takes that many more calls than a node."""


@dataclass(slots=True)
class Budget:
    """What one scope may still cost."""

    steps: int
    is_spent: bool = False


class Evaluator:
    """Evaluates nodes under some answers; an `Evaluation`."""

    def __init__(
        self,
        *,
        inquiry: Inquiry,
        tables: Tables,
        questions: Questions,
        limits: Limits,
        budget: Budget,
        diagnostics: MutableMapping[Diagnostic, None],
        exports: Exports = NO_EXPORTS,
    ) -> None:
        """Start with nothing evaluated; problems are added to `diagnostics`."""
        self.inquiry = inquiry
        self.tables = tables
        self.questions = questions
        self.limits = limits
        self.exports = exports
        self._budget = budget
        self._block_steps = limits.evaluation_steps
        self._diagnostics = diagnostics
        self._depth = 0
        self._active: set[tuple[int, str, str]] = set()
        self._decided: dict[tuple[int, str, tuple[bool, bool]], Decision] = {}
        self._known: dict[tuple[int, str, str, tuple[bool, bool]], Value[Any]] = {}

    def value(self, node: Node, frame: Frame) -> Value[Any]:
        """Return the value of a node; what is removed by AWS::NoValue is absent."""
        hop = Hop(frame.stack.span(node), "")
        if not self.descend(hop.span):
            return Unknown((hop,), "it is nested too deeply or takes too many steps")
        try:
            match node:
                case Scalar():
                    return self._scalar(node, frame, hop)
                case ListNode():
                    return self._list(node, frame, hop)
                case MapNode():
                    return self._map(node, frame, hop)
                case Alias():
                    return self._alias(node, frame)
                case Tagged():
                    return Unknown((hop,), f"{node.tag} is not a CloudFormation function")
                case _:
                    assert_never(node)
        finally:
            self.ascend()

    def condition(self, name: str, frame: Frame, span: SourceSpan) -> Decision:
        """Decide a condition of the frame's stack by its name."""
        known = (id(frame.stack), name, self.inquiry.context)
        if known not in self._decided:
            if not self.descend(span):
                return Decision(Verdict.UNKNOWN)
            asked = len(self.inquiry.open)
            try:
                verdict = named_condition(self, name, frame, span)
            finally:
                self.ascend()
            question = self.inquiry.asked_since(asked)
            self._decided[known] = Decision(
                verdict, question, place_of_condition(frame.stack, name)
            )
        return self._decided[known]

    def property(self, stack: Stack, resource: Resource, entry: Entry) -> Value[Any]:
        """Return a property of a resource; one that needs itself is unknown."""
        name = entry.key.name
        if resource.properties is not None and _is_repeated(resource.properties, name):
            hop = Hop(stack.span(entry.value), "")
            return Unknown((hop,), f"{name} is written more than once")
        known = (id(stack), resource.logical_id, name, self.inquiry.context)
        if known not in self._known:
            active = (id(stack), resource.logical_id, name)
            address = f"{stack.prefix}{resource.logical_id}.{name}"
            if not self.enter(active, stack.span(entry.value), address):
                hop = Hop(stack.span(entry.value), "")
                return Unknown((hop,), f"{address} refers to itself")
            try:
                self._known[known] = self.value(entry.value, Frame(stack, resource.bindings))
            finally:
                self.leave(active)
        return self._known[known]

    def enter(self, key: tuple[int, str, str], span: SourceSpan, subject: str) -> bool:
        """Start on something that names may lead back to; False where they just did."""
        if key in self._active:
            self.problem(span, f"circular reference: {subject} refers to itself")
            return False
        self._active.add(key)
        self._depth += _NAME_DEPTH
        return True

    def leave(self, key: tuple[int, str, str]) -> None:
        """Undo `enter`."""
        self._active.discard(key)
        self._depth -= _NAME_DEPTH

    def problem(self, span: SourceSpan, summary: str, *, level: Level = Level.ERROR) -> None:
        """Report what cannot be evaluated; a limit only where something hangs on it."""
        if level is Level.NOTE and self.inquiry.is_muted:
            return
        rule = FILE_NOT_READ if level is Level.ERROR else NOT_EVALUATED
        diagnostic = Diagnostic(
            rule=rule,
            level=level,
            summary=summary,
            detail="What depends on it is unknown; the rest of the template was judged.",
            subject=span,
        )
        self._diagnostics[diagnostic] = None

    def descend(self, span: SourceSpan) -> bool:
        """Start on a node; False where a limit forbids it, which is reported."""
        if self._depth >= MAXIMUM_DEPTH:
            self.problem(span, f"references and functions nest deeper than {MAXIMUM_DEPTH} levels")
            return False
        self._block_steps -= 1
        self._budget.steps -= 1
        if self._block_steps < 0 or self._budget.steps < 0:
            if not self._budget.is_spent:
                self.problem(span, "evaluating this template takes too many steps")
            self._budget.is_spent = True
            return False
        self._depth += 1
        return True

    def ascend(self) -> None:
        """Undo `descend`."""
        self._depth -= 1

    def _scalar(self, node: Scalar, frame: Frame, hop: Hop) -> Value[Any]:
        if node.value is None:
            return Absent((hop,))
        if not isinstance(node.value, str):
            return Known(node.value, (hop,))
        text = node.value
        for name, bound in frame.bindings.items():
            text = text.replace("${" + name + "}", bound).replace("&{" + name + "}", bound)
        if len(text) > self.limits.text_length:
            return Unknown((hop,), "the text is too long", never_null=True)
        resolved = resolved_at_deployment((text,), (hop,))
        value = Known(text, (hop,)) if resolved is None else resolved
        return in_lines(value, node, frame.stack.template.source)

    def _list(self, node: ListNode, frame: Frame, hop: Hop) -> Value[Any]:
        elements: list[Value[Any]] = []
        for element in node.elements:
            value = self.value(element, frame)
            if not isinstance(value, Absent):
                elements.append(value)
        return Known(tuple(elements), (hop,))

    def _map(self, node: MapNode, frame: Frame, hop: Hop) -> Value[Any]:
        function = next((name for name in node.entries if _is_function(name)), None)
        if "Fn::Transform" in node.entries:
            # A macro may change what stands beside it, too.
            self.problem(hop.span, "Fn::Transform is not evaluated", level=Level.NOTE)
            return Unknown((hop,), "Fn::Transform is not evaluated")
        if function is not None:
            if len(node.entries) > 1 or node.duplicates:
                self.problem(hop.span, f"expected {function} to be the only key of its map")
                return Unknown((hop,), f"{function} is not the only key of its map")
            evaluate = FUNCTIONS.get(function)
            if evaluate is None:
                self.problem(hop.span, f"{function} is not a CloudFormation function")
                return Unknown((hop,), f"{function} is not a CloudFormation function")
            return evaluate(self, Call(function, node.entries[function].value, frame, hop))
        known: dict[str, Value[Any]] = {}
        for name, written, inner in expanded_entries(self, node, frame):
            if _is_repeated(node, name):
                place = Hop(frame.stack.span(written), "")
                known[name] = Unknown((place,), f"{name} is written more than once")
                continue
            value = self.value(written, inner)
            if not isinstance(value, Absent):
                known[name] = value
        return Known(known, (hop,))

    def _alias(self, node: Alias, frame: Frame) -> Value[Any]:
        value = self.value(node.target, frame)
        source = frame.stack.template.source
        first, *others = [source.span(start, end) for start, end in anchors(node)]
        hops = (Hop(first, ""), *(Hop(span, "anchor") for span in others))
        seen = value.provenance[1:] if value.provenance[:1] else ()
        return replace(value, provenance=(*hops, *seen))


def _is_function(name: str) -> bool:
    return name == "Ref" or (name.startswith("Fn::") and not name.startswith("Fn::ForEach::"))


def _is_repeated(node: MapNode, name: str) -> bool:
    return any(entry.key.name == name for entry in node.duplicates)
