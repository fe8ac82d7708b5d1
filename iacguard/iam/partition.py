"""The partition that a policy's own ARNs settle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..core.text import PARTITION, URL_SUFFIX, normal, parts_of, text_value
from ..core.value import Absent, Known, Part, Symbol, Unknown, Value
from .document import PolicyDocument
from .request import Carried, ContextValue, Request, ServicePrincipal
from .statement import Condition, Element, Principals, Statement, Texts

_SUFFIXES = {
    "aws": "amazonaws.com",
    "aws-us-gov": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
}
_ARN = re.compile(r"arn:(aws[a-z-]{0,16}):")


def settled(
    documents: Sequence[PolicyDocument], request: Request
) -> tuple[Sequence[PolicyDocument], Request]:
    """Return the same question, with the partition written out where the code states it.

    S3, KMS, SNS and IAM refuse a policy whose resources or principals name another partition
    than the one it is put into, so a policy that is deployed at all says which one that is.
    Conditions are taken at their word where nothing else says it.
    """
    name = partition_of(documents, request)
    if name is None:
        return documents, request
    return [_document(document, name) for document in documents], _request(request, name)


def partition_of(documents: Sequence[PolicyDocument], request: Request) -> str | None:
    """Return the partition that policies, or what is asked of them, are certainly in."""
    statements = [
        statement
        for document in documents
        for statement in document.statements
        if isinstance(statement, Statement)
    ]
    for sources in (
        _carried(request),
        (texts for statement in statements for texts in _refused_elsewhere(statement)),
        (condition.texts for statement in statements for condition in statement.conditions),
    ):
        stated = {name for texts in sources for name in _partitions(texts)}
        if len(stated) == 1:
            return stated.pop()
    return None


def _carried(request: Request) -> Iterator[Texts]:
    """Yield what the request itself writes out."""
    found = [] if request.resource is None else [request.resource]
    for value in request.context.values():
        found += value.values if isinstance(value, Carried) else ()
    yield Texts(tuple(text_value(text, (), "") for text in found), ())


def _refused_elsewhere(statement: Statement) -> Iterator[Texts]:
    """Yield the elements whose partition the services check."""
    if statement.resources is not None:
        yield statement.resources.texts
    if statement.principals is not None:
        yield from statement.principals.by_type.values()


def _partitions(texts: Texts) -> Iterator[str]:
    for value in texts.values:
        first = (parts_of(value) or ("",))[0]
        found = _ARN.match(first) if isinstance(first, str) else None
        if found:
            yield found.group(1)


def _parts(parts: Iterable[Part], name: str) -> tuple[Part, ...]:
    suffix: Part = _SUFFIXES.get(name, URL_SUFFIX)
    meanings = {PARTITION: name, URL_SUFFIX: suffix}
    return normal(meanings.get(part, part) if isinstance(part, Symbol) else part for part in parts)


def _request(request: Request, name: str) -> Request:
    def value(carried: ContextValue) -> ContextValue:
        if not isinstance(carried, Carried):
            return carried
        return replace(carried, values=tuple(_parts(text, name) for text in carried.values))

    principal = request.principal
    if isinstance(principal, ServicePrincipal):
        names = tuple(_parts(text, name) for text in principal.regional)
        principal = replace(principal, regional=names)
    return replace(
        request,
        principal=principal,
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
        principals=None
        if statement.principals is None
        else _principals(statement.principals, name),
        resources=None if statement.resources is None else _element(statement.resources, name),
        conditions=tuple(
            Condition(condition.operator, condition.key, _texts(condition.texts, name))
            for condition in statement.conditions
        ),
    )


def _principals(principals: Principals, name: str) -> Principals:
    by_type = {kind: _texts(texts, name) for kind, texts in principals.by_type.items()}
    return replace(principals, by_type=by_type)


def _element(element: Element, name: str) -> Element:
    return replace(element, texts=_texts(element.texts, name))


def _texts(texts: Texts, name: str) -> Texts:
    return replace(texts, values=tuple(_value(value, name) for value in texts.values))


def _value(value: Value[str], name: str) -> Value[str]:
    match value:
        case Unknown(parts=(_, *_)):
            return text_value(_parts(value.parts, name), value.provenance, value.reason)
        case Known() | Absent() | Unknown():
            return value
