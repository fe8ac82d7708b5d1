"""Which account of the configuration a scope is deployed to, and what of it was scanned."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..core.source import Position, SourceSpan
from ..errors import UsageError
from ..frontends.protocol import Scope, contains, nearest
from ..frontends.registry import stands_for_directory
from ..options import Account
from .tree import Tree


def located(account: Account, tree: Tree) -> Account:
    """Return an account whose paths, and places in the configuration, are below the root.

    Raise UsageError for a path that does not exist, or leads out of the scanned tree: it would be
    judged by nobody. Where only a part of the tree is scanned, nothing is known of the rest.
    """
    base = base_of(account.base, tree)
    paths = []
    for index, written in enumerate(account.paths):
        path = Path(os.path.relpath(base / written, tree.root)).as_posix()
        path = "" if path == "." else path
        said = ""
        if _is_outside(path):
            leads_out = base.is_relative_to(tree.root)
            said = "it leads outside the scanned tree" if leads_out else ""
        elif not tree.exists(path):
            said = "no such file or directory"
        if said:
            raise refused_path(account, index, f"{written}: {said}")
        paths.append(posixpath.dirname(path) if stands_for_directory(path) else path)
    place = account.place
    if place is not None:
        path = Path(os.path.relpath(place.path, tree.root)).as_posix()
        place = None if _is_outside(path) else replace(place, path=path)
    return replace(account, paths=tuple(paths), place=place)


def refused_path(account: Account, number: int, said: str) -> UsageError:
    """Return what refuses a path of an account, with its place in the configuration, if any."""
    places = account.path_places[number : number + 1]
    where = f"{places[0].path}:{places[0].start.line}: " if places else ""
    return UsageError(f"{where}account {account.name}: {said}")


def base_of(base: Path | None, tree: Tree) -> Path:
    """Return what the paths of an entry of a configuration file in a directory are relative to.

    A configuration file that has no place in the scanned tree or around it is made for any tree.
    """
    if base is None or not (base.is_relative_to(tree.root) or tree.root.is_relative_to(base)):
        return tree.root
    return base


def owner_of(scope: Scope, accounts: Sequence[Account]) -> Account | None:
    """Return the account of which some path is the scope, or holds it most closely.

    A plan whose source is scanned, too, would declare everything of that a second time, unless an
    account names the plan. Which accounts a stack set is deployed to is not told by where it lies.
    """
    if scope.is_deployed_elsewhere:
        return None
    named = scope.environment.account
    if named is not None:
        return next((account for account in accounts if account.name == named), None)
    if scope.source is not None:
        return next((account for account in accounts if scope.name in account.paths), None)
    path = nearest(scope.location, [path for account in accounts for path in account.paths])
    return next((account for account in accounts if path in account.paths), None)


def are_of_one_organization(account: Account, other: Account) -> bool:
    """Return whether two accounts belong to the same organization, and are not the same."""
    return (
        account.organization is not None
        and account.organization == other.organization
        and account.name != other.name
    )


def is_touched(account: Account, scanned: Sequence[str]) -> bool:
    """Return whether some of what the account may have was looked at."""
    return any(
        is_scanned(path, scanned) or any(contains(path, one) for one in scanned)
        for path in account.paths
    )


def is_scanned(path: str, scanned: Sequence[str]) -> bool:
    """Return whether all that a path holds was looked at."""
    return not _is_outside(path) and any(contains(one, path) for one in scanned)


def place_of_account(account: Account) -> SourceSpan:
    """Return where a finding on an account points of which nothing was read."""
    start = Position(1, 1, 0)
    path = next((path for path in account.paths if path and not _is_outside(path)), ".")
    return account.place or SourceSpan(path, start, start)


def _is_outside(path: str) -> bool:
    return path == os.pardir or path.startswith("../") or os.path.isabs(path)
