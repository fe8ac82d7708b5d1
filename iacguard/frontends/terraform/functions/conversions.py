"""Functions that convert a value, choose among values, or mark them."""

from __future__ import annotations

from collections.abc import Mapping

from ..values.convert import convert
from ..values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    SetType,
    TupleType,
    Type,
    type_name,
)
from ..values.unification import convertible, unify
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    boolean,
    first_unknown,
    null,
    unknown_like,
    with_sensitive,
)
from .signature import Arguments, Declared, Parameter, is_never_empty, undecided

_ANYTHING = Parameter("value", allows_null=True, allows_unknown=True)


def _converts_to(kind: Type) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        value = arguments[0]
        if value.is_null and not convertible(value.type, kind):
            raise EvaluationError(f"cannot convert {type_name(value.type)} to {type_name(kind)}")
        return convert(value, kind)

    return Declared(body, (_ANYTHING,))


def _coalesce(arguments: Arguments, context: CallContext) -> TerraformValue:
    common = unify(argument.type for argument in arguments if not _untyped_null(argument))
    if not arguments:
        raise EvaluationError("at least one argument is required")
    if common is None:
        raise EvaluationError("all arguments must have the same type")
    for argument in arguments:
        if argument.is_null:
            continue
        value = argument if common is DYNAMIC else convert(argument, common)
        if value.unknown is not None:
            is_certain = is_never_empty(value) or (
                common not in (STRING, DYNAMIC) and value.unknown.never_null
            )
            return value if is_certain else undecided(value, common)
        if value.content != "":
            return value
    raise EvaluationError("no non-null, non-empty-string arguments")


def _untyped_null(value: TerraformValue) -> bool:
    return value.is_null and value.type is DYNAMIC


def _coalesce_list(arguments: Arguments, context: CallContext) -> TerraformValue:
    if not arguments:
        raise EvaluationError("at least one argument is required")
    for argument in arguments:
        if argument.unknown is not None:
            return undecided(argument)
        if not isinstance(argument.type, ListType | TupleType):
            raise EvaluationError("coalescelist arguments must be lists or tuples")
        if argument.elements:
            return argument
    raise EvaluationError("no non-null, non-empty arguments")


def _sensitive(arguments: Arguments, context: CallContext) -> TerraformValue:
    context.hide(arguments[0])
    return with_sensitive(arguments[0])


def _nonsensitive(arguments: Arguments, context: CallContext) -> TerraformValue:
    return with_sensitive(arguments[0], False)


def _is_sensitive(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = arguments[0]
    if value.sensitive:
        return boolean(True)
    # Terraform leaves it open: what it does not know may yet turn out to be sensitive.
    return boolean(False) if value.unknown is None else undecided(value, BOOL)


def _ephemeral_as_null(arguments: Arguments, context: CallContext) -> TerraformValue:
    return arguments[0]


def _one(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = arguments[0]
    kind = collection.type
    if not isinstance(kind, ListType | SetType | TupleType) and kind is not DYNAMIC:
        raise EvaluationError(
            "must be a list, set, or tuple value with either zero or one elements"
        )
    if collection.unknown is not None:
        if collection.unknown.maximum_length == 1 and collection.unknown.elements:
            return collection.unknown.elements[0]
        inner = kind.element if isinstance(kind, ListType | SetType) else DYNAMIC
        return unknown_like(collection, inner)
    if len(collection.elements) > 1:
        if isinstance(kind, SetType) and any(e.unknown is not None for e in collection.elements):
            return unknown_like(first_unknown(collection) or collection, kind.element)
        raise EvaluationError(
            "must be a list, set, or tuple value with either zero or one elements"
        )
    if collection.elements:
        return collection.elements[0]
    return null(kind.element if isinstance(kind, ListType | SetType) else DYNAMIC)


def _all_true(arguments: Arguments, context: CallContext) -> TerraformValue:
    return _every(arguments[0], until=False)


def _any_true(arguments: Arguments, context: CallContext) -> TerraformValue:
    return _every(arguments[0], until=True)


def _every(collection: TerraformValue, until: bool) -> TerraformValue:
    """Return `until` where some element is so, else its opposite; null counts as false."""
    if collection.unknown is not None:
        return undecided(collection, BOOL)
    cause: TerraformValue | None = None
    for element in collection.elements:
        if element.unknown is not None:
            cause = cause or element
        elif bool(element.content) is until:
            return boolean(until)
    return undecided(cause, BOOL) if cause is not None else boolean(not until)


def conversion_functions() -> Mapping[str, Function]:
    """Return these functions by name."""
    flags = (Parameter("list", ListType(BOOL), allows_unknown=True),)
    return {
        "tostring": _converts_to(STRING),
        "tonumber": _converts_to(NUMBER),
        "tobool": _converts_to(BOOL),
        "tolist": _converts_to(ListType(DYNAMIC)),
        "toset": _converts_to(SetType(DYNAMIC)),
        "tomap": _converts_to(MapType(DYNAMIC)),
        "coalesce": Declared(_coalesce, (), rest=_ANYTHING),
        "coalescelist": Declared(_coalesce_list, (), rest=Parameter("vals", allows_unknown=True)),
        "sensitive": Declared(_sensitive, (_ANYTHING,)),
        "nonsensitive": Declared(_nonsensitive, (_ANYTHING,)),
        "issensitive": Declared(_is_sensitive, (_ANYTHING,), BOOL),
        "ephemeralasnull": Declared(_ephemeral_as_null, (_ANYTHING,)),
        "one": Declared(_one, (Parameter("list", allows_unknown=True),)),
        "alltrue": Declared(_all_true, flags, BOOL),
        "anytrue": Declared(_any_true, flags, BOOL),
    }
