"""Functions on sets, and the product of several collections."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from ..values.convert import convert
from ..values.equality import set_key, set_value
from ..values.types import DYNAMIC, ListType, SetType, TupleType, Type
from ..values.unification import unify
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    first_unknown,
    list_value,
    tuple_value,
)
from .signature import Arguments, Declared, Parameter, check_count, undecided

_SET = Parameter("sets", SetType(DYNAMIC), allows_unknown=True)


def _as_sets(arguments: Arguments) -> tuple[Type, tuple[TerraformValue, ...]]:
    """Return the common element type of some sets and the sets converted to it."""
    inner = [
        argument.type.element
        for argument in arguments
        if isinstance(argument.type, SetType) and not _is_empty(argument)
    ]
    element = unify(inner) if inner else DYNAMIC
    if element is None:
        raise EvaluationError("given sets must all have compatible element types")
    if element is DYNAMIC:
        return element, arguments
    kind = SetType(element)
    return element, tuple(
        set_value(element, ()) if _is_empty(argument) else convert(argument, kind)
        for argument in arguments
    )


def _is_empty(argument: TerraformValue) -> bool:
    return argument.unknown is None and not argument.elements and _element(argument) is DYNAMIC


def _element(argument: TerraformValue) -> Type:
    return argument.type.element if isinstance(argument.type, SetType) else DYNAMIC


def _union(arguments: Arguments, context: CallContext) -> TerraformValue:
    element, sets = _as_sets(arguments)
    for argument in sets:
        if argument.unknown is not None:
            return undecided(argument, SetType(element))
    check_count(sum(len(argument.elements) for argument in sets), context)
    return set_value(element, [e for argument in sets for e in argument.elements])


def _intersection(arguments: Arguments, context: CallContext) -> TerraformValue:
    element, sets = _as_sets(arguments)
    for argument in sets:
        cause = first_unknown(argument)
        if cause is not None:
            return undecided(cause, SetType(element))
    common = [{set_key(e) for e in argument.elements} for argument in sets]
    first = sets[0]
    kept = [e for e in first.elements if all(set_key(e) in keys for keys in common)]
    return set_value(element, kept)


def _subtract(arguments: Arguments, context: CallContext) -> TerraformValue:
    element, (kept, taken) = _as_sets(arguments)
    cause = first_unknown(kept) or first_unknown(taken)
    if cause is not None:
        return undecided(cause, SetType(element))
    keys = {set_key(e) for e in taken.elements}
    return set_value(element, [e for e in kept.elements if set_key(e) not in keys])


def _product(arguments: Arguments, context: CallContext) -> TerraformValue:
    if len(arguments) < 2:
        raise EvaluationError("at least two arguments are required")
    all_lists = True
    inner: list[Type] = []
    lists: list[TerraformValue] = []
    for argument in arguments:
        if argument.type is DYNAMIC:
            return undecided(argument)
        if not isinstance(argument.type, ListType | SetType | TupleType):
            raise EvaluationError("a set or a list is required")
        all_lists = all_lists and not isinstance(argument.type, SetType)
        if isinstance(argument.type, TupleType):
            argument = convert(argument, ListType(DYNAMIC))
        kind = argument.type
        assert isinstance(kind, ListType | SetType)
        inner.append(kind.element)
        lists.append(argument)
    element = TupleType(tuple(inner))
    result: Type = ListType(element) if all_lists else SetType(element)
    for argument in lists:
        cause = argument if argument.unknown is not None else None
        if isinstance(argument.type, SetType):
            cause = cause or first_unknown(argument)
        if cause is not None:
            return undecided(cause, result)
    check_count(prod(len(argument.elements) for argument in lists), context)
    combined = [tuple_value(one) for one in product(*(a.elements for a in lists))]
    if all_lists:
        return list_value(element, combined)
    return set_value(element, combined)


def set_functions() -> Mapping[str, Function]:
    """Return the functions on sets by name."""
    two = (
        Parameter("a", SetType(DYNAMIC), False, True),
        Parameter("b", SetType(DYNAMIC), False, True),
    )
    return {
        "setunion": Declared(_union, (_SET,), rest=_SET),
        "setintersection": Declared(_intersection, (_SET,), rest=_SET),
        "setsubtract": Declared(_subtract, two),
        "setproduct": Declared(_product, (), rest=Parameter("sets", allows_unknown=True)),
    }
