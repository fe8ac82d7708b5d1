"""Fn::FindInMap: values that a template keeps in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....core.value import Hop, Known, Unknown, Value
from ...lowering.row_reading import as_text
from ..stacks.stack import Frame
from ..text.document import ListNode, MapNode, Node, Scalar, followed
from .calls import Call, bound_text, opened, reached_through, wrong
from .comparison_operand import operand
from .evaluating import Evaluation
from .questions import Candidate, Question


def find_in_map(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Return what a mapping holds under two keys."""
    listed = followed(call.argument)
    if not isinstance(listed, ListNode) or len(listed.elements) not in (3, 4):
        return wrong(evaluation, call, "a mapping and two keys")
    default = _default(listed.elements[3]) if len(listed.elements) == 4 else None
    name = bound_text(listed.elements[0], call.frame)
    if name is None:
        named = evaluation.value(listed.elements[0], call.frame)
        if not isinstance(named, Known):
            return Unknown((call.hop,), "the mapping's name is not known", never_null=True)
        name = str(named.value)
    mapping = call.frame.stack.template.mappings.get(name)
    if mapping is None:
        if default is not None:
            return evaluation.value(default, call.frame)
        if not call.frame.stack.template.is_partial:
            evaluation.problem(call.hop.span, f"FindInMap of undeclared mapping {name}")
        return Unknown((call.hop,), f"mapping {name} is not declared", never_null=True)
    table = _Table(name, _rows(mapping.node))
    asked = [operand(evaluation, key, call.frame) for key in listed.elements[1:3]]
    keys: list[str] = []
    for index, key in enumerate(asked):
        if not isinstance(key, Question):
            text = as_text(key)
            if isinstance(text, Unknown):
                return opened(call, text)
            if not isinstance(text, Known):
                return wrong(evaluation, call, "a mapping and two keys")
            keys.append(text.value)
            continue
        behind = asked[1] if index == 0 else None
        answer = _answered(evaluation, key, table, keys, behind)
        if answer is None:
            reason = f"{key.name} can be set at deployment"
            step = Hop(call.hop.span, f"key of mapping {name}", key.name)
            return Unknown((call.hop, step), reason, never_null=True)
        keys.append(answer)
    entry = table.find(keys[0], keys[1])
    if entry is None:
        return _missing(evaluation, call, name, default)
    label = f"mapping {name}.{keys[0]}.{keys[1]}"
    active = (id(call.frame.stack), "Mappings", label)
    if not evaluation.enter(active, call.hop.span, label):
        return Unknown((call.hop,), f"{label} refers to itself")
    # Mappings hold literals only, so the value is evaluated outside of any loop.
    value = evaluation.value(entry, Frame(call.frame.stack))
    evaluation.leave(active)
    return reached_through(value, call.hop, label)


@dataclass(frozen=True, slots=True)
class _Table:
    """A mapping's entries by their two keys."""

    name: str
    rows: Mapping[str, MapNode]

    def find(self, first: str, second: str) -> Node | None:
        """Return the entry under two keys."""
        row = self.rows.get(first)
        return None if row is None else row.get(second)


def _answered(
    evaluation: Evaluation,
    question: Question,
    table: _Table,
    keys: list[str],
    behind: Question | Value[Any] | None,
) -> str | None:
    """Return the key that a question answers; candidates that lead to one value are not told apart.

    None when it is left open; a key that the table does not have when the answer is none of them.
    """
    second = behind.value if isinstance(behind, Known) else None
    groups: dict[object, list[Candidate]] = {}
    for candidate in question.candidates:
        sign: object = ("key", candidate)
        if candidate is None:
            sign = None
        elif keys:
            sign = _sign(table.find(keys[0], candidate))
        elif candidate not in table.rows:
            sign = None
        elif isinstance(second, str):
            sign = _sign(table.find(candidate, second))
        groups.setdefault(sign, []).append(candidate)
    parted = [frozenset(group) for group in groups.values()]
    turn = evaluation.inquiry.decide(question, parted)
    if turn is None:
        return None
    left = evaluation.inquiry.remaining(question) & parted[turn]
    return next((text for text in question.candidates if text in left and text is not None), "")


def _sign(node: Node | None) -> object:
    """Return something equal for entries that hold the same literal."""
    if node is None:
        return None
    written = followed(node)
    if isinstance(written, Scalar):
        return (type(written.value).__name__, written.text)
    return id(written)


def _rows(node: Node) -> Mapping[str, MapNode]:
    table = followed(node)
    if not isinstance(table, MapNode):
        return {}
    rows = {name: followed(entry.value) for name, entry in table.entries.items()}
    return {name: row for name, row in rows.items() if isinstance(row, MapNode)}


def _missing(evaluation: Evaluation, call: Call, name: str, default: Node | None) -> Value[Any]:
    if default is not None:
        return reached_through(
            evaluation.value(default, call.frame), call.hop, f"default value of mapping {name}"
        )
    evaluation.inquiry.refuse(f"mapping {name} has no such key")
    return Unknown((call.hop,), f"mapping {name} has no such key", never_null=True)


def _default(node: Node) -> Node | None:
    written = followed(node)
    return written.get("DefaultValue") if isinstance(written, MapNode) else None
