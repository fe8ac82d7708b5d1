"""Type constraints, of variables and of ``convert``, with defaults of optional attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ..syntax.nodes import Call, Expression, Literal, ObjectConstructor, TupleConstructor, Variable
from ..values.convert import convert
from ..values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from ..values.values import EvaluationError, TerraformValue, object_value, tuple_value


@dataclass(frozen=True, slots=True)
class Defaults:
    """What optional attributes are when nothing is written, at any depth of a constraint."""

    attributes: Mapping[str, TerraformValue] = field(default_factory=dict)

    inner: Mapping[str | int, Defaults] = field(default_factory=dict)
    """By attribute or position; ``"*"`` for every element of a collection."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a variable's ``type``, or the second argument of ``convert``, says."""

    type: Type = DYNAMIC
    defaults: Defaults | None = None

    def apply(self, value: TerraformValue) -> TerraformValue:
        """Return a value as one of the type; raise EvaluationError where it cannot be."""
        return convert(_with_defaults(value, self.defaults), self.type)


_NAMES = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
_COLLECTIONS: Mapping[str, Callable[[Type], Type]] = {
    "list": ListType,
    "set": SetType,
    "map": MapType,
}


def parse_constraint(
    expression: Expression, evaluate: Callable[[Expression], TerraformValue]
) -> Constraint:
    """Return the constraint that an expression writes; `evaluate` gives optional defaults."""
    name = ""
    if isinstance(expression, Variable):
        name = expression.name
    elif isinstance(expression, Literal) and isinstance(expression.value, str):
        # Terraform 0.11 wrote types as texts, and Terraform still reads them.
        name = expression.value
    if name in _NAMES:
        return Constraint(_NAMES[name])
    if name in _COLLECTIONS:
        return Constraint(_COLLECTIONS[name](DYNAMIC))
    if isinstance(expression, Call) and len(expression.arguments) == 1:
        argument = expression.arguments[0]
        if expression.name in _COLLECTIONS:
            element = parse_constraint(argument, evaluate)
            inner = Defaults(inner={"*": element.defaults}) if element.defaults else None
            return Constraint(_COLLECTIONS[expression.name](element.type), inner)
        if expression.name == "object" and isinstance(argument, ObjectConstructor):
            return _object(argument, evaluate)
        if expression.name == "tuple" and isinstance(argument, TupleConstructor):
            elements = [parse_constraint(each, evaluate) for each in argument.elements]
            found: dict[str | int, Defaults] = {
                position: element.defaults
                for position, element in enumerate(elements)
                if element.defaults
            }
            kind = TupleType(tuple(element.type for element in elements))
            return Constraint(kind, Defaults(inner=found) if found else None)
    raise EvaluationError("this is not a type constraint")


def _object(
    node: ObjectConstructor, evaluate: Callable[[Expression], TerraformValue]
) -> Constraint:
    types: dict[str, Type] = {}
    optional: set[str] = set()
    defaults: dict[str, TerraformValue] = {}
    inner: dict[str | int, Defaults] = {}
    for key, written in node.entries:
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise EvaluationError("an attribute of an object type needs a plain name")
        name, kind = key.value, written
        default = None
        if isinstance(written, Call) and written.name == "optional" and written.arguments:
            optional.add(name)
            kind = written.arguments[0]
            default = evaluate(written.arguments[1]) if len(written.arguments) > 1 else None
        constraint = parse_constraint(kind, evaluate)
        types[name] = constraint.type
        if default is not None:
            defaults[name] = constraint.apply(default)
        if constraint.defaults:
            inner[name] = constraint.defaults
    has_defaults = bool(defaults or inner)
    return Constraint(
        ObjectType(types, frozenset(optional)),
        Defaults(defaults, inner) if has_defaults else None,
    )


def _with_defaults(value: TerraformValue, defaults: Defaults | None) -> TerraformValue:
    if defaults is None or value.unknown is not None or value.content is None:
        return value
    if isinstance(value.content, dict):
        entries = dict(value.content)
        for name, default in defaults.attributes.items():
            if name not in entries or entries[name].is_null:
                entries[name] = default
        for name, entry in entries.items():
            deeper = defaults.inner.get(name) or defaults.inner.get("*")
            entries[name] = _with_defaults(entry, deeper)
        result = object_value(entries)
    elif isinstance(value.content, tuple):
        result = tuple_value(
            _with_defaults(element, defaults.inner.get(position) or defaults.inner.get("*"))
            for position, element in enumerate(value.content)
        )
    else:
        return value
    return replace(result, place=value.place, sensitive=value.sensitive, address=value.address)
