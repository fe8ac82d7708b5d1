"""When two values are the same, and how a set is ordered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cmp_to_key
from typing import Any

from ....core.text import equal as texts_equal
from ....core.value import Hole, Part
from ....core.verdict import Verdict
from .types import BOOL, DYNAMIC, STRING, MapType, ObjectType, Primitive, SetType, TupleType, Type
from .values import TerraformValue, collection, first_unknown


def equal(left: TerraformValue, right: TerraformValue) -> bool | None:
    """Decide ``left == right`` as Terraform does; None when only a deployment tells.

    Nothing is converted: values of different types are not equal.
    """
    if left.unknown is not None or right.unknown is not None:
        return _unknown_equal(left, right)
    if left.content is None or right.content is None:
        return left.content is right.content
    if type(left.type) is not type(right.type):
        return False
    if left.type != right.type and not (_has_dynamic(left.type) or _has_dynamic(right.type)):
        return False
    if isinstance(left.content, tuple) and isinstance(right.content, tuple):
        if isinstance(left.type, SetType) or isinstance(right.type, SetType):
            return _sets_equal(left, right)
        if len(left.content) != len(right.content):
            return False
        return _all_equal(zip(left.content, right.content))
    if isinstance(left.content, dict) and isinstance(right.content, dict):
        if left.content.keys() != right.content.keys():
            return False
        return _all_equal((value, right.content[key]) for key, value in left.content.items())
    # To Python, true equals 1.
    is_truth = isinstance(left.content, bool)
    return is_truth is isinstance(right.content, bool) and left.content == right.content


def set_value(element_type: Type, elements: Iterable[TerraformValue]) -> TerraformValue:
    """Return a set, sorted as Terraform iterates over it, repetitions left out.

    Every element is of the element type already. Unknown elements equal nothing.
    """
    content = distinct_sorted(tuple(elements))
    return collection(SetType(element_type), content, content)


def distinct_sorted(elements: tuple[TerraformValue, ...]) -> tuple[TerraformValue, ...]:
    """Return the elements of a set: in Terraform's order, known repetitions left out."""
    if len(elements) < 2:
        return elements
    if all(type(element.content) is str for element in elements):
        unique = {element.content: element for element in reversed(elements)}
        return tuple(sorted(unique.values(), key=lambda element: element.text))
    kept: dict[tuple[str, object], TerraformValue] = {}
    for index, element in enumerate(elements):
        kept.setdefault((set_key(element), _unknown_identity(element, index)), element)
    return tuple(sorted(kept.values(), key=cmp_to_key(_compare)))


def set_key(value: TerraformValue) -> str:
    """Return the text by which elements without a natural order are sorted in a set.

    Two wholly known values of one type have the same text exactly when they are equal.
    https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go
    """
    pieces: list[str] = []
    _append_key(value, pieces)
    return "".join(pieces)


def _append_key(value: TerraformValue, pieces: list[str]) -> None:
    content = value.content
    if value.unknown is not None:
        pieces.append("?")
    elif content is None:
        pieces.append("~")
    elif isinstance(content, bool):
        pieces.append("T" if content else "F")
    elif isinstance(content, str):
        pieces.append('"' + content.replace("\\", "\\\\").replace('"', '\\"') + '"')
    elif isinstance(content, tuple):
        opening, closing = "<>" if isinstance(value.type, TupleType) else "[]"
        pieces.append(opening)
        for element in content:
            _append_key(element, pieces)
            pieces.append(";")
        pieces.append(closing)
    elif isinstance(content, dict):
        is_map = isinstance(value.type, MapType)
        pieces.append("{" if is_map else "<")
        for key, entry in content.items():
            if is_map:
                pieces.append(f'"{key}":')
            _append_key(entry, pieces)
            pieces.append(";")
        pieces.append("}" if is_map else ">")
    else:
        pieces.append(str(content))


def _compare(left: TerraformValue, right: TerraformValue) -> int:
    for is_last in (lambda value: value.unknown is not None, lambda value: value.is_null):
        if is_last(left) is not is_last(right):
            return 1 if is_last(left) else -1
    a: Any = left.content
    b: Any = right.content
    if isinstance(left.type, Primitive) and a is not None and type(a) is type(b):
        return int(a > b) - int(a < b)
    if left.type is not STRING and left.type is not BOOL:
        a, b = set_key(left), set_key(right)
        return int(a > b) - int(a < b)
    return 0


def _unknown_identity(element: TerraformValue, index: int) -> object:
    return None if first_unknown(element) is None else index


def _unknown_equal(left: TerraformValue, right: TerraformValue) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if one.is_null and other.unknown is not None and other.unknown.never_null:
            return False
    if left.is_null or right.is_null:
        return None
    if _certainly_differ(left.type, right.type):
        # Terraform decides by type even when the values are not known, unless one may be null.
        never_null = [v.unknown is None or v.unknown.never_null for v in (left, right)]
        return False if any(never_null) else None
    if left.parts and left.parts == right.parts and not _has_hole(left.parts):
        return True
    if left.type is STRING and right.type is STRING:
        verdict = texts_equal(left.parts or (Hole(),), right.parts or (Hole(),))
        return None if verdict is Verdict.UNKNOWN else verdict is Verdict.PASS
    return None


def _has_hole(parts: tuple[Part, ...]) -> bool:
    return any(isinstance(part, Hole) for part in parts)


def _certainly_differ(left: Type, right: Type) -> bool:
    return left != right and not (_has_dynamic(left) or _has_dynamic(right))


def _has_dynamic(kind: Type) -> bool:
    match kind:
        case Primitive():
            return kind is DYNAMIC
        case TupleType():
            return any(_has_dynamic(element) for element in kind.elements)
        case ObjectType():
            return any(_has_dynamic(value) for value in kind.attributes.values())
        case _:
            return _has_dynamic(kind.element)


def _all_equal(pairs: Iterable[tuple[TerraformValue, TerraformValue]]) -> bool | None:
    answer: bool | None = True
    for left, right in pairs:
        one = equal(left, right)
        if one is False:
            return False
        if one is None:
            answer = None
    return answer


def _sets_equal(left: TerraformValue, right: TerraformValue) -> bool | None:
    if any(
        _unknown_identity(element, 0) is not None for element in (*left.elements, *right.elements)
    ):
        return None
    if type(left.type) is not type(right.type):
        return False
    return {set_key(e) for e in left.elements} == {set_key(e) for e in right.elements}
