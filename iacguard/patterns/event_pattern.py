"""EventBridge's event patterns, as the conditions on CloudTrail's records that they amount to.

An object asks for all of its fields, a list for one of its elements. What a pattern asks of
``detail`` it asks of the record; the other fields lie in the envelope, whose selectors begin with
an empty step, since no record has such a field.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..core.value import Absent, Known, Unknown, Value
from .globs import Glob
from .pattern import (
    Compare,
    Condition,
    Every,
    Expression,
    Holds,
    Malformed,
    NotExists,
    NumberOperand,
    Operator,
    Regex,
    Selector,
    Some,
)

_DETAIL = "detail"
_REGION = "region"
_EITHER = "$or"
_ANY_TEXT = Glob(("", ""))
_CONSTANTS = (True, False, None)

_NOT_DECIDED = Regex("[")
"""What stands for a comparison that is not decided."""

_COMPARISONS = {
    "=": Operator.EQUAL,
    ">": Operator.GREATER,
    ">=": Operator.GREATER_OR_EQUAL,
    "<": Operator.LESS,
    "<=": Operator.LESS_OR_EQUAL,
}


@dataclass(frozen=True, slots=True)
class EventPattern:
    """What a pattern asks of a record and of the envelope that it comes in."""

    expression: Expression

    doubts: tuple[Unknown, ...] = ()
    """What is not known of the pattern; each decides some comparison."""


def envelope(name: str) -> Selector:
    """Return the selector of a field beside ``detail``: ``source``, ``detail-type``."""
    # An event is in the region of the record.
    return Selector(("awsRegion",) if name == _REGION else ("", name))


class _Refused(Exception):
    """A structure that is no event pattern."""


_Make: TypeAlias = "Callable[[tuple[Expression, ...]], Expression]"


@dataclass(slots=True)
class _Node:
    """A conjunction or a disjunction, whose parts are nodes that come later, or conditions."""

    make: _Make
    parts: list[int | Expression] = field(default_factory=list)


def read_event_pattern(tree: Value[Any]) -> EventPattern | Malformed:
    """Return what a pattern asks for, or why it is none; the tree is read without recursion."""
    try:
        return _read(tree)
    except _Refused as refused:
        return Malformed(str(refused), 0)


def _read(tree: Value[Any]) -> EventPattern:
    doubts: list[Unknown] = []
    nodes = [_Node(Every)]
    waiting: list[tuple[int, tuple[str, ...], Value[Any]]] = [(0, (), tree)]
    while waiting:
        index, path, value = waiting.pop()
        content = value.value if isinstance(value, Known) else None
        if isinstance(value, Unknown):
            doubts.append(value)
            nodes[index].parts.append(_unclear(path))
        elif isinstance(content, Mapping):
            for name, inner in content.items():
                if name == _EITHER:
                    nodes[index].parts.append(len(nodes))
                    nodes.append(_Node(Some))
                    either = len(nodes) - 1
                    for branch in _branches(inner):
                        nodes[either].parts.append(len(nodes))
                        waiting.append((len(nodes), path, branch))
                        nodes.append(_Node(Every))
                else:
                    waiting.append((index, (*path, str(name)), inner))
        elif content == () and path:
            raise _Refused(f"`{'.'.join(path)}` is an empty list")
        elif isinstance(content, tuple) and path:
            elements = tuple(_element(path, each, doubts) for each in content)
            nodes[index].parts.append(Some(elements))
        else:
            raise _Refused(f"`{'.'.join(path)}` is no list and no object")
    built: dict[int, Expression] = {}
    for index in reversed(range(len(nodes))):
        node = nodes[index]
        parts = (built[part] if isinstance(part, int) else part for part in node.parts)
        built[index] = node.make(tuple(parts))
    return EventPattern(built[0], tuple(doubts))


def _branches(value: Value[Any]) -> tuple[Value[Any], ...]:
    if isinstance(value, Unknown):
        return (value,)
    if not isinstance(value, Known) or not isinstance(value.value, tuple):
        raise _Refused(f"`{_EITHER}` is no list")
    return value.value


def _selector(path: tuple[str, ...]) -> Selector:
    if path[:1] == (_DETAIL,):
        return Selector(path[1:])
    return Selector(("", *path)) if len(path) > 1 else envelope("".join(path))


def _unclear(path: tuple[str, ...]) -> Condition:
    return Compare(_selector(path), Operator.EQUAL, _NOT_DECIDED)


def _element(path: tuple[str, ...], value: Value[Any], doubts: list[Unknown]) -> Expression:
    """Return what one element of a list asks of a field."""
    if isinstance(value, Unknown):
        doubts.append(value)
        return _unclear(path)
    content = value.value if isinstance(value, Known) else None
    if not isinstance(content, Mapping):
        return _scalar(_selector(path), content)
    if len(content) != 1:
        raise _Refused(f"`{'.'.join(path)}` compares in two ways at once")
    ((operator, operand),) = content.items()
    inner = [each for each in _leaves(operand) if isinstance(each, Unknown)]
    if inner:
        doubts += inner
        return _unclear(path)
    plain = _plain(operand)
    made = _OPERATORS.get(operator)
    if made is None:
        raise _Refused(f"`{operator}` is no comparison of event patterns")
    return made(_selector(path), plain)


def _leaves(value: Value[Any]) -> Iterator[Value[Any]]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        content = found.value if isinstance(found, Known) else None
        if isinstance(content, Mapping):
            waiting += content.values()
        elif isinstance(content, tuple):
            waiting += content
        else:
            yield found


def _plain(value: Value[Any]) -> Any:  # noqa: ANN401 - what JSON holds
    """Return an operand without its places: a scalar, a list, or an object of these."""
    content = value.value if isinstance(value, Known) else None
    if isinstance(content, tuple):
        return [each.value if isinstance(each, Known) else None for each in content]
    if isinstance(content, Mapping):
        return {
            name: each.value
            if not isinstance(each.value, tuple)
            else [one.value if isinstance(one, Known) else None for one in each.value]
            for name, each in content.items()
            if not isinstance(each, Absent)
        }
    return content


def _scalar(selector: Selector, content: object) -> Expression:
    if isinstance(content, str):
        return Holds(selector=selector, texts=(Glob((content,)),))
    if content is None or isinstance(content, bool):
        return Holds(selector=selector, constants=(content,))
    if isinstance(content, int | float):
        return Compare(selector, Operator.EQUAL, NumberOperand(float(content)))
    raise _Refused("an element of a list is a list")


def _forms(make: Callable[[str], Glob], operand: object) -> tuple[Glob, ...]:
    """Return the forms of an operand: a text, several, or one that ignores the case."""
    if isinstance(operand, Mapping):
        if set(operand) != {"equals-ignore-case"}:
            raise _Refused("a prefix or suffix is a text, or `equals-ignore-case`")
        inner = _forms(make, operand["equals-ignore-case"])
        return tuple(Glob(form.segments, ignores_case=True) for form in inner)
    listed = operand if isinstance(operand, list) else [operand]
    texts = [text for text in listed if isinstance(text, str)]
    if not texts or len(texts) < len(listed):
        raise _Refused("a comparison of texts names no text")
    return tuple(map(make, texts))


def _prefix(text: str) -> Glob:
    return Glob((text, ""))


def _suffix(text: str) -> Glob:
    return Glob(("", text))


def _any_case(text: str) -> Glob:
    return Glob((text,), ignores_case=True)


def _wildcard(text: str) -> Glob:
    if "**" in text:
        raise _Refused("a wildcard has two asterisks in a row")
    # A backslash in front of an asterisk, or of a backslash, takes its meaning.
    segments, escaped = [""], False
    for character in text:
        if character == "\\" and not escaped:
            escaped = True
            continue
        if character == "*" and not escaped:
            segments.append("")
        else:
            segments[-1] += character
        escaped = False
    return Glob(tuple(segments))


_TEXT_FORMS: Mapping[str, Callable[[str], Glob]] = {
    "prefix": _prefix,
    "suffix": _suffix,
    "equals-ignore-case": _any_case,
    "wildcard": _wildcard,
}


def _of_forms(name: str) -> Callable[[Selector, Any], Expression]:
    def made(selector: Selector, operand: object) -> Expression:
        return Holds(selector=selector, texts=_forms(_TEXT_FORMS[name], operand))

    return made


def _any_number(selector: Selector) -> Expression:
    zero = NumberOperand(0.0)
    return Some(
        (
            Compare(selector, Operator.GREATER_OR_EQUAL, zero),
            Compare(selector, Operator.LESS, zero),
        )
    )


def _exists(selector: Selector, operand: object) -> Expression:
    if operand is False:
        return NotExists(selector)
    if operand is not True:
        raise _Refused("`exists` is neither true nor false")
    present = Holds(selector=selector, texts=(_ANY_TEXT,), constants=_CONSTANTS)
    return Some((present, _any_number(selector)))


def _anything_but(selector: Selector, operand: object) -> Expression:
    """Return that a field is there and holds none of what is listed."""
    if isinstance(operand, Mapping):
        ((name, inner),) = operand.items() if len(operand) == 1 else (("", None),)
        if name not in _TEXT_FORMS:
            raise _Refused("`anything-but` compares in no way that event patterns have")
        but_not = _forms(_TEXT_FORMS[name], inner)
        texts = Holds(selector=selector, texts=(_ANY_TEXT,), but_not=but_not, constants=_CONSTANTS)
        return Some((texts, _any_number(selector)))
    listed = operand if isinstance(operand, list) else [operand]
    numbers = [
        float(each)
        for each in listed
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    named = [each for each in listed if isinstance(each, str)]
    if not listed or len(numbers) + len(named) < len(listed):
        raise _Refused("`anything-but` names neither texts nor numbers")
    texts = Holds(
        selector=selector,
        texts=(_ANY_TEXT,),
        but_not=tuple(Glob((each,)) for each in named),
        constants=_CONSTANTS,
    )
    others = tuple(
        Some((Compare(selector, Operator.LESS, one), Compare(selector, Operator.GREATER, one)))
        for one in map(NumberOperand, numbers)
    )
    return Some((texts, Every(others) if others else _any_number(selector)))


def _numeric(selector: Selector, operand: object) -> Expression:
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        raise _Refused("`numeric` is no list of comparisons")
    parts = []
    for name, number in zip(operand[::2], operand[1::2]):
        if name not in _COMPARISONS or isinstance(number, bool | str):
            raise _Refused("`numeric` holds no comparison and its number")
        parts.append(Compare(selector, _COMPARISONS[name], NumberOperand(float(number))))
    return Every(tuple(parts))


def _cidr(selector: Selector, operand: object) -> Expression:
    if not isinstance(operand, str):
        raise _Refused("`cidr` must be a text")
    return Compare(selector, Operator.EQUAL, _NOT_DECIDED)


_OPERATORS: Mapping[str, Callable[[Selector, Any], Expression]] = {
    **{name: _of_forms(name) for name in _TEXT_FORMS},
    "exists": _exists,
    "anything-but": _anything_but,
    "numeric": _numeric,
    "cidr": _cidr,
}
