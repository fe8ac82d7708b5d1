"""Functions on maps and objects."""

from __future__ import annotations

from collections.abc import Mapping

from ..values.convert import convert
from ..values.types import DYNAMIC, STRING, ListType, MapType, ObjectType, TupleType, Type
from ..values.unification import unify
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    first_unknown,
    list_value,
    map_value,
    object_value,
    string,
    tuple_value,
    unknown_like,
)
from .signature import Arguments, Declared, Parameter, parameters, undecided


def _mapping(value: TerraformValue) -> TerraformValue:
    if value.type is not DYNAMIC and not isinstance(value.type, MapType | ObjectType):
        raise EvaluationError("must have map or object type")
    return value


def _keys(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = _mapping(arguments[0])
    if isinstance(value.type, ObjectType):
        return tuple_value(map(string, sorted(value.type.attributes)))
    if value.unknown is not None:
        return undecided(value, ListType(STRING) if value.type is not DYNAMIC else DYNAMIC)
    return list_value(STRING, map(string, value.entries))


def _values(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = _mapping(arguments[0])
    if isinstance(value.type, MapType):
        return list_value(value.type.element, value.entries.values())
    return tuple_value(value.entries.values())


def _values_type(given: Arguments) -> Type:
    kind = given[0].type
    if isinstance(kind, MapType):
        return ListType(kind.element)
    if isinstance(kind, ObjectType):
        return TupleType(tuple(kind.attributes[name] for name in sorted(kind.attributes)))
    return DYNAMIC


def _lookup(arguments: Arguments, context: CallContext) -> TerraformValue:
    if len(arguments) > 3:
        raise EvaluationError("too many arguments; the function takes a map, a key and a default")
    mapping, key = _mapping(arguments[0]), arguments[1]
    default = arguments[2] if len(arguments) == 3 else None
    kind = mapping.type
    if isinstance(kind, MapType) and default is not None:
        try:
            default = convert(default, kind.element)
        except LimitError:
            raise
        except EvaluationError as error:
            raise EvaluationError(
                'invalid value for "default" parameter: the default value must have the same type '
                "as the map elements"
            ) from error
    element = kind.element if isinstance(kind, MapType) else DYNAMIC
    if mapping.unknown is not None or key.unknown is not None:
        return unknown_like(key if key.unknown is not None else mapping, element)
    if default is not None and default.unknown is not None and key.text not in mapping.entries:
        return default
    if key.text in mapping.entries:
        return mapping.entries[key.text]
    if default is None:
        raise EvaluationError(f'the given object has no attribute "{key.text}"')
    return default


def _merge(arguments: Arguments, context: CallContext) -> TerraformValue:
    for argument in arguments:
        if not (argument.is_null and argument.type is DYNAMIC):
            _mapping(argument)
    cause = next((argument for argument in arguments if argument.unknown is not None), None)
    if cause is not None:
        return undecided(cause, _merged_map_type(arguments) or DYNAMIC)
    merged: dict[str, TerraformValue] = {}
    for argument in arguments:
        if not argument.is_null:
            merged.update(argument.entries)
    kind = _merged_map_type(arguments)
    if kind is None:
        return object_value(merged)
    return map_value(
        kind.element, {key: convert(entry, kind.element) for key, entry in merged.items()}
    )


def _merged_map_type(arguments: Arguments) -> MapType | None:
    kinds = [argument.type for argument in arguments]
    if not kinds or not all(isinstance(kind, MapType) for kind in kinds):
        return None
    if any(kind != kinds[0] for kind in kinds):
        return None
    common = unify(kinds)
    return common if isinstance(common, MapType) else None


def _zip(arguments: Arguments, context: CallContext) -> TerraformValue:
    keys, values = arguments
    if values.type is not DYNAMIC and not isinstance(values.type, ListType | TupleType):
        raise EvaluationError("values argument must be a list or tuple value")
    cause = first_unknown(keys) or (values if values.unknown is not None else None)
    if cause is not None:
        kind = MapType(values.type.element) if isinstance(values.type, ListType) else DYNAMIC
        return undecided(cause, kind)
    if len(keys.elements) != len(values.elements):
        raise EvaluationError(
            f"number of keys ({len(keys.elements)}) does not match number of values "
            f"({len(values.elements)})"
        )
    if any(key.is_null for key in keys.elements):
        raise EvaluationError("a key is null")
    entries = {key.text: value for key, value in zip(keys.elements, values.elements)}
    if isinstance(values.type, ListType):
        return map_value(values.type.element, entries)
    return object_value(entries)


def _transpose(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = arguments[0]
    kind = MapType(ListType(STRING))
    cause = first_unknown(value)
    if cause is not None:
        return undecided(cause, kind)
    transposed: dict[str, list[TerraformValue]] = {}
    for key, inner in value.entries.items():
        if inner.is_null:
            raise EvaluationError("a list is null")
        for element in inner.elements:
            if element.is_null:
                raise EvaluationError("input must not contain null list elements")
            transposed.setdefault(element.text, []).append(string(key))
    return map_value(
        ListType(STRING),
        {
            key: list_value(STRING, sorted(found, key=lambda element: element.text))
            for key, found in transposed.items()
        },
    )


def map_functions() -> Mapping[str, Function]:
    """Return the functions on maps by name."""
    return {
        "keys": Declared(_keys, (Parameter("inputMap", allows_unknown=True),), keeps_marks=True),
        "values": Declared(_values, parameters("mapping"), _values_type),
        "lookup": Declared(
            _lookup,
            (
                Parameter("inputMap", allows_unknown=True),
                Parameter("key", STRING, allows_unknown=True),
            ),
            rest=Parameter("default", allows_null=True, allows_unknown=True),
        ),
        "merge": Declared(
            _merge,
            (),
            rest=Parameter("maps", allows_null=True, allows_unknown=True),
            keeps_marks=True,
        ),
        "zipmap": Declared(
            _zip,
            (
                Parameter("keys", ListType(STRING), allows_unknown=True),
                Parameter("values", allows_unknown=True),
            ),
        ),
        "transpose": Declared(
            _transpose, parameters(("values", MapType(ListType(STRING)))), MapType(ListType(STRING))
        ),
    }
