"""Strings and heredocs as expressions: their pieces in order, directives nested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .nodes import (
    Expression,
    Interpolation,
    Literal,
    Template,
    TemplateFor,
    TemplateIf,
    TemplatePiece,
    TextPiece,
)
from .rejection import RejectionError
from .stream import Token
from .strings import (
    Characters,
    TemplateSequence,
    decode_quoted,
    heredoc_lines,
    joined,
    outdent,
    strip,
)


@dataclass(slots=True)
class _Open:
    """A directive that is waiting for its end."""

    sequence: TemplateSequence
    then: list[TemplatePiece] = field(default_factory=list)
    otherwise: list[TemplatePiece] | None = None

    @property
    def pieces(self) -> list[TemplatePiece]:
        """What is being filled."""
        return self.then if self.otherwise is None else self.otherwise


def whole_string(text: str, token: Token) -> Literal:
    """Return a string or heredoc that holds no template sequence."""
    start, end = token.start, token.end
    if text[start] == '"':
        return Literal(start=start, end=end, value=text[start + 1 : end - 1])
    body = text.index("\n", start) + 1
    last_line = text.rindex("\n", start, end) + 1
    lines = heredoc_lines(text, body, last_line)
    if text.startswith("<<-", start):
        outdent(lines)
    return Literal(start=start, end=end, value="".join(line.text for line in lines))


def template(
    text: str, opening: Token, parts: Sequence[Token | TemplateSequence], closing: Token
) -> Literal | Template:
    """Return a string or heredoc from the tokens and sequences between its ends."""
    is_quoted = text[opening.start : opening.end] == '"'
    read: list[Characters | TemplateSequence] = []
    for part in parts:
        if isinstance(part, TemplateSequence):
            read.append(part)
        elif is_quoted:
            decoded = decode_quoted(text, part.start, part.end)
            read.append(Characters(decoded, part.start, part.end))
        else:
            read.extend(heredoc_lines(text, part.start, part.end))
    strip(read)
    if text.startswith("<<-", opening.start, opening.end):
        outdent(read)
    start, end = opening.start, closing.end
    if any(isinstance(part, TemplateSequence) for part in read):
        pieces = nest(read)
        if isinstance(pieces[0], Interpolation) and len(pieces) == 1 and len(read) > 1:
            # Stripped away or not, the text beside an interpolation makes the whole a text.
            pieces = (*pieces, TextPiece(start=closing.start, end=closing.start, text=""))
        return Template(start=start, end=end, pieces=pieces)
    decoded = "".join(part.text for part in read if isinstance(part, Characters))
    return Literal(start=start, end=end, value=decoded)


def nest(parts: Sequence[Characters | TemplateSequence]) -> tuple[TemplatePiece, ...]:
    """Return the pieces of a template, with what stands between directives inside them."""
    done: list[TemplatePiece] = []
    opened: list[_Open] = []
    for part in joined(parts):
        pieces = opened[-1].pieces if opened else done
        if isinstance(part, Characters):
            pieces.append(TextPiece(start=part.start, end=part.end, text=part.text))
        elif part.kind == "interpolation":
            pieces.append(
                Interpolation(start=part.start, end=part.end, expression=_expression(part))
            )
        elif part.kind in ("if", "for"):
            opened.append(_Open(part))
        elif part.kind == "else":
            _begin_else(opened, part)
        else:
            piece = _end(opened, part)
            (opened[-1].pieces if opened else done).append(piece)
    if opened:
        part = opened[-1].sequence
        raise RejectionError(part.start, part.end, f"`%{{ {part.kind} }}` is not closed")
    return tuple(done)


def _begin_else(opened: list[_Open], part: TemplateSequence) -> None:
    if not opened or opened[-1].sequence.kind != "if" or opened[-1].otherwise is not None:
        raise RejectionError(part.start, part.end, "`%{ else }` is outside of `%{ if }`")
    opened[-1].otherwise = []


def _end(opened: list[_Open], part: TemplateSequence) -> TemplatePiece:
    kind = part.kind.removeprefix("end")
    if not opened or opened[-1].sequence.kind != kind:
        raise RejectionError(part.start, part.end, f"`%{{ {part.kind} }}` has nothing to end")
    begun = opened.pop()
    first = begun.sequence
    if kind == "if":
        return TemplateIf(
            start=first.start,
            end=part.end,
            condition=_expression(first),
            then=tuple(begun.then),
            otherwise=tuple(begun.otherwise or ()),
        )
    return TemplateFor(
        start=first.start,
        end=part.end,
        key=first.key,
        value=first.value,
        collection=_expression(first),
        body=tuple(begun.then),
    )


def _expression(part: TemplateSequence) -> Expression:
    assert part.expression is not None
    return part.expression
