"""Terraform's expressions by themselves, read as in a file."""

from __future__ import annotations

from iacguard.core.diagnostic import Diagnostic
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.automaton import Automaton
from iacguard.frontends.terraform.syntax.diagnostics import loss
from iacguard.frontends.terraform.syntax.grammar import tables
from iacguard.frontends.terraform.syntax.nodes import Attribute, Expression
from iacguard.frontends.terraform.syntax.rejection import RejectionError
from iacguard.frontends.terraform.syntax.tokens import Tokenizer


def parse_expression(
    source: Source, start: int, end: int, limits: Limits
) -> Expression | Diagnostic:
    """Return the expression between two offsets of a text, or why it cannot be read."""
    text = source.text[:end]
    statement = Tokenizer(text, limits.nesting, start).whole_expression()
    try:
        item = Automaton(tables()).parse(statement, text)
    except RejectionError as error:
        return loss(source, error, start, end, "the expression")
    assert isinstance(item, Attribute)
    return item.expression
