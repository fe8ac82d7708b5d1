"""The instances that ``count`` and ``for_each`` make of a resource or a module call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..expressions.traverse import pairs
from ..syntax.nodes import Conditional, Expression, GetAttribute, Literal, Parenthesized, Variable
from ..values.convert import convert
from ..values.types import NUMBER, STRING, SetType
from ..values.values import (
    EvaluationError,
    LimitError,
    TerraformValue,
    first_unknown,
    number,
    object_value,
    string,
    unknown,
)
from .configuration import Declaration, WrittenAttribute


@dataclass(frozen=True, slots=True)
class Copy:
    """One instance: its key in addresses, and what ``each`` or ``count`` is there."""

    suffix: str
    """``[0]``, ``["eu"]``, or nothing."""

    key: int | str | None = None
    bindings: Mapping[str, TerraformValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expansion:
    """All instances of one block."""

    copies: tuple[Copy, ...] = (Copy(""),)
    by: str = ""
    """``count``, ``for_each``, or nothing."""

    cause: TerraformValue | None = None
    """The unknown that decides how many there are.

    A copy with a key is there or not; one without, or of a ``count``, stands for each there is.
    """


SINGLE = Expansion()


def enabled_argument(declaration: Declaration) -> WrittenAttribute | None:
    """Return ``enabled`` in a block's ``lifecycle``, by which OpenTofu leaves the block out."""
    for written in declaration.blocks:
        argument = written.block.body.attributes.get("enabled")
        if written.block.type == "lifecycle" and argument is not None:
            return WrittenAttribute(argument, written.source)
    return None


def by_count(value: TerraformValue, limit: int) -> Expansion:
    """Return the instances of a ``count``."""
    value = convert(value, NUMBER)
    if value.is_null:
        raise EvaluationError("the given `count` argument value is null")
    if value.unknown is not None:
        return undecided_instance("count", value)
    wanted = value.number
    if not isinstance(wanted, int) or wanted < 0:
        raise EvaluationError("`count` must be a whole number, zero or greater")
    if wanted > limit:
        raise LimitError("`count` makes too many instances to be evaluated")
    return Expansion(
        tuple(
            Copy(f"[{index}]", index, {"count": object_value({"index": number(index)})})
            for index in range(wanted)
        ),
        "count",
    )


def by_for_each(value: TerraformValue, limit: int) -> Expansion:
    """Return the instances of a ``for_each``."""
    if value.is_null:
        raise EvaluationError("the given `for_each` argument value is null")
    if value.unknown is not None:
        return undecided_instance("for_each", value)
    if not isinstance(value.content, dict) and not isinstance(value.type, SetType):
        raise EvaluationError("the `for_each` argument must be a map, or a set of strings")
    if isinstance(value.type, SetType):
        cause = first_unknown(value)
        if cause is not None:
            return undecided_instance("for_each", cause)
        if any(element.content is None for element in value.elements) or any(
            element.type is not STRING for element in value.elements
        ):
            raise EvaluationError("the `for_each` set must hold strings only, and no null")
    if value.content is not None and isinstance(value.content, tuple | dict):
        length = len(value.content)
        if length > limit:
            raise LimitError("`for_each` makes too many instances to be evaluated")
    copies = []
    for key, element in pairs(value):
        name = key.text
        each = object_value({"key": string(name), "value": element})
        copies.append(Copy(copy_suffix(name, "for_each"), name, {"each": each}))
    return Expansion(tuple(copies), "for_each")


def undecided_instance(by: str, cause: TerraformValue) -> Expansion:
    """Return the one instance that is judged when their number is not known."""
    if by == "count":
        # Where there is an instance, there is a first one.
        index = unknown(cause.reason, NUMBER, never_null=True, like=cause)
        return Expansion((Copy("[0]", 0, {"count": object_value({"index": index})}),), by, cause)
    each = object_value(
        {"key": unknown(cause.reason, STRING, never_null=True), "value": unknown(cause.reason)}
    )
    return Expansion((Copy('["?"]', None, {"each": each}),), by, cause)


def at_most_one(cause: TerraformValue) -> Expansion:
    """Return the one instance of a ``count`` that is certainly 0 or 1."""
    index = object_value({"index": number(0)})
    return Expansion((Copy("[0]", 0, {"count": index}),), "count", cause)


def is_at_most_one(count: Expression) -> bool:
    """Return whether a ``count`` is written as a condition between 0 and 1."""
    waiting = [count]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Parenthesized):
            waiting.append(node.inner)
        elif isinstance(node, Conditional):
            waiting += (node.then, node.otherwise)
        elif not isinstance(node, Literal) or node.value not in (0, 1):
            return False
    return True


def all_or_none(then: Expansion, otherwise: Expansion, cause: TerraformValue) -> Expansion | None:
    """Return the instances that an unknown condition makes or leaves out; None for any other."""
    if then.cause is None and otherwise.cause is None and not (then.copies and otherwise.copies):
        return Expansion((*then.copies, *otherwise.copies), "for_each", cause)
    return None


def stands_for(expansion: Expansion, written: Expression | str, key: TerraformValue) -> bool:
    """Return whether the one copy of an undecided expansion is the one that a key means.

    The first of a ``count`` is; so is the one of equal key, where the reference stands in an
    instance of another block whose own keys are not known.
    """
    if key.unknown is None:
        return expansion.by == "count" and convert(key, STRING).content == "0"
    if not isinstance(written, GetAttribute) or not isinstance(written.source, Variable):
        return False
    own = (written.source.name, written.name)
    if expansion.by == "count":
        return own == ("count", "index")
    return own in (("each", "key"), ("each", "value"))


def copy_suffix(key: str, by: str) -> str:
    """Return what an instance's key adds to the address of its block."""
    return f"[{key}]" if by == "count" else f'["{_quoted(key)}"]'


def _quoted(name: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escaped = "".join(escapes.get(character, character) for character in name)
    return escaped.replace("${", "$${").replace("%{", "%%{")
