"""The partition that a policy's own ARNs settle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..core.text import PARTITION, normal, parts_of
from ..core.value import Absent, Known, Part, Unknown, Value
from .document import PolicyDocument
from .request import Carried, ContextValue, Request
from .statement import Condition, Element, Statement, Texts

_ARN = re.compile(r"arn:(aws[a-z-]{0,16}):")


def settled(
    documents: Sequence[PolicyDocument], request: Request
) -> tuple[Sequence[PolicyDocument], Request]:
    """Return the same question, with the partition written out where the policies name it.

    S3, KMS, SNS and IAM refuse a policy whose resources or principals name another partition
    than the one it is put into, so a policy that is deployed at all says which one that is.
    """
    stated = set(_stated(request))
    if not stated:
        stated = {
            name
            for document in documents
            for statement in document.statements
            if isinstance(statement, Statement)
            for name in _named(statement)
        }
    if len(stated) != 1:
        return documents, request
    name = stated.pop()
    return [_document(document, name) for document in documents], _request(request, name)


def _stated(request: Request) -> Iterator[str]:
    """Yield the partitions that the request itself writes out."""
    texts = [] if request.resource is None else [request.resource]
    for value in request.context.values():
        texts += value.values if isinstance(value, Carried) else ()
    for text in texts:
        yield from _partition(text)


def _named(statement: Statement) -> Iterator[str]:
    elements = [statement.resources.texts] if statement.resources is not None else []
    if statement.principals is not None:
        elements += statement.principals.by_type.values()
    for texts in elements:
        for value in texts.values:
            yield from _partition(parts_of(value) or ())


def _partition(text: Sequence[Part]) -> Iterator[str]:
    first = text[0] if text else None
    found = _ARN.match(first) if isinstance(first, str) else None
    if found:
        yield found.group(1)


def _parts(parts: Iterable[Part], name: str) -> tuple[Part, ...]:
    return normal(name if part == PARTITION else part for part in parts)


def _request(request: Request, name: str) -> Request:
    def value(carried: ContextValue) -> ContextValue:
        if not isinstance(carried, Carried):
            return carried
        return Carried(tuple(_parts(text, name) for text in carried.values))

    return replace(
        request,
        resource=None if request.resource is None else _parts(request.resource, name),
        context={key: value(carried) for key, carried in request.context.items()},
    )


def _document(document: PolicyDocument, name: str) -> PolicyDocument:
    statements = tuple(
        _statement(statement, name) if isinstance(statement, Statement) else statement
        for statement in document.statements
    )
    return replace(document, statements=statements)


def _statement(statement: Statement, name: str) -> Statement:
    return replace(
        statement,
        resources=None if statement.resources is None else _element(statement.resources, name),
        conditions=tuple(
            Condition(condition.operator, condition.key, _texts(condition.texts, name))
            for condition in statement.conditions
        ),
    )


def _element(element: Element, name: str) -> Element:
    return replace(element, texts=_texts(element.texts, name))


def _texts(texts: Texts, name: str) -> Texts:
    return replace(texts, values=tuple(_value(value, name) for value in texts.values))


def _value(value: Value[str], name: str) -> Value[str]:
    match value:
        case Unknown(parts=(_, *_)):
            return replace(value, parts=_parts(value.parts, name))
        case Known() | Absent() | Unknown():
            return value
