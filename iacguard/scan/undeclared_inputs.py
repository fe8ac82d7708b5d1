"""What a user gives values to that no scanned code declares: most often a misspelt name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..errors import UsageError
from ..frontends.protocol import Scope, Surplus
from .tree import Tree

_NAMED = 5
"""Names that one message lists."""

_Declares = Callable[[str, str], "re.Pattern[bytes]"]


def refuse_surplus(tree: Tree, files: Iterable[str], scopes: Sequence[Scope]) -> list[Diagnostic]:
    """Return notes on what files set and no root declares, as Terraform warns of it.

    Raise UsageError for a variable of the command line, and for a parameter, that nothing
    declares. What another file may declare, of which no scope was made or not all was read, is
    passed over.
    """
    broken = {
        one.subject.path
        for scope in scopes
        for one in scope.diagnostics
        if one.level is Level.ERROR
    }
    known = {file for scope in scopes for file in scope.files} - broken
    others = [file for file in files if file not in known]
    terraform = list(_declared_nowhere(tree, scopes, "terraform", others, _variable))
    parameters = list(_declared_nowhere(tree, scopes, "cloudformation", others, _parameter))
    wrong = [_refusal(one, near) for one, near in terraform if one.place is None]
    wrong += [_refusal(one, near) for one, near in parameters]
    if wrong:
        more = len(wrong) - _NAMED
        also = f"; and {more:,} more" if more > 0 else ""
        raise UsageError("; ".join(wrong[:_NAMED]) + also)
    return [
        Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"no scanned root declares variable `{one.name}`{near}",
            detail="The value is not used.",
            subject=one.place,
        )
        for one, near in terraform
        if one.place is not None
    ]


def _declared_nowhere(
    tree: Tree, scopes: Sequence[Scope], language: str, others: Sequence[str], declares: _Declares
) -> Iterator[tuple[Surplus, str]]:
    """Yield what no scope of a language declares, each with a name that is like it."""
    read = [scope for scope in scopes if scope.language == language and scope.deployments]
    if not any(scope.surplus for scope in read):
        return
    known = sorted({name for scope in read for name in scope.declared})
    for one in dict.fromkeys(one for scope in read for one in scope.surplus):
        if one.name not in known and not _may_be_declared(tree, one.name, others, declares):
            yield one, _like(one.name, known)


def _may_be_declared(tree: Tree, name: str, others: Sequence[str], declares: _Declares) -> bool:
    return any(declares(name, file).search(tree.find_bytes(file) or b"") for file in others)


def _variable(name: str, file: str) -> re.Pattern[bytes]:
    written = re.escape(name.encode())
    if file.endswith(".json"):
        return re.compile(b'"' + written + b'"')
    return re.compile(rb"\bvariable[ \t]+\"?" + written + rb"\b")


def _parameter(name: str, file: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)")


def _refusal(one: Surplus, near: str) -> str:
    if one.place is None:
        return f"--var {one.name}: no scanned root declares a variable of this name{near}"
    where = f"{one.place.path}:{one.place.start.line}"
    return f"{where}: no stack that is deployed by itself has a parameter {one.name}{near}"


def _like(name: str, known: Sequence[str]) -> str:
    """Return a question for a name that may be meant."""
    # Needed for a mistake only.
    from difflib import get_close_matches

    found = get_close_matches(name, known, 1)
    return f"; `{found[0]}` is declared" if found else ""
