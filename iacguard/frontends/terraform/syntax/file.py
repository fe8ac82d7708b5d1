"""Reads Terraform's native syntax: .tf, .tofu and .tfvars."""

from __future__ import annotations

from ....core.limits import Limits
from ....core.source import Source
from .automaton import Automaton
from .blocks import make_body, set_twice
from .diagnostics import Losses, too_large
from .grammar import tables
from .nodes import Attribute, BlockSyntax, Body, Comment, TerraformFile
from .rejection import RejectionError
from .tokens import Tokenizer


def parse(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a file; what cannot be read of it costs its own block."""
    if refusal := too_large(source, limits):
        return TerraformFile(source=source, body=Body(), diagnostics=(refusal,))
    tokenizer = Tokenizer(source.text, limits.nesting)
    automaton = Automaton(tables())
    items: list[Attribute | BlockSyntax] = []
    losses = Losses(source)
    names: set[str] = set()
    lost = "the value" if source.path.endswith(".tfvars") else "the block"
    tokens_left = limits.file_tokens
    while (statement := tokenizer.next_statement()) is not None:
        try:
            if len(statement.tokens) > tokens_left:
                summary = f"the file has more than {limits.file_tokens} tokens"
                losses.add(
                    RejectionError(statement.start, statement.start + 1, summary),
                    statement.start,
                    statement.end,
                    lost,
                )
                continue
            tokens_left -= len(statement.tokens)
            item = automaton.parse(statement, source.text)
            if isinstance(item, Attribute):
                if item.name in names:
                    raise set_twice(item)
                names.add(item.name)
            items.append(item)
        except RejectionError as error:
            if not tokenizer.rewind(statement):
                losses.add(error, statement.start, statement.end, lost)
    return TerraformFile(
        source=source,
        body=make_body(tuple(items)),
        comments=tuple(
            Comment(source.span(start, end), source.text[start:end])
            for start, end in tokenizer.comments
        ),
        diagnostics=losses.diagnostics(),
    )
