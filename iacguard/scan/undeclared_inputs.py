"""What a user gives values to that no scanned code declares: most often a misspelt name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..core.diagnostic import Diagnostic, Level
from ..errors import UsageError
from ..frontends.protocol import Scope
from ..frontends.registry import FRONTENDS, FrontendRow
from .tree import Tree

_NAMED = 5
"""Names that one message lists."""


def refuse_surplus(tree: Tree, files: Iterable[str], scopes: Sequence[Scope]) -> list[Diagnostic]:
    """Return notes on what files set and nothing declares.

    Raise UsageError for what a language refuses: a variable of the command line, a parameter. What
    another file may declare, of which no scope was made or not all was read, is passed over.
    """
    broken = {
        one.subject.path
        for scope in scopes
        for one in scope.diagnostics
        if one.level is Level.ERROR
    }
    known = {file for scope in scopes for file in scope.files} - broken
    others = [file for file in files if file not in known]
    told = [answer for row in FRONTENDS for answer in _declared_nowhere(row, tree, scopes, others)]
    refused = [answer for answer in told if isinstance(answer, str)]
    if refused:
        more = len(refused) - _NAMED
        also = f"; and {more:,} more" if more > 0 else ""
        raise UsageError("; ".join(refused[:_NAMED]) + also)
    return [answer for answer in told if isinstance(answer, Diagnostic)]


def _declared_nowhere(
    row: FrontendRow, tree: Tree, scopes: Sequence[Scope], others: Sequence[str]
) -> Iterator[Diagnostic | str]:
    """Yield what a language says of each input that none of its scopes declares."""
    read = [scope for scope in scopes if scope.language == row.name and scope.deployments]
    if row.undeclared is None or not any(scope.surplus for scope in read):
        return
    undeclared = row.undeclared()
    known = sorted({name for scope in read for name in scope.declared})
    for surplus in dict.fromkeys(one for scope in read for one in scope.surplus):
        if surplus.name not in known and not any(
            undeclared.may_declare(surplus.name, file, tree.find_bytes(file) or b"")
            for file in others
        ):
            yield undeclared.say(surplus, like(surplus.name, known))


def like(name: str, known: Sequence[str]) -> str:
    """Return a question for a name that may be meant."""
    # Needed for a mistake only.
    from difflib import get_close_matches

    found = get_close_matches(name, known, 1)
    return f"; `{found[0]}` is declared" if found else ""
