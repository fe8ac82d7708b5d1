"""For-expressions and ``%{ for }`` directives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from ..syntax.nodes import Expression, ForObject, ForTuple, TemplateFor, TemplatePiece
from ..values.bounds import check_length
from ..values.convert import convert
from ..values.types import BOOL, DYNAMIC, STRING, ListType, MapType, SetType
from ..values.values import (
    EvaluationError,
    LimitError,
    TerraformValue,
    object_value,
    tuple_value,
    unknown_like,
    with_sensitive,
)
from . import templates, traverse
from .environment import Environment, UndecidedError

_Evaluate: TypeAlias = "Callable[[Expression, Environment], TerraformValue]"
_Render: TypeAlias = "Callable[[tuple[TemplatePiece, ...], Environment], TerraformValue]"


_NULL_FILTER = "the value of the `if` clause must not be null"


class _UnknownError(Exception):
    """What decides on the result of a loop is unknown."""

    def __init__(self, cause: TerraformValue) -> None:
        super().__init__(cause.reason)
        self.cause = cause


def for_tuple(node: ForTuple, environment: Environment, evaluate: _Evaluate) -> TerraformValue:
    """Return the value of ``[for … : …]``."""
    collection = _collection(node, environment, evaluate)
    if collection.unknown is not None:
        if _leaves_all_out(node, collection, environment, evaluate):
            return tuple_value(())
        return unknown_like(collection)
    try:
        elements = [
            evaluate(node.element, inner)
            for inner in _iterations(node, collection, environment, evaluate)
        ]
    except _UnknownError as error:
        return unknown_like(error.cause)
    result = tuple_value(elements)
    return with_sensitive(result) if collection.sensitive else result


def for_object(node: ForObject, environment: Environment, evaluate: _Evaluate) -> TerraformValue:
    """Return the value of ``{for … : … => …}``."""
    collection = _collection(node, environment, evaluate)
    if collection.unknown is not None:
        if _leaves_all_out(node, collection, environment, evaluate):
            return object_value({})
        return unknown_like(collection)
    groups: dict[str, list[TerraformValue]] = {}
    sensitive = collection.sensitive
    undecided = None
    try:
        for inner in _iterations(node, collection, environment, evaluate):
            key = evaluate(node.result_key, inner)
            if key.is_null:
                raise EvaluationError("the key expression must not produce a null value")
            key = convert(key, STRING)
            sensitive = sensitive or key.sensitive
            value = evaluate(node.result_value, inner)
            if key.unknown is not None:
                undecided = undecided or key
                continue
            group = groups.setdefault(key.text, [])
            if group and not node.groups:
                shown = "same key" if key.sensitive else f"key `{key.text}`"
                raise EvaluationError(
                    f"two different items produced the {shown} in this `for` expression"
                )
            group.append(value)
    except _UnknownError as error:
        return unknown_like(error.cause)
    if undecided is not None:
        return unknown_like(undecided)
    result = object_value(
        {name: tuple_value(group) if node.groups else group[0] for name, group in groups.items()}
    )
    return with_sensitive(result) if sensitive else result


def for_text(
    node: TemplateFor, environment: Environment, evaluate: _Evaluate, render: _Render
) -> TerraformValue:
    """Return the text of ``%{ for … }…%{ endfor }``."""
    collection = evaluate(node.collection, environment)
    traverse.check_iterable(collection)
    if collection.unknown is not None:
        return unknown_like(collection, STRING)
    texts: list[TerraformValue] = []
    length = 0
    for bindings in _bindings(node.key, node.value, collection):
        text = render(node.body, environment.bound(bindings))
        length += len(text.content) if isinstance(text.content, str) else 1
        check_length(length)
        texts.append(text)
    result = templates.joined(texts)
    return with_sensitive(result) if collection.sensitive else result


def _collection(
    node: ForTuple | ForObject, environment: Environment, evaluate: _Evaluate
) -> TerraformValue:
    collection = evaluate(node.collection, environment)
    traverse.check_iterable(collection)
    if collection.unknown is None and not collection.content:
        _leaves_all_out(node, collection, environment, evaluate)
    return collection


def _leaves_all_out(
    node: ForTuple | ForObject,
    collection: TerraformValue,
    environment: Environment,
    evaluate: _Evaluate,
) -> bool:
    """Return whether the filter is false for every element that a collection may hold.

    A filter that is no condition at all is refused, whatever the collection holds.
    """
    if node.condition is None:
        return False
    kind = collection.type
    element = kind.element if isinstance(kind, ListType | SetType | MapType) else DYNAMIC
    bindings = {node.value: unknown_like(collection, element)}
    if node.key is not None:
        bindings[node.key] = unknown_like(collection)
    # An element that is not there is no error.
    inner = replace(environment.bound(bindings), may_fail=True)
    try:
        condition = evaluate(node.condition, inner)
        if condition.is_null:
            raise EvaluationError(_NULL_FILTER)
        condition = convert(condition, BOOL)
    except UndecidedError:
        return False
    except LimitError:
        raise
    except EvaluationError:
        if kind is DYNAMIC:
            # It may be of a type that no loop goes through.
            return False
        raise
    return condition.unknown is None and condition.content is False


def _iterations(
    node: ForTuple | ForObject,
    collection: TerraformValue,
    environment: Environment,
    evaluate: _Evaluate,
) -> Iterator[Environment]:
    for bindings in _bindings(node.key, node.value, collection):
        inner = environment.bound(bindings)
        if node.condition is not None:
            condition = evaluate(node.condition, inner)
            if condition.is_null:
                raise EvaluationError(_NULL_FILTER)
            condition = convert(condition, BOOL)
            if condition.unknown is not None:
                raise _UnknownError(condition)
            if not condition.truth:
                continue
        yield inner


def _bindings(
    key: str | None, value: str, collection: TerraformValue
) -> Iterator[dict[str, TerraformValue]]:
    for key_value, element in traverse.pairs(collection):
        yield {value: element} if key is None else {key: key_value, value: element}
