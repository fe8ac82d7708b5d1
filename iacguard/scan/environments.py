"""The environments that the configuration names: held against the tree, and against its scopes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..core.diagnostic import Level
from ..errors import UsageError
from ..frontends.protocol import Environment, Scope, nearest
from ..frontends.registry import stands_for_directory
from ..options import Account, Root
from .accounts import base_of, is_scanned
from .tree import Tree
from .undeclared_inputs import like

PLACEHOLDER = "{env}"
_NAME = r"(?P<env>[A-Za-z0-9_][A-Za-z0-9_.-]*)"
_MOST = 100
"""Environments that one entry makes."""


def environments(
    roots: Sequence[Root], accounts: Sequence[Account], tree: Tree
) -> tuple[Environment, ...]:
    """Return the environments of the configuration, with paths below the root of the tree.

    Raise UsageError for what does not exist, leads out of the tree, or has no name of its own.
    """
    found: dict[tuple[str, str], Environment] = {}
    for root in roots:
        for environment in _of(root, accounts, tree):
            key = (environment.path, environment.name)
            of_path = [one for path, one in found if path == environment.path]
            if key in found or (of_path and "" in (environment.name, *of_path)):
                said = "is deployed more than once: give each entry a `name` of its own"
                raise _refused(root, f"{root.path} {said}")
            found[key] = environment
    return tuple(found.values())


def _of(root: Root, accounts: Sequence[Account], tree: Tree) -> Iterator[Environment]:
    written = (*root.variable_files, *root.parameter_files)
    first = next((path for path in written if PLACEHOLDER in path), None)
    names: Sequence[str] = (root.name,)
    if first is not None and not root.name:
        names = _names(root, _below(root, first, tree), tree)
    path = _below(root, root.path, tree)
    path = os.path.dirname(path) if stands_for_directory(path) else path
    account = _account(root, accounts)
    for name in names:
        files = {
            one: _existing(root, one.replace(PLACEHOLDER, name), tree)
            for one in dict.fromkeys(written)
        }
        yield Environment(
            path=path,
            name=name,
            variables=root.variables,
            variable_files=tuple(files[one] for one in root.variable_files),
            parameter_files=tuple(files[one] for one in root.parameter_files),
            workspace=root.workspace,
            account=account.name if account is not None else None,
            account_id=account.id if account is not None else root.account,
            place=root.place,
        )


def _names(root: Root, pattern: str, tree: Tree) -> Sequence[str]:
    """Return what stands in the place of the placeholder in the files that are there."""
    segments = pattern.split("/")
    index = next(number for number, one in enumerate(segments) if PLACEHOLDER in one)
    directory = "/".join(segments[:index])
    is_file = index == len(segments) - 1
    entries = tree.list(directory) if is_file else tree.directories(directory)
    before, _, after = segments[index].partition(PLACEHOLDER)
    named = re.compile(re.escape(before) + _NAME + re.escape(after))
    found = [named.fullmatch(one.rpartition("/")[2]) for one in entries]
    every = sorted({match["env"] for match in found if match is not None})
    # Other directories may lie beside those of the environments.
    names = [name for name in every if tree.exists(pattern.replace(PLACEHOLDER, name))]
    if not names:
        raise _refused(root, f"{pattern}: there is no such file")
    if len(names) > _MOST:
        raise _refused(root, f"{pattern}: there are more than {_MOST} such files")
    return names


def _account(root: Root, accounts: Sequence[Account]) -> Account | None:
    if root.account is None:
        return None
    found = next((one for one in accounts if root.account in (one.name, one.id)), None)
    if found is None and not (len(root.account) == 12 and root.account.isdecimal()):
        known = ", ".join(one.name for one in accounts) or "none"
        said = f"{root.account!r} is neither an account of the configuration ({known}) nor an id"
        raise _refused(root, f"account: {said}")
    return found


def _existing(root: Root, written: str, tree: Tree) -> str:
    path = _below(root, written, tree)
    if not tree.exists(path) or tree.is_directory(path):
        raise _refused(root, f"{written}: there is no such file")
    return path


def _below(root: Root, written: str, tree: Tree) -> str:
    """Return a path of an entry below the root of the tree."""
    base = base_of(root.base, tree)
    path = Path(os.path.relpath(base / written, tree.root)).as_posix()
    path = "" if path == "." else path
    if path == os.pardir or path.startswith("../") or os.path.isabs(path):
        raise _refused(root, f"{written}: it leads outside the scanned tree")
    if PLACEHOLDER not in path and not tree.exists(path):
        raise _refused(root, f"{written}: there is no such file or directory")
    return path


def refuse_idle(
    named: Sequence[Environment], scopes: Sequence[Scope], scanned: Sequence[str]
) -> None:
    """Raise UsageError for an environment that nothing is deployed to, or whose value nobody takes.

    Such a mistake would leave roots judged with other values than the user thinks.
    """
    for environment in named:
        if not is_scanned(environment.path, scanned):
            continue
        own = [scope for scope in scopes if nearest(scope.location, [environment.path]) is not None]
        if not own:
            where = environment.path or "."
            said = "nothing that is deployed by itself lies there"
            raise _refused_at(environment, f"{where}: {said}")
        if any(one.level is Level.ERROR for scope in own for one in scope.diagnostics):
            continue
        known = sorted({name for scope in own for name in scope.declared})
        for name in environment.variables:
            if name not in known:
                said = f"nothing there declares this variable{like(name, known)}"
                raise _refused_at(environment, f"vars.{name}: {said}")


def _refused(root: Root, said: str) -> UsageError:
    where = f"{root.place.path}:{root.place.start.line}: " if root.place is not None else ""
    return UsageError(f"{where}roots: {said}")


def _refused_at(environment: Environment, said: str) -> UsageError:
    place = environment.place
    where = f"{place.path}:{place.start.line}: " if place is not None else ""
    return UsageError(f"{where}roots: {said}")
