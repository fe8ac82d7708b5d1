"""A policy document as the text that the AWS provider writes: indented, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.value import Absent, Hole, Known, Part, Unknown, Value
from ..functions.json_text import encode, escaped
from ..values.text_pieces import TextPieces
from .merge import PolicyDocument

_ORDER = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)
_SORTED = frozenset({"Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"})
"""What the provider sorts: where an element is unknown, so is the order of all."""


def document_parts(document: PolicyDocument) -> tuple[list[Part], Unknown | None]:
    """Return the text of a document in pieces, and the first unknown value in it."""
    writer = _Writer()
    fields: dict[str, Value[Any]] = {}
    if document.version is not None:
        fields["Version"] = document.version
    if document.id is not None:
        fields["Id"] = document.id
    if document.others is not None:
        fields["Statement"] = document.others
    else:
        fields["Statement"] = Known(document.statements) if document.statements else Absent()
    writer.fields(fields, 0, is_document=True)
    return writer.made.parts, writer.cause


class _Writer:
    """Collects the pieces of one text."""

    def __init__(self) -> None:
        self.made = TextPieces()
        self.cause: Unknown | None = None
        self._add = self.made.add

    def fields(
        self, fields: Mapping[str, Value[Any]], depth: int, *, is_document: bool = False
    ) -> None:
        """Write an object, its keys in the order given."""
        if not fields:
            self._add("{}")
            return
        self._add("{")
        for index, (name, value) in enumerate(fields.items()):
            self._line("," if index else "", depth + 1)
            self._add(f"{encode(name)}: ")
            if is_document and name == "Statement" and isinstance(value, Known):
                self._list(value.value, depth + 1, are_statements=True)
            else:
                self._value(value, depth + 1)
        self._line("", depth)
        self._add("}")

    def _statement(self, statement: Value[Any], depth: int) -> None:
        if not isinstance(statement, Known) or not isinstance(statement.value, Mapping):
            self._value(statement, depth)
            return
        written: dict[str, Value[Any]] = {"Sid": Known("")}
        for name in _ORDER:
            value = statement.value.get(name)
            if value is None or isinstance(value, Absent):
                continue
            if name in _SORTED:
                value = _ordered(value)
            written[name] = _listed(value) if name == "Condition" else value
        self.fields(written, depth)

    def _list(
        self, elements: tuple[Value[Any], ...], depth: int, *, are_statements: bool = False
    ) -> None:
        if not elements:
            self._add("[]")
            return
        self._add("[")
        for index, element in enumerate(elements):
            self._line("," if index else "", depth + 1)
            if are_statements:
                self._statement(element, depth + 1)
            else:
                self._value(element, depth + 1)
        self._line("", depth)
        self._add("]")

    def _value(self, value: Value[Any], depth: int) -> None:
        match value:
            case Absent():
                self._add("null")
            case Unknown(parts=(_, *_)):
                self.cause = value if self.cause is None else self.cause
                self._add('"')
                self.made.extend(
                    escaped(part) if isinstance(part, str) else part for part in value.parts
                )
                self._add('"')
            case Unknown():
                self.cause = value if self.cause is None else self.cause
                self.made.extend((Hole(),))
            case Known(value=str() as text):
                self._add(encode(text))
            case Known(value=bool() as truth):
                self._add("true" if truth else "false")
            case Known(value=tuple() as elements):
                self._list(elements, depth)
            case Known(value=Mapping() as entries):
                self.fields({key: entries[key] for key in sorted(entries)}, depth)
            case Known(value=number):
                self._add(str(number))

    def _line(self, before: str, depth: int) -> None:
        self._add(f"{before}\n{'  ' * depth}")


def _ordered(value: Value[Any]) -> Value[Any]:
    """Return a value whose unknown order makes it unknown as a text."""
    if not isinstance(value, Known):
        return value
    if isinstance(value.value, Mapping):
        return Known({name: _ordered(entry) for name, entry in value.value.items()})
    if isinstance(value.value, tuple) and len(value.value) > 1:
        cause = next((each for each in value.value if isinstance(each, Unknown)), None)
        if cause is not None:
            return Unknown(cause.provenance, cause.reason, True)
    return value


def _listed(condition: Value[Any]) -> Value[Any]:
    """Return a condition whose every variable has a list of values, as the provider keeps it."""
    if not isinstance(condition, Known) or not isinstance(condition.value, Mapping):
        return condition
    return Known({test: _listed_test(entry) for test, entry in condition.value.items()})


def _listed_test(test: Value[Any]) -> Value[Any]:
    if not isinstance(test, Known) or not isinstance(test.value, Mapping):
        return test
    return Known(
        {
            variable: Known((_as_text(values),))
            if isinstance(values, Known) and isinstance(values.value, str | bool)
            else values
            for variable, values in test.value.items()
        }
    )


def _as_text(value: Known[Any]) -> Value[str]:
    if isinstance(value.value, bool):
        return Known("true" if value.value else "false", value.provenance)
    return value
