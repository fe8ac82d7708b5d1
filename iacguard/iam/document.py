"""A policy document: its statements, read from JSON text or from a tree of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.exhaustive import assert_never
from ..core.value import Absent, Hop, Known, Part, Unknown, Value
from .json_text import MAX_LENGTH, read_json
from .policy_kind import PolicyKind
from .refusal import least_length, refusals
from .statement import Statement, Texts, UnreadStatement, read_statement

VARIABLES_SINCE = "2012-10-17"
"""The version from which ``${…}`` in a policy is a variable; before it is plain text."""

MAX_STATEMENTS = 500

KEYS = frozenset({"Version", "Id", "Statement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """A policy document that is in force."""

    statements: tuple[Statement | UnreadStatement, ...]
    provenance: tuple[Hop, ...]
    has_variables: bool

    exists: Value[bool]
    """Whether it is attached in the deployment that is judged."""


ATTACHED: Value[bool] = Known(True)


def read_document(
    value: Value[Any], exists: Value[bool] = ATTACHED, kind: PolicyKind | None = None
) -> PolicyDocument | None:
    """Return the document that a value stands for; None when nothing is written.

    What cannot be read is an `UnreadStatement`, which may say anything. So is what AWS refuses in
    a document of this kind, but that may only deny: nothing that it allows is certain.
    """
    tree = _tree(value)
    match tree:
        case Absent():
            return None
        case Unknown():
            # Of a text that is known nothing but its form can be in doubt.
            return _unread(tree, exists, is_refused=_is_text(value))
        case Known(value=Mapping() as elements):
            return _read(elements, tree.provenance, exists, kind)
        case Known():
            return _refused(tree.provenance, "the policy is not an object", exists)
        case _:
            assert_never(tree)


def least_characters(value: Value[Any]) -> int:
    """Return how many characters a document has at least in JSON, white space aside."""
    tree = _tree(value)
    is_document = isinstance(tree, Known) and isinstance(tree.value, Mapping)
    return least_length(tree.value) if is_document else 0  # type: ignore[union-attr]  # a mapping


def unread_document(
    provenance: tuple[Hop, ...],
    reason: str,
    *,
    exists: Value[bool] = ATTACHED,
    may_allow: bool = True,
    may_deny: bool,
    is_refused: bool = False,
) -> PolicyDocument:
    """Return a document of which only the reason is known why it is not read."""
    unread = UnreadStatement(
        provenance=provenance,
        reason=reason,
        may_allow=may_allow,
        may_deny=may_deny,
        is_refused=is_refused,
    )
    return PolicyDocument(
        statements=(unread,), provenance=provenance, has_variables=False, exists=exists
    )


def _unread(unknown: Unknown, exists: Value[bool], *, is_refused: bool = False) -> PolicyDocument:
    return unread_document(
        unknown.provenance, unknown.reason, exists=exists, may_deny=True, is_refused=is_refused
    )


def _refused(provenance: tuple[Hop, ...], reason: str, exists: Value[bool]) -> PolicyDocument:
    return unread_document(provenance, reason, exists=exists, may_deny=True, is_refused=True)


def _is_text(value: Value[Any]) -> bool:
    return isinstance(value, Known) and isinstance(value.value, str) and value.encodes is None


def _tree(value: Value[Any]) -> Value[Any]:
    """Return the structure of a document, from the structure that a text was made of if it can."""
    match value:
        case Absent():
            return value
        case Known(encodes=encoded) | Unknown(encodes=encoded) if encoded is not None:
            return encoded
        case Known(value=str() as text):
            parts: tuple[Part, ...] = (text,)
            if not text.strip():
                return Absent()
            return read_json(parts, value.provenance, "", value.passage)
        case Unknown(parts=(_, *_) as parts):
            return read_json(parts, value.provenance, value.reason, value.passage)
        case _:
            return value


def _read(
    elements: Mapping[str, Value[Any]],
    provenance: tuple[Hop, ...],
    exists: Value[bool],
    kind: PolicyKind | None,
) -> PolicyDocument:
    for key in elements:
        if key not in KEYS:
            reason = f"the policy has an unknown element `{key[:64]}`"
            return _refused(provenance, reason, exists)
    version = elements.get("Version", Absent())
    if isinstance(version, Unknown):
        return _unread(version, exists)
    written = elements.get("Statement", Absent(provenance))
    statements = _statements(written)
    if statements is None:
        return _refused(written.provenance, "the policy has no valid `Statement`", exists)
    if len(statements) > MAX_STATEMENTS or _length(statements) > MAX_LENGTH:
        return _refused(provenance, "the policy is larger than AWS accepts", exists)
    problems = () if kind is None else refusals(elements, statements, provenance, kind)
    refused = (
        UnreadStatement(provenance=place, reason=said, may_allow=False, is_refused=True)
        for said, place in problems
    )
    return PolicyDocument(
        statements=(*statements, *refused),
        provenance=provenance,
        has_variables=isinstance(version, Known) and version.value == VARIABLES_SINCE,
        exists=exists,
    )


def _statements(written: Value[Any]) -> tuple[Statement | UnreadStatement, ...] | None:
    match written:
        case Known(value=tuple() as values):
            return tuple(_numbered(values[: MAX_STATEMENTS + 1]))
        case Known(value=Mapping()):
            return (read_statement(written, 1),)
        case Unknown():
            rest = UnreadStatement(provenance=written.provenance, reason=written.reason)
            return (*_numbered(written.elements[:MAX_STATEMENTS]), rest)
        case Known() | Absent():
            return None
        case _:
            assert_never(written)


def _numbered(values: Iterable[Value[Any]]) -> Iterator[Statement | UnreadStatement]:
    for number, value in enumerate(values, start=1):
        yield read_statement(value, number)


def _length(statements: Iterable[Statement | UnreadStatement]) -> int:
    return sum(
        _text_length(text)
        for statement in statements
        if isinstance(statement, Statement)
        for texts in all_texts(statement)
        for text in texts.values
    )


def all_texts(statement: Statement) -> Iterator[Texts]:
    """Yield the texts of every element of a statement."""
    yield statement.actions.texts
    if statement.resources is not None:
        yield statement.resources.texts
    if statement.principals is not None:
        yield from statement.principals.by_type.values()
    for condition in statement.conditions:
        yield condition.texts


def _text_length(text: Value[str]) -> int:
    match text:
        case Known(value=written):
            return len(written) + 1
        case Unknown(parts=parts):
            return 1 + sum(len(part) if isinstance(part, str) else 1 for part in parts)
        case _:
            return 1
