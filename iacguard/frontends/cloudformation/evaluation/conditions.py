"""Conditions, in three-valued logic.

A comparison of a parameter or pseudo-parameter with a text divides its candidates. Any other
comparison that cannot be decided is a question of its own, with both outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from ....core.diagnostic import Level
from ....core.source import SourceSpan
from ....core.text import equal, parts_of
from ....core.value import Absent, Hole, Hop, Known, Part, Symbol, Unknown, Value
from ....core.verdict import Verdict
from ...lowering.row_reading import as_text
from ..stacks.stack import Frame, Stack
from ..text.document import ListNode, MapNode, Node, Scalar, followed
from .calls import bound_text
from .comparison_operand import operand
from .evaluating import Evaluation
from .questions import Inquiry, Question
from .references import parameter_symbol

_Decide: TypeAlias = "Callable[[Evaluation, tuple[Node, ...], Frame, SourceSpan], Verdict]"

_OUTCOMES = ("true", "false")


def named_condition(evaluation: Evaluation, name: str, frame: Frame, span: SourceSpan) -> Verdict:
    """Decide a condition of the frame's stack; one that needs itself is open."""
    stack = frame.stack
    declared = stack.conditions.get(name)
    if declared is None:
        if not stack.template.is_partial:
            evaluation.problem(span, f"condition {name} is not declared")
        return Verdict.UNKNOWN
    key = (id(stack), "Conditions", name)
    if not evaluation.enter(key, declared.header, f"condition {name}"):
        return Verdict.UNKNOWN
    try:
        return truth(evaluation, declared.node, Frame(stack, declared.bindings))
    finally:
        evaluation.leave(key)


def place_of_condition(stack: Stack, name: str) -> SourceSpan | None:
    """Return where a condition is defined; its name alone where it looks at a secret."""
    declared = stack.conditions.get(name)
    if declared is None:
        return None
    if name in stack.secret_conditions:
        return declared.header
    definition = stack.span(declared.node)
    return SourceSpan(definition.path, declared.header.start, definition.end)


def truth(evaluation: Evaluation, node: Node, frame: Frame) -> Verdict:
    """Decide a boolean expression."""
    span = frame.stack.span(node)
    if not evaluation.descend(span):
        return Verdict.UNKNOWN
    evaluation.inquiry.deciding += 1
    try:
        return _truth(evaluation, node, frame, span)
    finally:
        evaluation.inquiry.deciding -= 1
        evaluation.ascend()


def _truth(evaluation: Evaluation, node: Node, frame: Frame, span: SourceSpan) -> Verdict:
    written = followed(node)
    if isinstance(written, Scalar) and written.text.lower() in _OUTCOMES:
        return Verdict.of(written.text.lower() == "true")
    if isinstance(written, MapNode) and "Fn::Transform" in written.entries:
        evaluation.problem(span, "Fn::Transform is not evaluated", level=Level.NOTE)
        return Verdict.UNKNOWN
    if not isinstance(written, MapNode) or len(written.entries) != 1:
        evaluation.problem(span, "expected a function that returns true or false")
        return Verdict.UNKNOWN
    (function,) = written.entries
    argument = written.entries[function].value
    if function == "Condition":
        name = bound_text(argument, frame)
        if name is not None:
            return evaluation.condition(name, frame, span).verdict
    listed = followed(argument)
    decide = _FUNCTIONS.get(function)
    if decide is None or not isinstance(listed, ListNode):
        evaluation.problem(span, f"{function} cannot be decided before deployment")
        return Verdict.UNKNOWN
    return decide(evaluation, listed.elements, frame, span)


