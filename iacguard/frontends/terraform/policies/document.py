"""The JSON that the data source ``aws_iam_policy_document`` makes of its blocks.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ....core.value import Known, Unknown, Value
from ..functions.signature import text_of
from ..values.convert import convert
from ..values.core_values import core_value
from ..values.types import DYNAMIC, STRING, ListType, SetType
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Unknownness,
    first_unknown,
    object_value,
    string,
    tuple_value,
    unknown,
    unknown_like,
    with_place,
)
from .blocks import in_set_order
from .merge import PolicyDocument, merged, read_document
from .text import document_parts

_VERSIONS = ("2008-10-17", "2012-10-17")
_EFFECTS = ("Allow", "Deny")
_LISTS = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)


def render(arguments: Mapping[str, TerraformValue]) -> TerraformValue:
    """Return the data source's ``json``, partly known where its arguments are.

    Nested blocks are lists of objects. The result encodes the structure, in which each statement
    keeps the place of its block. Raises EvaluationError where the provider refuses.
    """
    causes: list[TerraformValue] = []
    sources = list(_documents(arguments, ("source_json", "source_policy_documents"), causes))
    overrides = list(_documents(arguments, ("override_policy_documents", "override_json"), causes))
    document = merged(sources, _own(arguments, causes), overrides)
    parts, cause = document_parts(document)
    if cause is None and not causes:
        result = text_of(parts, None)
    else:
        reason = cause.reason if cause is not None else causes[0].reason
        like = causes[0] if causes else None
        result = text_of(parts, unknown(reason, STRING, never_null=True, like=like))
    return _encoding(result, document)


def _encoding(result: TerraformValue, document: PolicyDocument) -> TerraformValue:
    return replace(result, encodes=document.structure())


def _documents(
    arguments: Mapping[str, TerraformValue], names: tuple[str, str], causes: list[TerraformValue]
) -> Iterator[PolicyDocument]:
    """Yield the documents that some arguments hold, in order."""
    for name in names:
        value = arguments.get(name)
        if value is None or value.is_null:
            continue
        if name.endswith("_json"):
            texts: tuple[TerraformValue, ...] = (convert(value, STRING),)
        else:
            held = convert(value, ListType(STRING))
            if held.unknown is not None:
                causes.append(held)
                yield PolicyDocument(others=Unknown((), held.reason, True))
                continue
            texts = held.elements
        for text in texts:
            if text.is_null or text.content == "":
                continue
            if text.unknown is not None:
                causes.append(text)
            yield read_document(text, name)


def _own(arguments: Mapping[str, TerraformValue], causes: list[TerraformValue]) -> PolicyDocument:
    """Return the document that the statement blocks make."""
    version = _choice(arguments, "version", _VERSIONS, _VERSIONS[1])
    policy_id = _text(arguments, "policy_id")
    blocks, others = _blocks(arguments, "statement")
    if others is not None:
        causes.append(others)
    statements = [_statement(block, version) for block in blocks]
    for statement in statements:
        cause = first_unknown(statement)
        if cause is not None:
            causes.append(cause)
    written: list[Value[Any]] = [core_value(statement) for statement in statements]
    _refuse_repeated_sids(statements)
    return PolicyDocument(
        version=core_value(version),
        id=None if policy_id is None or policy_id.content == "" else core_value(policy_id),
        statements=tuple(written),
        others=None if others is None else _open(others),
    )


def _open(cause: TerraformValue) -> Unknown:
    value = core_value(cause)
    assert isinstance(value, Unknown)
    return Unknown(value.provenance, value.reason, True)


def _blocks(
    arguments: Mapping[str, TerraformValue], name: str
) -> tuple[tuple[TerraformValue, ...], TerraformValue | None]:
    """Return the nested blocks of a type, and the unknown that decides on more of them."""
    value = arguments.get(name)
    if value is None or value.is_null:
        return (), None
    if value.unknown is not None:
        return tuple(e for e in value.unknown.elements if isinstance(e.content, Mapping)), value
    if not isinstance(value.content, tuple):
        raise EvaluationError(f'"{name}" is a block, not an argument')
    known = tuple(e for e in value.elements if isinstance(e.content, Mapping))
    rest = next((e for e in value.elements if e.unknown is not None), None)
    return known, rest


def _statement(block: TerraformValue, version: TerraformValue) -> TerraformValue:
    entries = block.entries
    sid = _text(entries, "sid")
    statement: dict[str, TerraformValue] = {
        "Sid": sid if sid is not None else string(""),
        "Effect": _choice(entries, "effect", _EFFECTS, _EFFECTS[0]),
    }
    for argument, name in _LISTS:
        written = _texts(entries, argument, version, substitutes="Action" not in name)
        if written is not None:
            statement[name] = written
    for argument, name in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        principals = _principals(entries, argument, version)
        if principals is not None:
            statement[name] = principals
    conditions = _conditions(entries, version)
    if conditions is not None:
        statement["Condition"] = conditions
    return with_place(object_value(statement), block.place)


def _text(entries: Mapping[str, TerraformValue], name: str) -> TerraformValue | None:
    value = entries.get(name)
    return None if value is None or value.is_null else convert(value, STRING)


def _choice(
    entries: Mapping[str, TerraformValue], name: str, allowed: tuple[str, ...], default: str
) -> TerraformValue:
    value = _text(entries, name)
    if value is None:
        return string(default)
    if value.unknown is None and value.text not in allowed:
        raise EvaluationError(f'"{name}" must be one of {", ".join(allowed)}')
    return value


def _texts(
    entries: Mapping[str, TerraformValue],
    name: str,
    version: TerraformValue,
    *,
    substitutes: bool = True,
) -> TerraformValue | None:
    """Return a set of texts as the provider writes it: one alone, or a list in reverse order."""
    value = entries.get(name)
    if value is None or value.is_null:
        return None
    held = convert(value, SetType(STRING))
    if held.unknown is not None:
        return held
    if any(element.is_null for element in held.elements):
        raise EvaluationError(f'"{name}" must not contain null')
    elements = held.elements
    if substitutes:
        elements = tuple(_substituted(element, version) for element in elements)
    if not elements:
        return None
    known = [element for element in elements if element.unknown is None]
    open_ones = [element for element in elements if element.unknown is not None]
    known.sort(key=lambda element: element.text, reverse=True)
    if len(elements) == 1:
        return elements[0]
    return with_place(tuple_value((*known, *open_ones)), value.place)


def _substituted(value: TerraformValue, version: TerraformValue) -> TerraformValue:
    """Return a text with ``&{`` as the policy variable's ``${`` that it stands for."""
    if not any(isinstance(part, str) and "&{" in part for part in value.parts):
        return value
    if version.content == _VERSIONS[0]:
        raise EvaluationError("a policy variable (&{) needs version 2012-10-17")
    parts = tuple(p.replace("&{", "${") if isinstance(p, str) else p for p in value.parts)
    if value.unknown is None:
        return replace(value, content="".join(map(str, parts)), encodes=None)
    return replace(value, unknown=replace(value.unknown, parts=parts), encodes=None)


def _principals(
    entries: Mapping[str, TerraformValue], name: str, version: TerraformValue
) -> TerraformValue | None:
    blocks, others = _blocks(entries, name)
    if others is not None:
        return _partly(others)
    if not blocks:
        return None
    by_type: dict[str, list[TerraformValue]] = {}
    for block in in_set_order(blocks):
        kind = _required(block, "type")
        if kind.unknown is not None:
            return unknown_like(kind)
        identifiers = _texts(block.entries, "identifiers", version)
        if identifiers is not None:
            by_type.setdefault(kind.text, []).append(identifiers)
    if by_type.keys() == {"*"} and len(blocks) == 1 and by_type["*"][0].content == "*":
        return with_place(string("*"), by_type["*"][0].place)
    return with_place(
        object_value({kind: _joined(found) for kind, found in by_type.items()}), blocks[0].place
    )


def _joined(found: list[TerraformValue]) -> TerraformValue:
    """Return the identifiers of one type from all its blocks, in the order of the blocks."""
    if len(found) == 1:
        return found[0]
    cause = next((value for value in found if value.unknown is not None), None)
    if cause is not None and cause.type is not STRING:
        return unknown_like(cause)
    return tuple_value(
        [
            e
            for value in found
            for e in (value.content if isinstance(value.content, tuple) else [value])
        ]
    )


def _conditions(
    entries: Mapping[str, TerraformValue], version: TerraformValue
) -> TerraformValue | None:
    blocks, others = _blocks(entries, "condition")
    if others is not None:
        return _partly(others)
    if not blocks:
        return None
    tests: dict[str, dict[str, list[TerraformValue]]] = {}
    for block in in_set_order(blocks):
        test, variable = (
            _required(block, "test"),
            _required(block, "variable"),
        )
        for key in (test, variable):
            if key.unknown is not None:
                return unknown_like(key)
        values = convert(block.entries.get("values", tuple_value(())), ListType(STRING))
        held = tests.setdefault(test.text, {}).setdefault(variable.text, [])
        if values.unknown is not None:
            held.append(values)
        elif not values.is_null:
            held.extend(_substituted(element, version) for element in values.elements)
    return object_value(
        {
            test: object_value({name: _values(held) for name, held in variables.items()})
            for test, variables in tests.items()
        }
    )


def _values(held: list[TerraformValue]) -> TerraformValue:
    cause = next((e for e in held if e.unknown is not None and e.type is not STRING), None)
    if cause is not None:
        return unknown_like(cause)
    return with_place(tuple_value(held), held[0].place) if held else tuple_value(held)


def _required(block: TerraformValue, name: str) -> TerraformValue:
    value = _text(block.entries, name)
    if value is None:
        raise EvaluationError(f'the argument "{name}" is required')
    return value


def _partly(cause: TerraformValue) -> TerraformValue:
    details = Unknownness(reason=cause.reason, never_null=False)
    return TerraformValue(DYNAMIC, None, details, place=cause.place)


def _refuse_repeated_sids(statements: list[TerraformValue]) -> None:
    seen: set[str] = set()
    for statement in statements:
        sid = core_value(statement.entries["Sid"])
        if isinstance(sid, Known) and sid.value:
            if sid.value in seen:
                raise EvaluationError(f"duplicate sid ({sid.value})")
            seen.add(sid.value)
