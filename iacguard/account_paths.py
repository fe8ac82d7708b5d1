"""Paths of accounts that hold only what others call, and so make up no account."""

from __future__ import annotations

from collections.abc import Sequence

from .accounts import owner_of
from .errors import UsageError
from .frontends.protocol import Scope, nearest
from .options import Account

_TERRAFORM = (".tf", ".tofu", ".tf.json", ".tofu.json")


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
                places = account.path_places[number : number + 1]
                where = f"{places[0].path}:{places[0].start.line}: " if places else ""
                raise UsageError(
                    f"{where}account {account.name}: {path or '.'} is judged as a part of what "
                    f"calls it; name {caller or '.'}, or whatever else is deployed to the account"
                )


def _caller(path: str, paths: Sequence[str], scopes: Sequence[Scope]) -> str | None:
    """Return a scope elsewhere that has code below a path, where no scope of its own lies."""
    if any(nearest(scope.name, paths) == path for scope in scopes):
        return None
    for scope in scopes:
        for file in scope.files:
            # A root may read a policy or a variable file of any directory.
            is_code = scope.language != "terraform" or file.endswith(_TERRAFORM)
            if scope.source is None and is_code and nearest(file, paths) == path:
                return scope.name
    return None
