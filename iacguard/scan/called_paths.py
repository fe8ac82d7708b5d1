"""Paths of accounts that hold only what others call, and so make up no account."""

from __future__ import annotations

from collections.abc import Sequence

from ..frontends.protocol import Scope, nearest
from ..frontends.registry import row_of
from ..options import Account
from .accounts import owner_of, refused_path


def refuse_called_paths(accounts: Sequence[Account], scopes: Sequence[Scope]) -> None:
    """Raise UsageError for an account that consists of modules and templates of others.

    They are judged as parts of what calls them, for which the account that calls counts. Of the
    account nothing would be left, and all would be called missing in it.
    """
    owning = {owner.name for scope in scopes if (owner := owner_of(scope, accounts)) is not None}
    paths = [path for account in accounts for path in account.paths]
    for account in accounts:
        if account.name in owning:
            continue
        for number, path in enumerate(account.paths):
            caller = _caller(path, paths, scopes)
            if caller is not None:
                said = (
                    f"{path or '.'} is judged as part of what calls it; "
                    f"name {caller or '.'}, or something else that is deployed to the account"
                )
                raise refused_path(account, number, said)


def _caller(path: str, paths: Sequence[str], scopes: Sequence[Scope]) -> str | None:
    """Return a scope elsewhere that has code below a path, where no scope of its own lies."""
    if any(nearest(scope.location, paths) == path for scope in scopes):
        return None
    for scope in scopes:
        if scope.source is not None:
            continue
        # A root may read a policy or a variable file of any directory.
        code = filter(row_of(scope.language).is_code, scope.files)
        if any(nearest(file, paths) == path for file in code):
            return scope.location
    return None