def _and(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    return _until(Verdict.FAIL, min, evaluation, operands, frame)


def _or(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    return _until(Verdict.PASS, max, evaluation, operands, frame)


def _until(
    end: Verdict,
    join: Callable[[Verdict, Verdict], Verdict],
    evaluation: Evaluation,
    operands: tuple[Node, ...],
    frame: Frame,
) -> Verdict:
    """Decide operands in order, until one of them ends it."""
    outcome, supposed = Verdict(2 - end), 0
    for node in operands:
        outcome = join(outcome, truth(evaluation, node, frame))
        if outcome is end:
            break
        if outcome is Verdict.UNKNOWN:
            # Whether the operands behind an open one are looked at is open too.
            evaluation.inquiry.supposing += 1
            supposed += 1
    evaluation.inquiry.supposing -= supposed
    return outcome


def _not(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    if len(operands) != 1:
        evaluation.problem(span, "expected Fn::Not to have one condition")
        return Verdict.UNKNOWN
    return Verdict(2 - truth(evaluation, operands[0], frame))


def _equals(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    if len(operands) != 2:
        evaluation.problem(span, "expected Fn::Equals to have two values")
        return Verdict.UNKNOWN
    left, right = (operand(evaluation, node, frame) for node in operands)
    return compared(evaluation, left, right, span)


def compared(
    evaluation: Evaluation,
    left: Question | Value[Any],
    right: Question | Value[Any],
    span: SourceSpan,
) -> Verdict:
    """Decide whether two things are the same text."""
    if isinstance(left, Question) and isinstance(right, Question):
        return _both_asked(evaluation, left, right, span)
    question, value = (left, right) if isinstance(left, Question) else (right, left)
    if isinstance(question, Question):
        text = _plain(value)
        if text is not None:
            return _divided(evaluation, question, text, span)
    one, other = (_parts(_spelled(evaluation, side, span)) for side in (left, right))
    outcome = equal(one, other)
    if outcome is not Verdict.UNKNOWN:
        return outcome
    return _either_way(evaluation, one, other, span)


def _divided(evaluation: Evaluation, question: Question, text: str, span: SourceSpan) -> Verdict:
    """Compare a question with a text: its candidates fall into those that equal it and others."""
    inquiry = evaluation.inquiry
    others = frozenset(candidate for candidate in question.candidates if candidate != text)
    if text in question.candidates or None not in inquiry.remaining(question):
        turn = inquiry.decide(question, (frozenset([text]), others))
        return Verdict.UNKNOWN if turn is None else Verdict.of(turn == 0)
    # "Anything else" may be this text too.
    turn = inquiry.decide(question, (frozenset([None]), others - {None}))
    if turn == 1:
        return Verdict.FAIL
    if turn is None:
        return Verdict.UNKNOWN
    return _either_way(evaluation, (parameter_symbol(question),), (text,), span)


def _both_asked(
    evaluation: Evaluation, left: Question, right: Question, span: SourceSpan
) -> Verdict:
    """Compare two questions; "anything else" is none of a question's other candidates."""
    if left == right:
        return Verdict.PASS
    if None in left.candidates and None not in right.candidates:
        left, right = right, left
    inquiry = evaluation.inquiry
    turn = inquiry.decide(left, left.singly)
    if turn is None:
        pairs = ((left, right), (right, left))
        may_meet = any(_may_be(inquiry, one, other) for one, other in pairs)
        return Verdict.UNKNOWN if may_meet else Verdict.FAIL
    text = left.candidates[turn]
    if text is not None:
        return _divided(evaluation, right, text, span)
    turn = inquiry.decide(right, right.singly)
    if turn is None:
        return Verdict.UNKNOWN
    other = right.candidates[turn]
    if other in left.candidates and other is not None:
        return Verdict.FAIL
    texts: tuple[Part, ...] = (parameter_symbol(right),) if other is None else (other,)
    return _either_way(evaluation, (parameter_symbol(left),), texts, span)


def _may_be(inquiry: Inquiry, one: Question, other: Question) -> bool:
    """Return whether an answer to one question may be an answer to the other."""
    left, right = inquiry.remaining(one), inquiry.remaining(other)
    if None in left:
        return any(text is None or text not in one.candidates or text in left for text in right)
    return bool(left & right)


def _spelled(evaluation: Evaluation, asked: Question | Value[Any], span: SourceSpan) -> Value[Any]:
    """Return a question's answer as a value."""
    if not isinstance(asked, Question):
        return asked
    turn = evaluation.inquiry.decide(asked, asked.singly)
    answer = None if turn is None else asked.candidates[turn]
    if answer is not None:
        return Known(answer)
    symbol = parameter_symbol(asked)
    return Unknown((Hop(span, ""),), f"{asked.name} depends on the deployment", parts=(symbol,))


def _either_way(
    evaluation: Evaluation, one: tuple[Part, ...], other: tuple[Part, ...], span: SourceSpan
) -> Verdict:
    """Ask for the outcome of a comparison that nothing written decides."""
    sides = sorted((_shown(one), _shown(other)))
    name = " = ".join(sides)
    if any(isinstance(part, Hole) for part in (*one, *other)):
        # Two holes are never certainly equal, so each place is a question of its own.
        name = f"{name} (line {span.start.line}, column {span.start.column} of {span.path})"
    turn = evaluation.inquiry.decide(
        Question(name, _OUTCOMES, (span, span)), (frozenset(["true"]), frozenset(["false"]))
    )
    return Verdict.UNKNOWN if turn is None else Verdict.of(turn == 0)


def _shown(parts: tuple[Part, ...]) -> str:
    """Return a text with its open pieces named."""
    if not parts:
        return "an empty string"
    shown = ""
    for part in parts:
        match part:
            case str():
                shown += part
            case Symbol(name=name):
                shown += "${" + name.removeprefix("parameter:") + "}"
            case _:
                shown += "${…}"
    return shown


def _plain(value: Value[Any] | Question) -> str | None:
    if isinstance(value, Known) and isinstance(value.value, (str, bool, int, float)):
        text = as_text(value)
        return text.value if isinstance(text, Known) else None
    return None


def _parts(value: Value[Any]) -> tuple[Part, ...]:
    if isinstance(value, Known) and isinstance(value.value, (tuple, Mapping)):
        return (Hole(),)
    if isinstance(value, Absent):
        return ()
    return parts_of(as_text(value)) or ()


def _contains(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    """Decide whether a list holds a text."""
    listed = followed(operands[0]) if len(operands) == 2 else None
    if not isinstance(listed, ListNode):
        return Verdict.UNKNOWN
    wanted = operand(evaluation, operands[1], frame)
    outcome = Verdict.FAIL
    for element in listed.elements:
        other = evaluation.value(element, frame)
        outcome = max(outcome, compared(evaluation, wanted, other, span))
        if outcome is Verdict.PASS:
            break
    return outcome


def _open(
    evaluation: Evaluation, operands: tuple[Node, ...], frame: Frame, span: SourceSpan
) -> Verdict:
    return Verdict.UNKNOWN


_FUNCTIONS: Mapping[str, _Decide] = MappingProxyType(
    {
        "Fn::And": _and,
        "Fn::Or": _or,
        "Fn::Not": _not,
        "Fn::Equals": _equals,
        # Of the Rules section only.
        "Fn::Contains": _contains,
        "Fn::EachMemberEquals": _open,
        "Fn::EachMemberIn": _open,
    }
)
