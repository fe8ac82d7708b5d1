"""Reads a Terraform file in native syntax: .tf, .tofu and .tfvars."""

from __future__ import annotations

from ...core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ...core.limits import Limits
from ...core.source import Source
from .grammar import tables
from .parse_automaton import Automaton
from .parse_blocks import make_body
from .parse_rejection import RejectionError
from .parse_stream import Statement
from .parse_tokens import Tokenizer
from .syntax import Attribute, BlockSyntax, Body, Comment, Expression, TerraformFile


def parse(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a file; what cannot be read of it costs its own block."""
    if too_large := size_diagnostic(source, limits):
        return TerraformFile(source=source, body=Body(), diagnostics=(too_large,))
    tokenizer = Tokenizer(source.text, limits.nesting)
    automaton = Automaton(tables())
    items: list[Attribute | BlockSyntax] = []
    diagnostics: list[Diagnostic] = []
    names: set[str] = set()
    while (statement := tokenizer.next_statement()) is not None:
        try:
            item = automaton.parse(statement, source.text)
            if isinstance(item, Attribute):
                if item.name in names:
                    make_body((item, item))
                names.add(item.name)
            items.append(item)
        except RejectionError as error:
            if tokenizer.rewind(statement):
                continue
            diagnostics.append(_diagnostic(source, statement, error))
    return TerraformFile(
        source=source,
        body=make_body(tuple(items)),
        comments=tuple(
            Comment(source.span(start, end), source.text[start:end])
            for start, end in tokenizer.comments
        ),
        diagnostics=tuple(diagnostics),
    )


def parse_expression(
    source: Source, start: int, end: int, limits: Limits
) -> Expression | Diagnostic:
    """Return the expression between two offsets of a text, or why it cannot be read."""
    text = source.text[:end]
    statement = Tokenizer(text, limits.nesting, start).whole_expression()
    try:
        item = Automaton(tables()).parse(statement, text)
    except RejectionError as error:
        return _diagnostic(source, statement, error)
    assert isinstance(item, Attribute)
    return item.expression


def size_diagnostic(source: Source, limits: Limits) -> Diagnostic | None:
    """Return why a file is too large to be read, if it is."""
    most = limits.terraform_file_bytes
    if len(source.text) <= most // 4 or len(source.text.encode("utf-8", "replace")) <= most:
        return None
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=f"the file is larger than {most} bytes",
        detail="Nothing of this file was judged.",
        subject=source.span(0, 0),
    )


def _diagnostic(source: Source, statement: Statement, error: RejectionError) -> Diagnostic:
    lost = "The block was not judged." if statement.tokens else "The line was not judged."
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=error.summary,
        detail=f"{error.detail} {lost}".strip(),
        subject=source.span(error.start, error.end),
        context=source.span(statement.start, statement.end),
    )
