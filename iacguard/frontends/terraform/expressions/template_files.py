"""Template files, read as the template of a heredoc."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.limits import Limits
from ....core.source import Source
from ..syntax.file import parse
from ..syntax.nodes import Literal, Template, TemplatePiece, TextPiece
from ..syntax.relocate import relocate
from ..values.values import EvaluationError, TerraformValue

_OPENING = "template = <<IACGUARD_TEMPLATE_END\n"
_CLOSING = "\nIACGUARD_TEMPLATE_END\n"


def template_pieces(source: Source, limits: Limits) -> tuple[TemplatePiece, ...]:
    """Return the pieces of a template file; raise EvaluationError where it is none."""
    text = source.text
    if "IACGUARD_TEMPLATE_END" in text:
        raise EvaluationError("the template file cannot be read")
    file = parse(Source(source.path, f"{_OPENING}{text}{_CLOSING}"), limits)
    attribute = file.body.attributes.get("template")
    if attribute is None or file.diagnostics:
        raise EvaluationError("the template file has a syntax error")
    expression = attribute.expression
    if isinstance(expression, Literal):
        content = str(expression.value)
        pieces: tuple[TemplatePiece, ...] = (TextPiece(start=0, end=0, text=content),)
    elif isinstance(expression, Template):
        moved = relocate(expression, lambda offset: max(offset - len(_OPENING), 0))
        assert isinstance(moved, Template)
        pieces = moved.pieces
    else:
        raise EvaluationError("the template file has a syntax error")
    return _without_last_line_break(pieces)


def refuse_nested_template(
    source: Source, variables: Mapping[str, TerraformValue]
) -> TerraformValue:
    """Refuse to render a template file from within another, as Terraform does."""
    raise EvaluationError("a template file cannot call `templatefile`")


def _without_last_line_break(pieces: tuple[TemplatePiece, ...]) -> tuple[TemplatePiece, ...]:
    """Return the pieces without the line break that stands before the heredoc's marker."""
    last = pieces[-1] if pieces else None
    if isinstance(last, TextPiece) and last.text.endswith("\n"):
        return (*pieces[:-1], TextPiece(start=last.start, end=last.end, text=last.text[:-1]))
    return pieces
