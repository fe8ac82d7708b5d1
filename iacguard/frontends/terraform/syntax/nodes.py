"""The syntax tree of a Terraform file.

Positions are zero-based offsets into the file's decoded text; a span is made from them only
where one is shown. Texts are decoded: escapes resolved, heredocs stripped of their indentation.
Nodes are not frozen, which would make it take three times as long to make them; nothing changes
one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ....core.diagnostic import Diagnostic
from ....core.source import Source, SourceSpan


@dataclass(slots=True, kw_only=True)
class Node:
    """Something written between two offsets."""

    start: int
    end: int
    """Half-open: one behind the last character."""


@dataclass(slots=True, kw_only=True)
class Literal(Node):
    """A number, ``true``, ``false`` or ``null``; and a string without interpolation."""

    value: str | bool | int | float | None


@dataclass(slots=True, kw_only=True)
class TextPiece(Node):
    """Literal characters of a template, decoded."""

    text: str


@dataclass(slots=True, kw_only=True)
class Interpolation(Node):
    """``${ expression }``; strip markers are already applied to the pieces beside it."""

    expression: Expression


@dataclass(slots=True, kw_only=True)
class TemplateIf(Node):
    """``%{ if c }…%{ else }…%{ endif }``."""

    condition: Expression
    then: tuple[TemplatePiece, ...]
    otherwise: tuple[TemplatePiece, ...]


@dataclass(slots=True, kw_only=True)
class TemplateFor(Node):
    """``%{ for k, v in c }…%{ endfor }``."""

    key: str | None
    value: str
    collection: Expression
    body: tuple[TemplatePiece, ...]


TemplatePiece: TypeAlias = "TextPiece | Interpolation | TemplateIf | TemplateFor"


@dataclass(slots=True, kw_only=True)
class Template(Node):
    """A quoted string or heredoc with at least one interpolation or directive."""

    pieces: tuple[TemplatePiece, ...]


@dataclass(slots=True, kw_only=True)
class Variable(Node):
    """The name at the root of a reference: ``var``, ``local``, ``aws_cloudtrail``, ``each``."""

    name: str


@dataclass(slots=True, kw_only=True)
class GetAttribute(Node):
    """``source.name``; also the legacy ``source.0``, with the digits as the name."""

    source: Expression
    name: str


@dataclass(slots=True, kw_only=True)
class Index(Node):
    """``source[key]``."""

    source: Expression
    key: Expression


@dataclass(slots=True, kw_only=True)
class Splat(Node):
    """``source[*].a.b`` (full) or ``source.*.a`` (attribute-only).

    `each` is what is taken of every element, with `SplatElement` at its root.
    """

    source: Expression
    each: Expression
    full: bool


@dataclass(slots=True, kw_only=True)
class SplatElement(Node):
    """The element that a splat is at."""


@dataclass(slots=True, kw_only=True)
class Call(Node):
    """``name(arguments…)``; the name keeps its namespace: ``core::upper``."""

    name: str
    arguments: tuple[Expression, ...]
    expands_last: bool
    """Whether the last argument is followed by ``...``."""


@dataclass(slots=True, kw_only=True)
class Conditional(Node):
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True, kw_only=True)
class Binary(Node):
    """Two operands and one of ``* / % + - > >= < <= == != && ||``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, kw_only=True)
class Unary(Node):
    """``-`` or ``!`` before an operand."""

    operator: str
    operand: Expression


@dataclass(slots=True, kw_only=True)
class Parenthesized(Node):
    """``( inner )``; kept because an object key in parentheses is an expression."""

    inner: Expression


@dataclass(slots=True, kw_only=True)
class TupleConstructor(Node):
    """``[a, b]``."""

    elements: tuple[Expression, ...]


@dataclass(slots=True, kw_only=True)
class ObjectConstructor(Node):
    """``{ key = value }``; a bare name as key is a `Literal` string, not a `Variable`."""

    entries: tuple[tuple[Expression, Expression], ...]


@dataclass(slots=True, kw_only=True)
class ForTuple(Node):
    """``[for k, v in c : element if condition]``."""

    key: str | None
    value: str
    collection: Expression
    element: Expression
    condition: Expression | None


@dataclass(slots=True, kw_only=True)
class ForObject(Node):
    """``{for k, v in c : key => value... if condition}``."""

    key: str | None
    value: str
    collection: Expression
    result_key: Expression
    result_value: Expression
    groups: bool
    condition: Expression | None


Expression: TypeAlias = (
    "Literal | Template | Variable | GetAttribute | Index | Splat | SplatElement | Call"
    " | Conditional | Binary | Unary | Parenthesized | TupleConstructor | ObjectConstructor"
    " | ForTuple | ForObject"
)


@dataclass(slots=True, kw_only=True)
class Attribute(Node):
    """``name = expression``; the node covers all of it."""

    name: str
    expression: Expression


@dataclass(slots=True, kw_only=True)
class BlockSyntax(Node):
    """``type "label" { … }``."""

    type: str
    labels: tuple[str, ...]
    header_end: int
    """The end of the type and labels; the header runs from `start` to here."""

    body: Body


@dataclass(slots=True, kw_only=True)
class Body:
    """The attributes and blocks between two braces, or of a whole file."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: tuple[BlockSyntax, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its marker: ``# iacguard:ignore=CT101``."""

    span: SourceSpan
    text: str


@dataclass(slots=True, kw_only=True)
class TerraformFile:
    """One parsed file. What did not parse is in `diagnostics`, and nothing else is lost."""

    source: Source
    body: Body
    comments: tuple[Comment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
