"""Functions on lists and tuples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....core.text import never_empty
from ..values.convert import convert
from ..values.equality import equal, set_key
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
from ..values.unification import unify
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    Number,
    TerraformValue,
    boolean,
    first_unknown,
    list_value,
    number,
    tuple_value,
    unknown_like,
)
from .graphemes import graphemes
from .signature import (
    Arguments,
    Declared,
    Parameter,
    check_count,
    is_never_empty,
    parameters,
    undecided,
    whole,
)
from .unmodelled import UndecidedResult

_LIST = ListType(DYNAMIC)
_RANGE_LIMIT = 1_024


def _like(kind: Type, elements: Sequence[TerraformValue]) -> TerraformValue:
    """Return a list where the argument was a list or set, a tuple where it was a tuple."""
    if isinstance(kind, ListType | SetType):
        return list_value(kind.element, elements)
    return tuple_value(elements)


def _sequence(value: TerraformValue, name: str) -> TerraformValue:
    if value.type is not DYNAMIC and not isinstance(value.type, ListType | TupleType):
        raise EvaluationError(f'"{name}" must be a list or tuple')
    return value


def _any_sequence(value: TerraformValue) -> TerraformValue:
    if value.type is not DYNAMIC and not isinstance(value.type, ListType | SetType | TupleType):
        raise EvaluationError("argument must be list, tuple, or set")
    return value


def _contains(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection, wanted = _any_sequence(arguments[0]), arguments[1]
    if collection.unknown is not None:
        return undecided(collection, BOOL)
    if not collection.elements:
        return boolean(False)
    cause: TerraformValue | None = None
    for element in collection.elements:
        same = equal(element, wanted)
        if same:
            return boolean(True)
        if same is None:
            cause = cause or first_unknown(element) or first_unknown(wanted)
    return boolean(False) if cause is None else undecided(cause, BOOL)


def _index(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection, wanted = _sequence(arguments[0], "list"), arguments[1]
    if not collection.elements:
        raise EvaluationError("cannot search an empty list")
    for position, element in enumerate(collection.elements):
        same = equal(element, wanted)
        if same is None:
            cause = first_unknown(element) or first_unknown(wanted)
            assert cause is not None
            return undecided(cause, NUMBER)
        if same:
            return number(position)
    raise EvaluationError("item not found")


def _element(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection, position = _sequence(arguments[0], "list"), arguments[1]
    if collection.unknown is not None or position.unknown is not None:
        cause = position if position.unknown is not None else collection
        kind = collection.type
        return unknown_like(cause, kind.element if isinstance(kind, ListType) else DYNAMIC)
    if not collection.elements:
        raise EvaluationError("cannot use element function with an empty list")
    return collection.elements[whole(position, "index") % len(collection.elements)]


def _slice(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = _sequence(arguments[0], "list")
    start, end = whole(arguments[1], "start_index"), whole(arguments[2], "end_index")
    if not 0 <= start <= end <= len(collection.elements):
        raise EvaluationError(
            f"cannot take the elements from {start} to {end} of a list of "
            f"{len(collection.elements)}"
        )
    return _like(collection.type, collection.elements[start:end])


def _reverse(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = _any_sequence(arguments[0])
    return _like(collection.type, collection.elements[::-1])


def _concat(arguments: Arguments, context: CallContext) -> TerraformValue:
    if not arguments:
        raise EvaluationError("at least one argument is required")
    for argument in arguments:
        _sequence(argument, "seqs")
    cause = next((argument for argument in arguments if argument.unknown is not None), None)
    if all(isinstance(argument.type, ListType) for argument in arguments):
        kind = unify(argument.type for argument in arguments)
        if isinstance(kind, ListType):
            if cause is not None:
                return undecided(cause, kind, elements=_certain(arguments, kind.element))
            converted = [convert(argument, kind) for argument in arguments]
            check_count(sum(len(argument.elements) for argument in converted), context)
            return list_value(kind.element, [e for c in converted for e in c.elements])
    if cause is not None:
        return undecided(cause, elements=_certain(arguments, None))
    check_count(sum(len(argument.elements) for argument in arguments), context)
    return tuple_value([e for argument in arguments for e in argument.elements])


def _certain(arguments: Arguments, kind: Type | None) -> tuple[TerraformValue, ...]:
    """Return the elements that a concatenation holds whatever its unknown parts turn out."""
    held = [
        element
        for argument in arguments
        for element in (
            argument.elements if argument.unknown is None else argument.unknown.elements
        )
    ]
    return tuple(held if kind is None else [convert(element, kind) for element in held])


def _flatten(arguments: Arguments, context: CallContext) -> TerraformValue:
    if isinstance(arguments[0].type, MapType | ObjectType) and first_unknown(arguments[0]):
        raise UndecidedResult("`flatten` of a map is not supported")
    collection = _any_sequence(arguments[0])
    flat: list[TerraformValue] = []
    cause: TerraformValue | None = None
    waiting = [collection]
    while waiting:
        value = waiting.pop()
        is_sequence = isinstance(value.type, ListType | SetType | TupleType)
        if value.unknown is not None and (is_sequence or value.type is DYNAMIC):
            cause = cause or value
            flat.extend(value.unknown.elements)
        elif isinstance(value.type, SetType) and first_unknown(value) is not None:
            # Elements of a set that turn out to be equal are one.
            cause = cause or first_unknown(value)
        elif is_sequence and not value.is_null:
            waiting.extend(reversed(value.elements))
        else:
            flat.append(value)
        check_count(len(flat) + len(waiting), context)
    return tuple_value(flat) if cause is None else undecided(cause, elements=tuple(flat))


def _compact(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = arguments[0]
    if collection.unknown is not None:
        kind = ListType(STRING)
        # What is certainly held stays so, as far as it is certainly no empty text.
        certain = tuple(filter(_is_some_text, collection.unknown.elements))
        return undecided(collection, kind, elements=certain)
    kept = [e for e in collection.elements if not e.is_null and e.content != ""]
    cause = next((element for element in kept if not _is_some_text(element)), None)
    if cause is not None:
        certain = tuple(filter(_is_some_text, kept))
        return undecided(cause, ListType(STRING), elements=certain, maximum_length=len(kept))
    return list_value(STRING, kept)


def _is_some_text(element: TerraformValue) -> bool:
    """Return whether an element is certainly neither null nor an empty text."""
    if element.unknown is None:
        return element.content is not None and element.content != ""
    return is_never_empty(element)


def _distinct(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = arguments[0]
    if collection.unknown is not None:
        return undecided(collection, collection.type)
    cause = first_unknown(collection)
    if cause is not None:
        return _distinct_partly(collection, cause, context)
    unique: dict[str, TerraformValue] = {}
    for element in collection.elements:
        unique.setdefault(set_key(element), element)
    assert isinstance(collection.type, ListType)
    return list_value(collection.type.element, tuple(unique.values()))


def _distinct_partly(
    collection: TerraformValue, cause: TerraformValue, context: CallContext
) -> TerraformValue:
    """Return the distinct elements where each two are certainly equal or certainly not."""
    context.spend(len(collection.elements) ** 2 // 4)
    unique: list[TerraformValue] = []
    for element in collection.elements:
        answers = [equal(element, other) for other in unique]
        if True in answers:
            continue
        if None in answers:
            return undecided(cause, collection.type)
        unique.append(element)
    assert isinstance(collection.type, ListType)
    return list_value(collection.type.element, unique)


def _chunk(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection, size = arguments[0], whole(arguments[1], "size")
    if size < 0:
        raise EvaluationError("the size argument must be positive")
    elements = collection.elements
    kind = collection.type
    assert isinstance(kind, ListType)
    if not elements:
        return list_value(kind, ())
    step = size or len(elements)
    chunks = [elements[start : start + step] for start in range(0, len(elements), step)]
    return list_value(kind, [list_value(kind.element, chunk) for chunk in chunks])


def _sort(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = arguments[0]
    cause = first_unknown(collection)
    if cause is not None:
        open_text = undecided(cause, STRING)
        return list_value(STRING, [open_text] * len(collection.elements))
    if any(element.is_null for element in collection.elements):
        raise EvaluationError("given list element is null; a null string cannot be sorted")
    # Code points sort as the bytes of UTF-8 do.
    return list_value(STRING, sorted(collection.elements, key=lambda element: element.text))


def _range(arguments: Arguments, context: CallContext) -> TerraformValue:
    if not 1 <= len(arguments) <= 3:
        raise EvaluationError("must have one, two, or three arguments")
    numbers = [argument.number for argument in arguments]
    start: Number = 0
    end = numbers[0]
    if len(numbers) > 1:
        start, end = numbers[0], numbers[1]
    step: Number = numbers[2] if len(numbers) == 3 else (1 if start <= end else -1)
    if step == 0:
        raise EvaluationError("step must not be zero")
    if (step > 0) != (start <= end) and start != end:
        raise EvaluationError(f"the step leads away from {end}")
    if start == end:
        return list_value(NUMBER, ())
    count = -(-(end - start) // step)
    if count > _RANGE_LIMIT:
        raise EvaluationError("more than 1024 values were generated")
    return list_value(NUMBER, [number(start + step * index) for index in range(int(count))])


def _match_keys(arguments: Arguments, context: CallContext) -> TerraformValue:
    values, keys, wanted = arguments
    if len(values.elements) != len(keys.elements):
        raise EvaluationError("length of keys and values should be equal")
    cause = first_unknown(keys) or first_unknown(wanted)
    if cause is not None:
        return undecided(cause, values.type)
    common = unify((keys.type, wanted.type))
    if common is None:
        raise EvaluationError("keys and searchset must be of the same type")
    keys, wanted = convert(keys, common), convert(wanted, common)
    context.spend(len(keys.elements) * len(wanted.elements) // 16)
    kept = [
        value
        for value, key in zip(values.elements, keys.elements)
        if any(equal(key, one) for one in wanted.elements)
    ]
    assert isinstance(values.type, ListType)
    return list_value(values.type.element, kept)


def _length(arguments: Arguments, context: CallContext) -> TerraformValue:
    value = arguments[0]
    if isinstance(value.type, TupleType):
        return number(len(value.type.elements))
    if value.unknown is not None:
        details = value.unknown
        if value.type is not STRING and details.minimum_length == details.maximum_length:
            return number(details.minimum_length)
        if value.type is STRING:
            return undecided(value, NUMBER, minimum_length=int(any(map(never_empty, value.parts))))
        least = max(details.minimum_length, min(len(details.elements), 1))
        most = details.maximum_length
        return undecided(value, NUMBER, minimum_length=least, maximum_length=most)
    if isinstance(value.content, str):
        return number(len(graphemes(value.content)))
    if isinstance(value.content, tuple):
        cause = first_unknown(value) if isinstance(value.type, SetType) else None
        if cause is not None and len(value.content) > 1:
            return undecided(cause, NUMBER, minimum_length=1, maximum_length=len(value.content))
        return number(len(value.content))
    if isinstance(value.content, Mapping):
        return number(len(value.content))
    raise EvaluationError("argument must be a string, a collection type, or a structural type")


def list_functions() -> Mapping[str, Function]:
    """Return the functions on lists by name."""
    searched = Parameter("value", allows_unknown=True)
    collection = Parameter("list", allows_unknown=True)
    return {
        "length": Declared(_length, (Parameter("value", allows_unknown=True),), NUMBER, None, True),
        "contains": Declared(_contains, (collection, searched), BOOL),
        "index": Declared(_index, parameters("list", "value"), NUMBER),
        "element": Declared(_element, (collection, Parameter("index", NUMBER, False, True))),
        "slice": Declared(
            _slice, parameters("list", ("start_index", NUMBER), ("end_index", NUMBER))
        ),
        "reverse": Declared(_reverse, parameters("list")),
        "concat": Declared(_concat, (), rest=Parameter("seqs", allows_unknown=True)),
        "flatten": Declared(_flatten, (collection,)),
        "compact": Declared(
            _compact, (Parameter("list", ListType(STRING), allows_unknown=True),), ListType(STRING)
        ),
        "distinct": Declared(_distinct, parameters(("list", _LIST)), lambda given: given[0].type),
        "chunklist": Declared(_chunk, parameters(("list", _LIST), ("size", NUMBER))),
        "sort": Declared(_sort, parameters(("list", ListType(STRING))), ListType(STRING)),
        "range": Declared(_range, (), ListType(NUMBER), rest=Parameter("params", NUMBER)),
        "matchkeys": Declared(
            _match_keys,
            parameters(("values", _LIST), ("keys", _LIST), ("searchset", _LIST)),
            lambda given: given[0].type,
        ),
    }
