"""Policy documents joined as ``aws_iam_policy_document`` joins them, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ....core.value import Absent, Known, Unknown, Value
from ..functions.json_reading import decode
from ..functions.unmodelled import UndecidedResult
from ..values.core_values import core_value, hops_of
from ..values.values import EvaluationError, TerraformValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """One policy document, of which more statements may be unknown."""

    version: Value[str] | None = None
    id: Value[str] | None = None
    statements: tuple[Value[Any], ...] = ()

    others: Unknown | None = None
    """Why there may be further or other statements."""

    def structure(self) -> Value[Any]:
        """Return the document as a policy in data form."""
        entries: dict[str, Value[Any]] = {}
        if self.version is not None:
            entries["Version"] = self.version
        if self.id is not None:
            entries["Id"] = self.id
        if self.others is not None:
            entries["Statement"] = replace(self.others, elements=self.statements)
        else:
            entries["Statement"] = Known(self.statements)
        return Known(entries)


def read_document(text: TerraformValue, name: str) -> PolicyDocument:
    """Return the document that a JSON text holds; raise EvaluationError where it holds none."""
    hops = hops_of(text.place)
    structure = text.encodes
    if structure is None:
        if text.unknown is not None:
            return PolicyDocument(others=Unknown(hops, text.reason, True))
        try:
            structure = core_value(decode(text.text), hops)
        except UndecidedResult as error:
            return PolicyDocument(others=Unknown(hops, error.reason, True))
        except EvaluationError as error:
            raise EvaluationError(f'"{name}" is not a policy document: {error.summary}') from error
    if isinstance(structure, Unknown):
        return PolicyDocument(others=structure)
    if not isinstance(structure, Known) or not isinstance(structure.value, Mapping):
        raise EvaluationError(f'"{name}" is not a policy document')
    entries = structure.value
    written = entries.get("Statement")
    statements: tuple[Value[Any], ...] = ()
    others: Unknown | None = None
    match written:
        case Known(value=tuple()):
            statements = tuple(map(_with_sorted_principals, written.value))
        case Known(value=Mapping()):
            statements = (_with_sorted_principals(written),)
        case Unknown():
            statements, others = written.elements, replace(written, elements=())
        case _:
            pass
    return PolicyDocument(
        version=_present(entries.get("Version")),
        id=_present(entries.get("Id")),
        statements=statements,
        others=others,
    )


def merged(
    sources: Sequence[PolicyDocument], own: PolicyDocument, overrides: Sequence[PolicyDocument]
) -> PolicyDocument:
    """Return the documents joined in order; a later statement replaces one of the same sid."""
    _refuse_repeated_sids(sources)
    result = PolicyDocument()
    for document in (*sources, own, *overrides):
        result = _merge(result, document)
    return result


def _merge(first: PolicyDocument, second: PolicyDocument) -> PolicyDocument:
    statements = list(first.statements)
    others = second.others if first.others is None else first.others
    for statement in second.statements:
        sid = _sid(statement)
        if isinstance(sid, Unknown):
            if first.statements and others is None:
                # It may replace any statement that came before it.
                others = Unknown(sid.provenance, sid.reason, True)
            statements.append(statement)
            continue
        at = next((i for i, s in enumerate(statements) if sid and _sid(s) == sid), None)
        if at is None:
            open_sids = any(isinstance(_sid(each), Unknown) for each in statements)
            if sid and open_sids and others is None:
                others = Unknown((), "a statement's sid is not known", True)
            statements.append(statement)
        else:
            statements[at] = statement
    if second.others is not None and first.statements:
        # What is unknown may replace statements that came before it.
        replaceable = [s for s in first.statements if _sid(s) != ""]
        statements = [s for s in statements if s not in replaceable]
    return PolicyDocument(
        version=_later(first.version, second.version),
        id=first.id if second.id is None else second.id,
        statements=tuple(statements),
        others=others,
    )


def _sid(statement: Value[Any]) -> str | Unknown:
    if isinstance(statement, Unknown):
        return statement
    if not isinstance(statement, Known) or not isinstance(statement.value, Mapping):
        return ""
    match statement.value.get("Sid"):
        case Known(value=str() as sid):
            return sid
        case Unknown() as sid:
            return sid
        case _:
            return ""


def _later(first: Value[str] | None, second: Value[str] | None) -> Value[str] | None:
    if first is None or second is None:
        return second if first is None else first
    if isinstance(first, Known) and isinstance(second, Known):
        return second if second.value > first.value else first
    return first if isinstance(first, Unknown) else second


def _refuse_repeated_sids(documents: Sequence[PolicyDocument]) -> None:
    seen: set[str] = set()
    for number, document in enumerate(documents):
        sids = {sid for sid in map(_sid, document.statements) if isinstance(sid, str) and sid}
        if number and seen & sids:
            raise EvaluationError(f"duplicate sid ({min(seen & sids)}) in source_policy_documents")
        seen |= sids


def _with_sorted_principals(statement: Value[Any]) -> Value[Any]:
    """Return a statement of a source with its principals in the provider's order."""
    if not isinstance(statement, Known) or not isinstance(statement.value, Mapping):
        return statement
    entries = dict(statement.value)
    for name in ("Principal", "NotPrincipal"):
        principals = entries.get(name)
        if isinstance(principals, Known) and isinstance(principals.value, Mapping):
            sorted_ones = {kind: _reversed(found) for kind, found in principals.value.items()}
            entries[name] = replace(principals, value=sorted_ones)
    return replace(statement, value=entries)


def _reversed(found: Value[Any]) -> Value[Any]:
    if not isinstance(found, Known) or not isinstance(found.value, tuple):
        return found
    if not all(isinstance(each, Known) for each in found.value):
        return found
    return replace(
        found, value=tuple(sorted(found.value, key=lambda each: str(each.value), reverse=True))
    )


def _present(value: Value[Any] | None) -> Value[Any] | None:
    return None if value is None or isinstance(value, Absent) else value
