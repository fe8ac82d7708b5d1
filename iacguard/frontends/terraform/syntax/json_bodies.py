"""Blocks, arguments and expressions of Terraform's JSON syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ....core.exhaustive import assert_never
from ....core.json_tree import (
    JsonArray,
    JsonObject,
    JsonScalar,
    JsonText,
    JsonValue,
    unescaped_places,
)
from ....core.limits import Limits
from ....core.source import Source
from .automaton import Automaton
from .diagnostics import Losses
from .grammar import tables
from .nodes import (
    Attribute,
    BlockSyntax,
    Body,
    Expression,
    Literal,
    ObjectConstructor,
    TupleConstructor,
)
from .numbers import number
from .rejection import RejectionError
from .relocate import relocate
from .strings import decode_heredoc
from .tokens import Tokenizer

LABELS: Mapping[str, int] = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "action": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "provider": 1,
    "check": 1,
    "locals": 0,
    "terraform": 0,
    "moved": 0,
    "import": 0,
    "removed": 0,
}
"""The blocks of the top level and how many labels each has."""

_NESTED: Mapping[str, Mapping[str, int]] = {
    "resource": {"dynamic": 1, "lifecycle": 0, "provisioner": 1, "connection": 0},
    "data": {"dynamic": 1, "lifecycle": 0},
    "ephemeral": {"dynamic": 1, "lifecycle": 0},
    "action": {"config": 0},
    "provider": {"dynamic": 1},
    "dynamic": {"content": 0},
    "content": {"dynamic": 1},
    "lifecycle": {"precondition": 0, "postcondition": 0},
    "provisioner": {"connection": 0},
    "variable": {"validation": 0},
    "output": {"precondition": 0},
    "check": {"data": 2, "assert": 0},
    "removed": {"lifecycle": 0, "provisioner": 1, "connection": 0},
    "terraform": {"required_providers": 0, "backend": 1, "cloud": 0, "provider_meta": 1},
    "cloud": {"workspaces": 0},
}
"""The blocks that Terraform itself defines inside of others, with their labels."""

_REFERENCES: Mapping[str, frozenset[str]] = {
    "resource": frozenset({"depends_on", "provider"}),
    "data": frozenset({"depends_on", "provider"}),
    "ephemeral": frozenset({"depends_on", "provider"}),
    "module": frozenset({"depends_on", "providers"}),
    "output": frozenset({"depends_on"}),
    "variable": frozenset({"type"}),
    "lifecycle": frozenset({"ignore_changes", "replace_triggered_by"}),
    "moved": frozenset({"from", "to"}),
    "removed": frozenset({"from"}),
    "import": frozenset({"to", "provider"}),
}
"""Arguments whose strings are expressions rather than templates."""

_PLAIN: Mapping[str, frozenset[str]] = {
    "variable": frozenset({"default", "description"}),
}
"""Arguments whose strings stand for themselves."""


class BodyReader:
    """Reads the bodies of one file; notes what it cannot read."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.comments: list[tuple[int, int, str]] = []
        self.losses = Losses(source)
        self._nesting = limits.nesting
        self._automaton = Automaton(tables())

    def blocks(self, key: JsonText, value: JsonValue, labels: int) -> Iterator[BlockSyntax]:
        """Yield the blocks of a type; one that cannot be read is noted and left out."""
        for header, names, body in self._labelled(key, value, labels):
            try:
                yield self._block(key.text, names, header, body, 1 + labels)
            except RejectionError as error:
                self.losses.add(error, header.start, body.end, "the block")

    def values(self, members: Sequence[tuple[JsonText, JsonValue]]) -> Mapping[str, Attribute]:
        """Return plain values by name; one that cannot be read is noted and left out."""
        return self._attributes("variable", "default", members)

    def templates(self, members: Sequence[tuple[JsonText, JsonValue]]) -> Mapping[str, Attribute]:
        """Return values by name, their strings as templates, as `values` does."""
        return self._attributes("", "", members)

    def _attributes(
        self, type: str, name: str, members: Sequence[tuple[JsonText, JsonValue]]
    ) -> Mapping[str, Attribute]:
        attributes: dict[str, Attribute] = {}
        for key, value in members:
            try:
                if key.text in attributes:
                    raise _set_twice(key)
                attributes[key.text] = self._attribute(type, name, key, value, 1)
            except RejectionError as error:
                self.losses.add(error, key.start, value.end, "the value")
        return attributes

    def add_comment(self, value: JsonValue) -> None:
        """Note what a ``"//"`` key says: a text, or one in each element of a list."""
        for said in value.elements if isinstance(value, JsonArray) else (value,):
            if isinstance(said, JsonText):
                self.comments.append((said.start, said.end, f"// {said.text}"))

    def _labelled(
        self, key: JsonText, value: JsonValue, labels: int
    ) -> Iterator[tuple[JsonText, tuple[str, ...], JsonObject]]:
        """Yield each body behind as many labels, with the key right before it."""
        waiting: list[tuple[JsonText, tuple[str, ...], JsonValue]] = [(key, (), value)]
        while waiting:
            header, names, content = waiting.pop()
            if isinstance(content, JsonArray):
                waiting.extend((header, names, one) for one in reversed(content.elements))
            elif isinstance(content, JsonScalar) and content.value is None and not content.number:
                continue
            elif not isinstance(content, JsonObject):
                error = RejectionError(content.start, content.end, "expected an object")
                self.losses.add(error, header.start, content.end, "the block")
            elif len(names) == labels:
                yield header, names, content
            else:
                waiting.extend(
                    (label, (*names, label.text), one)
                    for label, one in reversed(content.members)
                    if label.text != "//"
                )

    def _block(
        self, type: str, labels: tuple[str, ...], header: JsonText, content: JsonObject, depth: int
    ) -> BlockSyntax:
        return BlockSyntax(
            start=header.start,
            end=content.end,
            type=type,
            labels=labels,
            header_end=header.end,
            body=self._body(type, content, depth),
        )

    def _body(self, type: str, content: JsonObject, depth: int) -> Body:
        """Return a body. The depth of a file is limited, and so is this recursion."""
        attributes: dict[str, Attribute] = {}
        blocks: list[BlockSyntax] = []
        nested = _NESTED.get(type, {})
        for key, value in content.members:
            name = key.text
            if name == "//":
                self.add_comment(value)
            elif name in nested:
                labels = nested[name]
                for header, names, body in self._labelled(key, value, labels):
                    blocks.append(self._block(name, names, header, body, depth + 1 + labels))
            elif name not in attributes:
                attributes[name] = self._attribute(type, name, key, value, depth)
            else:
                again = self._attribute(type, name, key, value, depth)
                attributes[name] = _together(attributes[name], again, key, value)
        return Body(attributes=attributes, blocks=tuple(blocks))

    def _attribute(
        self, type: str, name: str, key: JsonText, value: JsonValue, depth: int
    ) -> Attribute:
        if name in _PLAIN.get(type, ()):
            form = "plain"
        elif name in _REFERENCES.get(type, ()):
            form = "expression"
        else:
            form = "template"
        expression = self._expression(value, form, depth)
        return Attribute(start=key.start, end=value.end, name=key.text, expression=expression)

    def _expression(self, value: JsonValue, form: str, depth: int) -> Expression:
        match value:
            case JsonText():
                return self._text(value, form, depth)
            case JsonScalar(number=""):
                return Literal(start=value.start, end=value.end, value=value.value)
            case JsonScalar():
                return _number(value)
            case JsonArray():
                return TupleConstructor(
                    start=value.start,
                    end=value.end,
                    elements=tuple(
                        self._expression(element, form, depth + 1) for element in value.elements
                    ),
                )
            case JsonObject():
                return self._object(value, form, depth)
            case _:
                assert_never(value)

    def _object(self, value: JsonObject, form: str, depth: int) -> ObjectConstructor:
        names: set[str] = set()
        entries = []
        for key, member in value.members:
            if key.text in names:
                raise _set_twice(key)
            names.add(key.text)
            # Keys are never references: only the values of `providers` are.
            key_form = "plain" if form == "expression" else form
            entries.append(
                (self._text(key, key_form, depth), self._expression(member, form, depth + 1))
            )
        return ObjectConstructor(start=value.start, end=value.end, entries=tuple(entries))

    def _text(self, value: JsonText, form: str, depth: int) -> Expression:
        text, offsets = unescaped_places(value.written)
        if form == "plain":
            return Literal(start=value.start, end=value.end, value=text)
        if form == "template" and "${" not in text and "%{" not in text:
            return Literal(start=value.start, end=value.end, value=decode_heredoc(text))

        def offset(inner: int) -> int:
            return value.start + 1 + (inner if offsets is None else offsets[inner])

        tokenizer = Tokenizer(text, self._nesting, outer=depth)
        statement = (
            tokenizer.whole_expression() if form == "expression" else tokenizer.whole_template()
        )
        try:
            item = self._automaton.parse(statement, text)
        except RejectionError as error:
            raise RejectionError(
                offset(error.start), offset(error.end), error.summary, error.detail
            ) from error
        assert isinstance(item, Attribute)
        expression = relocate(item.expression, offset)
        if form == "template":
            return replace(expression, start=value.start, end=value.end)
        return expression


def _together(first: Attribute, second: Attribute, key: JsonText, value: JsonValue) -> Attribute:
    """Return two nested blocks that are written under the same key twice, as one list."""
    both = (first.expression, second.expression)
    if not all(isinstance(one, TupleConstructor | ObjectConstructor) for one in both):
        raise _set_twice(key)
    elements: list[Expression] = []
    for one in both:
        elements.extend(one.elements if isinstance(one, TupleConstructor) else (one,))
    expression = TupleConstructor(start=first.start, end=value.end, elements=tuple(elements))
    return Attribute(start=first.start, end=value.end, name=first.name, expression=expression)


def _set_twice(key: JsonText) -> RejectionError:
    return RejectionError(
        key.start,
        key.end,
        f"`{key.text[:40]}` is set twice",
        "Each argument may be set only once.",
    )


def _number(value: JsonScalar) -> Literal:
    written = value.number.lstrip("-")
    literal = number(written, value.start, value.end)
    if written != value.number:
        literal = -literal
    return Literal(start=value.start, end=value.end, value=literal)
